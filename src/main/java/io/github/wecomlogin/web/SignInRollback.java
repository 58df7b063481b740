package io.github.wecomlogin.web;

import java.io.IOException;
import java.util.function.Supplier;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.RefusalMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Refuses a sign-in whose last steps failed in the application's own code. Spring
 * Security saves the security context before it calls listeners of
 * {@code InteractiveAuthenticationSuccessEvent} and the success handler, and hands only
 * an {@code AuthenticationException} to the failure handler. Here every exception is
 * handed to it, and a security context that the failed sign-in saved is removed together
 * with its session. The session of an earlier sign-in stays as long as the failed one has
 * not replaced it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInRollback {

	private static final String BEFORE = SignInRollback.class.getName() + ".BEFORE";

	private final SingletonSupplier<SecurityContextRepository> contexts;

	private final SecurityContextHolderStrategy holder;

	/**
	 * Creates the rollback.
	 * @param contexts supplies the repository of the filter chain, once it is built
	 */
	public SignInRollback(Supplier<SecurityContextRepository> contexts, SecurityContextHolderStrategy holder) {
		this.contexts = SingletonSupplier.of(contexts);
		this.holder = holder;
	}

	/**
	 * Returns a filter chain that refuses the callback if an exception leaves it.
	 * @param callback the callback that the chain handles
	 * @param failureHandler answers the visitor
	 */
	FilterChain guard(FilterChain filterChain, WeComCallback callback, AuthenticationFailureHandler failureHandler) {
		return (request, response) -> filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain,
				callback, failureHandler);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain,
			WeComCallback callback, AuthenticationFailureHandler failureHandler) throws IOException, ServletException {
		request.setAttribute(BEFORE, saved(request));
		try {
			filterChain.doFilter(request, response);
		}
		catch (RuntimeException | ServletException ex) {
			// A failure of the failure handler itself is not handed to it again
			if (callback.refusal() != null) {
				throw ex;
			}
			if (response.isCommitted()) {
				rollBack(request, response);
				throw ex;
			}
			failureHandler.onAuthenticationFailure(request, response, RefusalMapper.ofApplication(ex));
		}
	}

	/**
	 * Removes the security context that the current sign-in saved, if it saved one.
	 */
	void rollBack(HttpServletRequest request, HttpServletResponse response) {
		this.holder.clearContext();
		Authentication saved = saved(request);
		if (saved == null || saved == request.getAttribute(BEFORE)) {
			return;
		}
		this.contexts.obtain().saveContext(this.holder.createEmptyContext(), request, response);
		HttpSession session = request.getSession(false);
		if (session != null) {
			// Registered for the member, and counted against a limit of sessions
			session.invalidate();
		}
	}

	private @Nullable Authentication saved(HttpServletRequest request) {
		SecurityContextRepository repository = this.contexts.obtain();
		return repository.containsContext(request) ? repository.loadDeferredContext(request).get().getAuthentication()
				: null;
	}

}
