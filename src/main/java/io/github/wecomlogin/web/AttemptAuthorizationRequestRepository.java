package io.github.wecomlogin.web;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.config.WeComLogin;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComEndpoints;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Keeps the authorization requests of WeCom as attempts, and hands all others to the
 * repository that the chain would use without us.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AttemptAuthorizationRequestRepository
		implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	private final AttemptStore attempts;

	private final WeComEndpoints endpoints;

	private final SignInPause pause;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	private final @Nullable ReturnTargetRequestCache requestCache;

	private final AuthorizationRequestRepository<OAuth2AuthorizationRequest> others;

	/**
	 * Creates the repository.
	 * @param requestCache knows the page that a visitor asked for, or {@code null} if the
	 * chain remembers none
	 * @param others the repository that the chain would use without us
	 */
	public AttemptAuthorizationRequestRepository(WeComLogin login, @Nullable ReturnTargetRequestCache requestCache,
			AuthorizationRequestRepository<OAuth2AuthorizationRequest> others) {
		this.requestCache = requestCache;
		this.attempts = login.attempts();
		this.endpoints = login.endpoints();
		this.pause = login.pause();
		this.returnTargets = login.returnTargets();
		this.others = others;
	}

	@Override
	public void saveAuthorizationRequest(@Nullable OAuth2AuthorizationRequest authorizationRequest,
			HttpServletRequest request, HttpServletResponse response) {
		if (authorizationRequest == null || !AttemptRequests.hasAttempt(authorizationRequest)) {
			this.others.saveAuthorizationRequest(authorizationRequest, request, response);
			return;
		}
		Attempt attempt = AttemptRequests.attemptOf(authorizationRequest);
		if (attempt.returnTo() == null && this.requestCache != null) {
			attempt = attempt.withReturnTo(this.requestCache.savedTarget(request, response));
		}
		this.attempts.save(attempt, request, response);
		this.returnTargets.remove(request, response);
		// Nobody gets here by themselves while it lasts, so this was the click that ends
		// it
		this.pause.end(request, response);
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
		WeComCallback callback = WeComCallback.of(request);
		return (callback != null) ? restore(callback) : this.others.loadAuthorizationRequest(request);
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(HttpServletRequest request,
			HttpServletResponse response) {
		WeComCallback callback = WeComCallback.of(request);
		return (callback != null) ? restore(callback) : this.others.removeAuthorizationRequest(request, response);
	}

	private @Nullable OAuth2AuthorizationRequest restore(WeComCallback callback) {
		if (callback.refusal() != null) {
			throw new WeComRefusalException(callback.refusal());
		}
		Attempt attempt = callback.attempt();
		return (attempt != null) ? AttemptRequests.restore(callback, this.endpoints.authorizeUrl(), attempt) : null;
	}

}
