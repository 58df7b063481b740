package io.github.wecomlogin.registration;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * WeCom's registrations together with those of other providers. A
 * {@link ClientRegistration} of WeCom carries no secret.
 */
public final class WeComClientRegistrationRepository
		implements ClientRegistrationRepository, Iterable<ClientRegistration> {

	/**
	 * Default path of callbacks, followed by the registration id.
	 */
	public static final String CALLBACK_PATH = "/login/oauth2/code/";

	private final Map<String, ClientRegistration> wecom = new LinkedHashMap<>();

	private final ClientRegistrationRepository others;

	private final boolean othersAreListed;

	/**
	 * Creates the repository.
	 * @param registrations WeCom's registrations
	 * @param endpoints where members are sent
	 * @param baseUrl this application's fixed external address, without a trailing slash,
	 * or {@code null} to take it from each request
	 * @param others knows the registrations of all other providers
	 */
	public WeComClientRegistrationRepository(WeComRegistrations registrations, WeComEndpoints endpoints,
			@Nullable String baseUrl, ClientRegistrationRepository others) {
		registrations.forEach((registration) -> this.wecom.put(registration.registrationId(),
				clientRegistration(registration, endpoints, baseUrl)));
		this.others = others;
		this.othersAreListed = isListed(others);
	}

	private WeComClientRegistrationRepository(WeComClientRegistrationRepository wecom,
			ClientRegistrationRepository others) {
		this.wecom.putAll(wecom.wecom);
		this.others = others;
		this.othersAreListed = isListed(others);
	}

	private static ClientRegistration clientRegistration(WeComRegistration registration, WeComEndpoints endpoints,
			@Nullable String baseUrl) {
		return ClientRegistration.withRegistrationId(registration.registrationId())
			.clientName((registration.name() != null) ? registration.name() : "WeCom")
			.clientId(registration.application().corpId())
			// NONE would mean a public client, for which Spring Security adds PKCE
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(false).build())
			.redirectUri(((baseUrl != null) ? baseUrl : "{baseUrl}") + CALLBACK_PATH + "{registrationId}")
			.authorizationUri(endpoints.authorizeUrl())
			// WeCom has no token endpoint, but Spring Security does not accept none
			.tokenUri(endpoints.authorizeUrl())
			.scope(registration.scope().value())
			.build();
	}

	/**
	 * Returns the same registrations of WeCom beside those of another repository.
	 * @param others knows the registrations of all other providers
	 * @return a new repository
	 */
	public WeComClientRegistrationRepository beside(ClientRegistrationRepository others) {
		return new WeComClientRegistrationRepository(this, others);
	}

	/**
	 * Returns with what people can sign in. A repository that cannot be listed counts as
	 * one that has nothing to offer on a page, as it does for Spring Security.
	 */
	public List<ClientRegistration> ways() {
		List<ClientRegistration> ways = new ArrayList<>();
		forEach((registration) -> {
			if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(registration.getAuthorizationGrantType())) {
				ways.add(registration);
			}
		});
		return ways;
	}

	/**
	 * Returns the registration to sign in with if there is nothing to choose.
	 * @return the only one of {@link #ways()}, or {@code null} if there are several
	 */
	public @Nullable ClientRegistration onlyWay() {
		List<ClientRegistration> ways = ways();
		return (ways.size() == 1) ? ways.get(0) : null;
	}

	/**
	 * Whether WeCom is the only way to sign in, as far as the other repository lists its
	 * registrations.
	 */
	public boolean hasOnlyWeCom() {
		return this.othersAreListed && ways().size() == this.wecom.size();
	}

	@Override
	public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
		ClientRegistration registration = this.wecom.get(registrationId);
		return (registration != null) ? registration : this.others.findByRegistrationId(registrationId);
	}

	@Override
	@SuppressWarnings("unchecked")
	public Iterator<ClientRegistration> iterator() {
		List<ClientRegistration> all = new ArrayList<>(this.wecom.values());
		if (this.othersAreListed) {
			((Iterable<ClientRegistration>) this.others).forEach(all::add);
		}
		return all.iterator();
	}

	private static boolean isListed(ClientRegistrationRepository repository) {
		ResolvableType type = ResolvableType.forInstance(repository).as(Iterable.class);
		return type != ResolvableType.NONE && ClientRegistration.class.isAssignableFrom(type.resolveGeneric(0));
	}

}
