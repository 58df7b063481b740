package io.github.wecomlogin.web;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComEndpoints;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Stores the authorization requests of WeCom as attempts, and delegates all others to the
 * repository of the chain.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AttemptAuthorizationRequestRepository
		implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	private final AttemptStore attempts;

	private final WeComEndpoints endpoints;

	private final SignInSuppression suppression;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	private final @Nullable ReturnTargetRequestCache requestCache;

	private final AuthorizationRequestRepository<OAuth2AuthorizationRequest> others;

	/**
	 * Creates the repository.
	 * @param attempts stores the attempts
	 * @param endpoints the WeCom pages that members are sent to
	 * @param suppression suppresses automatic sign-ins; ended by a new attempt
	 * @param returnTargets the cookie whose return target an attempt takes over
	 * @param requestCache finds the page first asked for, or {@code null} if the chain
	 * saves no requests
	 * @param others the repository for all other providers
	 */
	public AttemptAuthorizationRequestRepository(AttemptStore attempts, WeComEndpoints endpoints,
			SignInSuppression suppression, ReturnTargetRequestCache.Cookie returnTargets,
			@Nullable ReturnTargetRequestCache requestCache,
			AuthorizationRequestRepository<OAuth2AuthorizationRequest> others) {
		this.attempts = attempts;
		this.endpoints = endpoints;
		this.suppression = suppression;
		this.returnTargets = returnTargets;
		this.requestCache = requestCache;
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
		// No automatic sign-in starts while they are suppressed, so this one was
		// requested
		this.suppression.end(request, response);
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
		if (callback == null) {
			return this.others.removeAuthorizationRequest(request, response);
		}
		OAuth2AuthorizationRequest restored = restore(callback);
		Attempt attempt = callback.attempt();
		if (attempt != null) {
			// A sign-in in WeCom's login panel left these cookies to the links of the
			// page
			this.returnTargets.removeTakenBy(attempt, request, response);
			this.suppression.end(request, response);
		}
		return restored;
	}

	private @Nullable OAuth2AuthorizationRequest restore(WeComCallback callback) {
		if (callback.refusal() != null) {
			throw new WeComRefusalException(callback.refusal());
		}
		return callback.restore(this.endpoints.authorizeUrl());
	}

}
