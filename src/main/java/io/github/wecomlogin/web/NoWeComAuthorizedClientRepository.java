package io.github.wecomlogin.web;

import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/**
 * Stores no authorized clients of WeCom: their access token opens nothing, and the stores
 * that Spring Security offers grow with every member.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class NoWeComAuthorizedClientRepository implements OAuth2AuthorizedClientRepository {

	private final WeComRegistrations registrations;

	private final OAuth2AuthorizedClientRepository others;

	public NoWeComAuthorizedClientRepository(WeComRegistrations registrations,
			OAuth2AuthorizedClientRepository others) {
		this.registrations = registrations;
		this.others = others;
	}

	@Override
	public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(String clientRegistrationId,
			Authentication principal, HttpServletRequest request) {
		return isWeCom(clientRegistrationId) ? null
				: this.others.loadAuthorizedClient(clientRegistrationId, principal, request);
	}

	@Override
	public void saveAuthorizedClient(OAuth2AuthorizedClient authorizedClient, Authentication principal,
			HttpServletRequest request, HttpServletResponse response) {
		if (!isWeCom(authorizedClient.getClientRegistration().getRegistrationId())) {
			this.others.saveAuthorizedClient(authorizedClient, principal, request, response);
		}
	}

	@Override
	public void removeAuthorizedClient(String clientRegistrationId, Authentication principal,
			HttpServletRequest request, HttpServletResponse response) {
		if (!isWeCom(clientRegistrationId)) {
			this.others.removeAuthorizedClient(clientRegistrationId, principal, request, response);
		}
	}

	private boolean isWeCom(String registrationId) {
		return this.registrations.find(registrationId) != null;
	}

}
