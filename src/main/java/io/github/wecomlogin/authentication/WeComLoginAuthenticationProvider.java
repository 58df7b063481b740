package io.github.wecomlogin.authentication;

import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationProvider;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;

/**
 * Spring Security's OAuth2 login with WeCom's code exchange and user service, for WeCom's
 * registrations only. Takes the place of the chain's own provider and hands all other
 * registrations to it, so that a token client or user service set there keeps working and
 * never sees a code of WeCom.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComLoginAuthenticationProvider extends OAuth2LoginAuthenticationProvider {

	private final WeComRegistrations registrations;

	private final ReplayCache replays;

	private final AuthenticationProvider others;

	/**
	 * Creates the provider.
	 * @param registrations the registrations of WeCom
	 * @param clients the API client of each
	 * @param access reads the member and computes the authorities
	 * @param accounts finds the accounts of members
	 * @param replays the results of codes
	 * @param others the provider for all other registrations
	 */
	public WeComLoginAuthenticationProvider(WeComRegistrations registrations, PerRegistration<WeComClient> clients,
			WeComAccess access, AccountLookup accounts, ReplayCache replays, AuthenticationProvider others) {
		super(new CodeExchange(registrations, clients, replays), new WeComUserService(registrations, access, accounts));
		this.registrations = registrations;
		this.replays = replays;
		this.others = others;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) throws AuthenticationException {
		OAuth2LoginAuthenticationToken token = (OAuth2LoginAuthenticationToken) authentication;
		if (this.registrations.find(token.getClientRegistration().getRegistrationId()) == null) {
			return this.others.authenticate(authentication);
		}
		WeComCallback callback = WeComCallback.of(token.getAuthorizationExchange().getAuthorizationRequest());
		try {
			Authentication authenticated = signIn(authentication);
			if (authenticated != null && authenticated.getPrincipal() instanceof WeComUser user) {
				complete(callback, user, null);
			}
			return authenticated;
		}
		catch (WeComRefusalException ex) {
			complete(callback, null, ex.getRefusal());
			throw ex;
		}
	}

	private void complete(WeComCallback callback, @Nullable WeComUser user, @Nullable WeComRefusal refusal) {
		if (callback.use() != null && !callback.isRepeat()) {
			this.replays.complete(callback.use(), user, refusal);
		}
	}

	private @Nullable Authentication signIn(Authentication authentication) {
		try {
			return super.authenticate(authentication);
		}
		catch (RuntimeException ex) {
			// Also those for which Spring Security would publish an event: each refusal
			// has one already
			throw RefusalMapper.ofApplication(ex);
		}
	}

}
