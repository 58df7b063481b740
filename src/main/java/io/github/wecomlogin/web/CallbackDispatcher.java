package io.github.wecomlogin.web;

import java.io.IOException;
import java.util.List;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.request.ClientAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/**
 * Passes a callback on to Spring Security's filter, observed, as a {@link WeComCallback}
 * of the request. A refused one fails there, so that the chain's failure handler is
 * called.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CallbackDispatcher {

	private final SignInObservation observation;

	private final SignInRollback rollback;

	private final WeComFailureHandler failureHandler;

	private final ClientAddress clientAddress;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	/**
	 * Creates the dispatcher.
	 * @param observation observes each callback
	 * @param rollback turns exceptions of the filter chain into refusals
	 * @param failureHandler handles these
	 * @param clientAddress determines the address of the client
	 * @param securityContextHolderStrategy the current authentication
	 */
	public CallbackDispatcher(SignInObservation observation, SignInRollback rollback,
			WeComFailureHandler failureHandler, ClientAddress clientAddress,
			SecurityContextHolderStrategy securityContextHolderStrategy) {
		this.observation = observation;
		this.rollback = rollback;
		this.failureHandler = failureHandler;
		this.clientAddress = clientAddress;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
	}

	String clientAddress(HttpServletRequest request) {
		return this.clientAddress.find(request);
	}

	/**
	 * Lets Spring Security's filter process a callback.
	 */
	void accept(WeComCallback callback, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		callback.storeIn(request);
		keepOnlyFactors(callback.registration());
		this.observation.observe(callback, this.rollback.guard(filterChain, callback, this.failureHandler), request,
				response);
	}

	/**
	 * Lets Spring Security's filter fail for a callback that has no result.
	 * @param way the way of the attempt, or {@code null} if the callback has none
	 */
	void refuse(WeComRegistration registration, @Nullable SignInWay way, WeComRefusal refusal,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		refuse(WeComCallback.refused(registration, way, refusal, clientAddress(request)), refusal, request, response,
				filterChain);
	}

	/**
	 * Lets Spring Security's filter fail for a callback with a result.
	 */
	void refuse(WeComCallback callback, WeComRefusal refusal, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		callback.storeIn(request);
		this.observation.observe(callback, filterChain, new RefusedCallbackRequest(request, refusal), response);
	}

	/**
	 * Reduces the current authentication to its factors. Where several factors are
	 * required, Spring Security adds the authorities of the current authentication to a
	 * new one of the same name; but a member of that name of another application or
	 * company has other roles, and the member's own may have been withdrawn.
	 */
	private void keepOnlyFactors(WeComRegistration registration) {
		Authentication current = this.securityContextHolderStrategy.getContext().getAuthentication();
		if (current != null && current.getPrincipal() instanceof WeComUser user) {
			SecurityContext context = this.securityContextHolderStrategy.createEmptyContext();
			if (current.isAuthenticated() && user.getCorpId().equals(registration.application().corpId())) {
				context.setAuthentication(onlyFactors(current, user));
			}
			this.securityContextHolderStrategy.setContext(context);
		}
	}

	private static Authentication onlyFactors(Authentication authentication, WeComUser user) {
		List<? extends GrantedAuthority> factors = authentication.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.toList();
		return new OAuth2AuthenticationToken(user, factors, user.getRegistrationId());
	}

}
