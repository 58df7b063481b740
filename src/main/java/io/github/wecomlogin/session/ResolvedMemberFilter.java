package io.github.wecomlogin.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComMemberReference;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.SignInRequiredAnswer;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.ThrowableAnalyzer;
import org.springframework.util.function.SingletonSupplier;

/**
 * Checks members found by {@link WeComMemberResolver}s. Part of a security filter chain
 * where the context has just been loaded, and before authorization, when all filters of
 * the chain have authenticated. A refused member's authentication is replaced by none.
 * Authorization then fails with the reason, so that the entry point of the chain answers;
 * an answer of 401 without a body gets the reason as a problem document.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ResolvedMemberFilter implements Filter {

	/**
	 * Request attribute with the authentication already checked in this request.
	 */
	private static final String CHECKED = ResolvedMemberFilter.class.getName() + ".CHECKED";

	/**
	 * Request attribute with the member refused in this request.
	 */
	private static final String REFUSED = ResolvedMemberFilter.class.getName() + ".REFUSED";

	private final ThrowableAnalyzer throwables = new ThrowableAnalyzer();

	private final ResolvedMemberChecks checks;

	private final SessionEndReporter ends;

	private final SignInSuppression suppression;

	private final SiteAddress site;

	private final @Nullable SecurityContextRepository contexts;

	private final SecurityContextHolderStrategy holder;

	/**
	 * Creates the filter.
	 * @param checks finds and checks members
	 * @param ends reports refused members
	 * @param suppression suppresses automatic sign-ins after a refusal
	 * @param site the address of the application
	 * @param contexts the repository that the context has just been loaded from, or
	 * {@code null} before authorization
	 * @param holder the current context
	 */
	public ResolvedMemberFilter(ResolvedMemberChecks checks, SessionEndReporter ends, SignInSuppression suppression,
			SiteAddress site, @Nullable SecurityContextRepository contexts, SecurityContextHolderStrategy holder) {
		this.checks = checks;
		this.ends = ends;
		this.suppression = suppression;
		this.site = site;
		this.contexts = contexts;
		this.holder = holder;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, chain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Supplier<SecurityContext> loaded = this.holder.getDeferredContext();
		this.holder.setDeferredContext(SingletonSupplier.of(() -> checked(loaded.get(), request, response)));
		Answer answer = new Answer(response);
		try {
			chain.doFilter(request, answer);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			Refused refused = refused(request);
			if (refused != null && isOfSecurity(ex)) {
				throw new WeComRefusalException(refused.reason());
			}
			throw ex;
		}
		Refused refused = refused(request);
		if (refused != null && response.getStatus() == HttpStatus.UNAUTHORIZED.value() && !response.isCommitted()
				&& response.getContentType() == null && !answer.hasBody) {
			SignInRequiredAnswer.write(request, response, refused.reason(),
					this.site.path(request, LoginPaths.AUTHORIZATION + refused.member().getRegistrationId()));
		}
	}

	private static @Nullable Refused refused(HttpServletRequest request) {
		return (Refused) request.getAttribute(REFUSED);
	}

	private boolean isOfSecurity(Exception ex) {
		Throwable[] causes = this.throwables.determineCauseChain(ex);
		return this.throwables.getFirstThrowableOfType(AuthenticationException.class, causes) != null
				|| this.throwables.getFirstThrowableOfType(AccessDeniedException.class, causes) != null;
	}

	private SecurityContext checked(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null || authentication == request.getAttribute(CHECKED)) {
			return context;
		}
		Supplier<SecurityContext> asked = this.holder.getDeferredContext();
		// Code of the application sees an empty context during the check, as during a
		// sign-in
		this.holder.setContext(this.holder.createEmptyContext());
		try {
			WeComMemberReference member = this.checks.resolve(authentication);
			WeComRefusal reason = (member != null) ? this.checks.check(member) : null;
			if (member != null && reason != null) {
				refuse(authentication, member, reason, request, response);
				return this.holder.createEmptyContext();
			}
			request.setAttribute(CHECKED, authentication);
			return context;
		}
		finally {
			this.holder.setDeferredContext(asked);
		}
	}

	private void refuse(Authentication authentication, WeComMemberReference member, WeComRefusal reason,
			HttpServletRequest request, HttpServletResponse response) {
		request.setAttribute(REFUSED, new Refused(member, reason));
		// Another dispatch may load what a filter has stored in the request
		if (this.contexts != null && request.getDispatcherType() == DispatcherType.REQUEST) {
			HttpSession session = request.getSession(false);
			boolean ofSession = session != null && isIn(session, authentication);
			this.contexts.saveContext(this.holder.createEmptyContext(), request, response);
			if (session != null && ofSession) {
				invalidate(session);
			}
		}
		WeComUser user = this.checks.user(member);
		if (user != null) {
			// Reported once per member and not per token
			this.ends.publish(user.getRegistrationId() + "|" + user.account().stamp(), authentication, user, reason);
		}
		this.suppression.sessionEnded(reason, request, response);
	}

	private static boolean isIn(HttpSession session, Authentication authentication) {
		return session.getAttribute(
				HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) instanceof SecurityContext kept
				&& authentication.equals(kept.getAuthentication());
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
	 * Tells whether a body may have been written, also if the response is not committed.
	 */
	private static final class Answer extends HttpServletResponseWrapper {

		private boolean hasBody;

		private Answer(HttpServletResponse response) {
			super(response);
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			this.hasBody = true;
			return super.getOutputStream();
		}

		@Override
		public PrintWriter getWriter() throws IOException {
			this.hasBody = true;
			return super.getWriter();
		}

	}

	/**
	 * A member refused in a request.
	 */
	private record Refused(WeComMemberReference member, WeComRefusal reason) {

	}

}
