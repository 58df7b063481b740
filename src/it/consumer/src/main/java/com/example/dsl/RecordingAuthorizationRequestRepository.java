package com.example.dsl;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Component;

/**
 * Remembers for which registrations it was used.
 */
@Component
public class RecordingAuthorizationRequestRepository
		implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	private final AuthorizationRequestRepository<OAuth2AuthorizationRequest> session = new HttpSessionOAuth2AuthorizationRequestRepository();

	private final List<String> uses = new CopyOnWriteArrayList<>();

	public List<String> uses() {
		return this.uses;
	}

	@Override
	public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
		return this.session.loadAuthorizationRequest(request);
	}

	@Override
	public void saveAuthorizationRequest(OAuth2AuthorizationRequest authorizationRequest, HttpServletRequest request,
			HttpServletResponse response) {
		this.session.saveAuthorizationRequest(authorizationRequest, request, response);
		if (authorizationRequest != null) {
			this.uses.add("save " + registrationId(authorizationRequest));
		}
	}

	@Override
	public OAuth2AuthorizationRequest removeAuthorizationRequest(HttpServletRequest request,
			HttpServletResponse response) {
		OAuth2AuthorizationRequest authorizationRequest = this.session.removeAuthorizationRequest(request, response);
		if (authorizationRequest != null) {
			this.uses.add("remove " + registrationId(authorizationRequest));
		}
		return authorizationRequest;
	}

	private static String registrationId(OAuth2AuthorizationRequest authorizationRequest) {
		return authorizationRequest.getAttribute(OAuth2ParameterNames.REGISTRATION_ID);
	}

}
