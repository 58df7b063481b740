package io.github.wecomlogin.session;

import java.io.IOException;
import java.util.HashSet;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.SignInSuppression;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Checks the member in the security context before application code can read the context.
 * A caller gets the member as last confirmed, or an empty context if the session has
 * ended. The context is loaded and checked when it is first used; this filter alone loads
 * no session.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SessionCheckFilter implements Filter {

	/**
	 * Request attribute with the authentication already checked in this request.
	 */
	private static final String CHECKED = SessionCheckFilter.class.getName() + ".CHECKED";

	private static final Log logger = LogFactory.getLog(SessionCheckFilter.class);

	private final LogThrottle failures = new LogThrottle(1, Ticker.systemTicker());

	private final WeComSessionChecks checks;

	private final SessionEndReporter ends;

	private final AuthorityRenewal renewal;

	private final SignInSuppression suppression;

	private final SecurityContextRepository contexts;

	private final SecurityContextHolderStrategy holder;

	public SessionCheckFilter(WeComSessionChecks checks, SessionEndReporter ends, AuthorityRenewal renewal,
			SignInSuppression suppression, SecurityContextRepository contexts, SecurityContextHolderStrategy holder) {
		this.checks = checks;
		this.ends = ends;
		this.renewal = renewal;
		this.suppression = suppression;
		this.contexts = contexts;
		this.holder = holder;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		this.holder.setDeferredContext(new CheckedContext(this.holder.getDeferredContext(),
				(HttpServletRequest) request, (HttpServletResponse) response));
		chain.doFilter(request, response);
	}

	private SecurityContext checked(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null) {
			tellOfLostSession(request, response);
			return context;
		}
		WeComUser user = SignedInMember.of(authentication);
		if (user == null || authentication == request.getAttribute(CHECKED)) {
			return context;
		}
		Supplier<SecurityContext> asked = this.holder.getDeferredContext();
		// Code of the application sees an empty context during the check, as during a
		// sign-in
		this.holder.setContext(this.holder.createEmptyContext());
		try {
			SecurityContext checked = checked(context, authentication, user, request, response);
			request.setAttribute(CHECKED, checked.getAuthentication());
			return checked;
		}
		finally {
			this.holder.setDeferredContext(asked);
		}
	}

	private SecurityContext checked(SecurityContext context, Authentication authentication, WeComUser user,
			HttpServletRequest request, HttpServletResponse response) {
		SessionCheck check = this.checks.check(user);
		Authentication renewed = null;
		if (check.renewed() != null) {
			try {
				renewed = SignedInMember.renew(authentication, check.renewed(), this.renewal);
			}
			catch (WeComRefusalException ex) {
				if (!ex.getRefusal().isAboutMember() && this.failures.next() >= 0) {
					logger.warn(Texts.OPERATORS.inBoth("session.authorities-unmapped") + " " + ex.getExplanation());
				}
				check = SessionCheck.failed(ex.getRefusal(), check.afterGrace());
			}
		}
		if (check.end() != null) {
			return ended(context, authentication, user, check.end(), request, response);
		}
		return (renewed != null) ? renewed(context, renewed, request, response) : context;
	}

	/**
	 * Shows why the session named by the request has ended.
	 */
	private void tellOfLostSession(HttpServletRequest request, HttpServletResponse response) {
		WeComRefusal reason = this.ends.take(request);
		if (reason != null) {
			this.suppression.sessionEnded(reason, request, response);
		}
	}

	private SecurityContext renewed(SecurityContext context, Authentication authentication, HttpServletRequest request,
			HttpServletResponse response) {
		SecurityContext renewed = this.holder.createEmptyContext();
		renewed.setAuthentication(authentication);
		SecurityContext kept = kept(request);
		// Must not overwrite a context that another request has saved meanwhile. Compared
		// by
		// value, because not every repository returns the same object twice
		if (kept != null && (kept == context || isUnchanged(context.getAuthentication(), kept.getAuthentication()))) {
			this.contexts.saveContext(renewed, request, response);
			ContainerSessions.add(request);
		}
		return renewed;
	}

	private static boolean isUnchanged(@Nullable Authentication checked, @Nullable Authentication kept) {
		WeComUser user = SignedInMember.of(checked);
		WeComUser other = SignedInMember.of(kept);
		return checked != null && kept != null && user != null && other != null && isSame(user, other)
				&& checked.getClass().equals(kept.getClass()) && checked.getName().equals(kept.getName())
				&& new HashSet<>(checked.getAuthorities()).equals(new HashSet<>(kept.getAuthorities()));
	}

	private SecurityContext ended(SecurityContext context, Authentication authentication, WeComUser user,
			WeComRefusal reason, HttpServletRequest request, HttpServletResponse response) {
		SecurityContext empty = this.holder.createEmptyContext();
		HttpSession session = request.getSession(false);
		if (session != null && isKept(context, user, request)) {
			String id = session.getId();
			this.contexts.saveContext(empty, request, response);
			invalidate(session);
			this.ends.publish(id, authentication, user, reason);
		}
		this.suppression.sessionEnded(reason, request, response);
		return empty;
	}

	private @Nullable SecurityContext kept(HttpServletRequest request) {
		return this.contexts.containsContext(request) ? this.contexts.loadDeferredContext(request).get() : null;
	}

	/**
	 * Whether the session still holds the same sign-in, and not a later one.
	 */
	private boolean isKept(SecurityContext context, WeComUser user, HttpServletRequest request) {
		SecurityContext kept = kept(request);
		WeComUser other = (kept != null) ? SignedInMember.of(kept.getAuthentication()) : null;
		return kept != null && (kept == context || (other != null && isSame(user, other)));
	}

	private static boolean isSame(WeComUser user, WeComUser other) {
		return user.getRegistrationId().equals(other.getRegistrationId())
				&& user.isMember(other.getCorpId(), other.getUserId())
				&& user.getSignedInAt().equals(other.getSignedInAt())
				&& user.getCheckedAt().equals(other.getCheckedAt());
	}

	private static void invalidate(HttpSession session) {
		try {
			session.invalidate();
		}
		catch (IllegalStateException ex) {
			// Already invalidated by another request
		}
	}

	/**
	 * A context that is checked when it is first used. Without a lock: threads that
	 * inherit it may check it more than once.
	 */
	private final class CheckedContext implements Supplier<SecurityContext> {

		private final Supplier<SecurityContext> loaded;

		private final HttpServletRequest request;

		private final HttpServletResponse response;

		private volatile @Nullable SecurityContext checked;

		private CheckedContext(Supplier<SecurityContext> loaded, HttpServletRequest request,
				HttpServletResponse response) {
			this.loaded = loaded;
			this.request = request;
			this.response = response;
		}

		@Override
		public SecurityContext get() {
			SecurityContext context = this.checked;
			if (context == null) {
				context = checked(this.loaded.get(), this.request, this.response);
				this.checked = context;
			}
			return context;
		}

	}

}
