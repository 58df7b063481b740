package io.github.wecomlogin.app.member;

import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;

import org.springframework.context.MessageSource;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.stereotype.Component;

/**
 * Lists the options to sign in: the WeCom applications and any other configured
 * providers.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@Component
public class SignInOptions {

	private final WeComClientRegistrationRepository clientRegistrations;

	private final WeComRegistrations wecom;

	private final MessageSource messages;

	SignInOptions(WeComClientRegistrationRepository clientRegistrations, WeComRegistrations wecom,
			MessageSource messages) {
		this.clientRegistrations = clientRegistrations;
		this.wecom = wecom;
		this.messages = messages;
	}

	public List<SignInOption> all(Locale locale) {
		return StreamSupport.stream(this.clientRegistrations.spliterator(), false)
			.filter((each) -> AuthorizationGrantType.AUTHORIZATION_CODE.equals(each.getAuthorizationGrantType()))
			.map((each) -> option(each, locale))
			.toList();
	}

	/**
	 * Returns only the WeCom applications.
	 */
	public List<SignInOption> applications(Locale locale) {
		return all(locale).stream().filter(SignInOption::wecom).toList();
	}

	private SignInOption option(ClientRegistration registration, Locale locale) {
		WeComRegistration application = this.wecom.find(registration.getRegistrationId());
		String name = registration.getClientName();
		if (application != null && application.name() == null) {
			name = isTheOnlyApplication() ? this.messages.getMessage("way.wecom", null, locale)
					: this.messages.getMessage("way.wecom-of", new Object[] { application.registrationId() }, locale);
		}
		return new SignInOption(registration.getRegistrationId(), name, application != null);
	}

	private boolean isTheOnlyApplication() {
		return StreamSupport.stream(this.wecom.spliterator(), false).limit(2).count() == 1;
	}

}
