package io.github.wecomlogin.app;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Answers 503 while the session store is unavailable, and redirects a GET or HEAD request
 * to itself if a concurrent request has ended its session. Runs before Spring Session's
 * filter.
 */
final class SessionOutageFilter implements Filter {

	private static final String WITHOUT_SESSION = SessionOutageFilter.class.getName() + ".WITHOUT_SESSION";

	/**
	 * Attribute that holds the session Spring Session saves at the end of each dispatch.
	 */
	private static final String CURRENT_SESSION = SessionRepositoryFilter.SESSION_REPOSITORY_ATTR + ".CURRENT_SESSION";

	private static final String RETRY_AFTER_SECONDS = "5";

	private final SessionOutage outage;

	SessionOutageFilter(SessionOutage outage) {
		this.outage = outage;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			showError((HttpServletRequest) request, response, chain);
		}
		else {
			serve((HttpServletRequest) request, (HttpServletResponse) response, chain);
		}
	}

	private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
			// The session has been written as well, so Redis is not just readable
			if (request.getAttribute(CURRENT_SESSION) != null) {
				this.outage.end();
			}
		}
		catch (ServletException | RuntimeException ex) {
			boolean ended = hasEnded(ex);
			Throwable failure = ended ? null : failure(ex);
			if (failure != null) {
				this.outage.begin(failure);
			}
			if ((!ended && failure == null) || response.isCommitted()) {
				throw ex;
			}
			if (ended && (HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod()))
					&& !request.getRequestURI().startsWith("//")) {
				repeat(request, response);
				return;
			}
			request.setAttribute(WITHOUT_SESSION, true);
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		}
	}

	/**
	 * Repeats the request, which no longer finds the session. Cookies are kept, so that a
	 * repeated callback is recognised.
	 */
	private static void repeat(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.reset();
		String query = request.getQueryString();
		response.sendRedirect(request.getRequestURI() + ((query != null) ? "?" + query : ""));
	}

	/**
	 * Renders the error page without loading or saving the session.
	 */
	private void showError(HttpServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getAttribute(WITHOUT_SESSION) == null && !this.outage.lasts()) {
			try {
				chain.doFilter(request, response);
				return;
			}
			catch (ServletException | RuntimeException ex) {
				Throwable failure = failure(ex);
				if (failure == null || response.isCommitted()) {
					throw ex;
				}
				this.outage.begin(failure);
				response.resetBuffer();
			}
		}
		request.removeAttribute(CURRENT_SESSION);
		chain.doFilter(new RequestWithoutCookies(request), response);
	}

	private static @Nullable Throwable failure(@Nullable Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataAccessResourceFailureException || cause instanceof QueryTimeoutException
					|| cause instanceof RedisSystemException) {
				return cause;
			}
		}
		return null;
	}

	/**
	 * Whether a concurrent request, possibly on another node, has ended the session or
	 * changed its ID. Spring Session then fails to save it.
	 */
	private static boolean hasEnded(@Nullable Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (message != null
					&& ((cause instanceof IllegalStateException && message.equals("Session was invalidated"))
							|| message.startsWith("ERR no such key"))) {
				return true;
			}
		}
		return false;
	}

}
