package io.github.wecomlogin.app;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an outage is over: a visitor's session has been looked up, found or not.
 * Stands behind Spring Session.
 */
final class SessionRecoveryFilter implements Filter {

	private final SessionOutage outage;

	SessionRecoveryFilter(SessionOutage outage) {
		this.outage = outage;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		chain.doFilter(this.outage.lasts() ? new Observed((HttpServletRequest) request, this.outage) : request,
				response);
	}

	private static final class Observed extends HttpServletRequestWrapper {

		private final SessionOutage outage;

		Observed(HttpServletRequest request, SessionOutage outage) {
			super(request);
			this.outage = outage;
		}

		@Override
		public @Nullable HttpSession getSession() {
			return getSession(true);
		}

		@Override
		public @Nullable HttpSession getSession(boolean create) {
			HttpSession session = super.getSession(create);
			// Without a session's id nothing has been asked
			if (getRequestedSessionId() != null) {
				this.outage.end();
			}
			return session;
		}

	}

}
