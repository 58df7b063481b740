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
 * Says that sessions cannot be reached at the moment, instead of an error that looks like
 * a fault of the page, and repeats what lost its session to another request on the way.
 * Stands before Spring Session.
 */
final class SessionOutageFilter implements Filter {

	private static final String WITHOUT_SESSION = SessionOutageFilter.class.getName() + ".WITHOUT_SESSION";

	/**
	 * Where Spring Session keeps the session that it saves at the end of each dispatch.
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
			// It has been written too: a Redis that only answers is of no use
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
	 * Without the session, which is found no more then. Cookies stay as they were, so
	 * that a callback which comes again is known.
	 */
	private static void repeat(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.reset();
		String query = request.getQueryString();
		response.sendRedirect(request.getRequestURI() + ((query != null) ? "?" + query : ""));
	}

	/**
	 * The page that says so must not ask for the session again, nor save it.
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
	 * Whether another request, perhaps on another node, has ended the session or given it
	 * another id since this one found it. Tomcat's own sessions do not mind, Spring
	 * Session's cannot be saved then.
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
