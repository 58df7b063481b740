package io.github.wecomlogin.app;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.HttpHeaders;

/**
 * Says that sessions cannot be reached at the moment, instead of an error that looks like
 * a fault of the page. Stands before Spring Session.
 */
final class SessionOutageFilter implements Filter {

	private static final Log logger = LogFactory.getLog(SessionOutageFilter.class);

	private static final String OUTAGE = SessionOutageFilter.class.getName() + ".OUTAGE";

	private static final String RETRY_AFTER_SECONDS = "5";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			// The page that says so must not ask for the session again
			chain.doFilter(
					(request.getAttribute(OUTAGE) != null) ? new WithoutCookies((HttpServletRequest) request) : request,
					response);
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (!isOutage(ex) || response.isCommitted()) {
				throw ex;
			}
			logger.warn("Redis, where the sessions are, gives no answer: 503 (" + ex.getClass().getSimpleName() + ")");
			request.setAttribute(OUTAGE, true);
			HttpServletResponse http = (HttpServletResponse) response;
			http.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
			http.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		}
	}

	private static boolean isOutage(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataAccessResourceFailureException || cause instanceof QueryTimeoutException
					|| cause instanceof RedisSystemException) {
				return true;
			}
		}
		return false;
	}

	private static final class WithoutCookies extends HttpServletRequestWrapper {

		WithoutCookies(HttpServletRequest request) {
			super(request);
		}

		@Override
		public Cookie @Nullable [] getCookies() {
			return null;
		}

	}

}
