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

/**
 * Says that sessions cannot be reached at the moment, instead of an error that looks like
 * a fault of the page. Stands before Spring Session.
 */
final class SessionOutageFilter implements Filter {

	private static final String OUTAGE = SessionOutageFilter.class.getName() + ".OUTAGE";

	private static final String RETRY_AFTER_SECONDS = "5";

	private final SessionOutage outage;

	SessionOutageFilter(SessionOutage outage) {
		this.outage = outage;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			// The page that says so must not ask for the session again
			chain.doFilter((request.getAttribute(OUTAGE) != null)
					? new RequestWithoutCookies((HttpServletRequest) request) : request, response);
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			Throwable failure = failure(ex);
			if (failure == null) {
				throw ex;
			}
			this.outage.begin(failure);
			if (response.isCommitted()) {
				throw ex;
			}
			request.setAttribute(OUTAGE, true);
			HttpServletResponse http = (HttpServletResponse) response;
			http.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
			http.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		}
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

}
