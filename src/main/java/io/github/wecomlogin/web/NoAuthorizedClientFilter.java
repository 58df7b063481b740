package io.github.wecomlogin.web;

import java.io.IOException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.ClientAuthorizationRequiredException;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.util.ThrowableAnalyzer;

/**
 * Replaces the {@link ClientAuthorizationRequiredException} that an
 * {@code OAuth2AuthorizedClientManager} throws for a registration of WeCom by an
 * exception that says what to use instead. Stands behind every
 * {@link OAuth2AuthorizationRequestRedirectFilter}, which would send the browser to an
 * address that WeCom does not understand.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class NoAuthorizedClientFilter implements Filter {

	private static final Log logger = LogFactory.getLog(NoAuthorizedClientFilter.class);

	private final ThrowableAnalyzer analyzer = new ThrowableAnalyzer();

	private final LogThrottle starts = new LogThrottle(1, Ticker.systemTicker());

	private final WeComRegistrations registrations;

	public NoAuthorizedClientFilter(WeComRegistrations registrations) {
		this.registrations = registrations;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		try {
			filterChain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			String registrationId = requiredRegistrationId(ex);
			if (registrationId != null && this.registrations.find(registrationId) != null) {
				// Without the cause, to which the redirect filters would react
				throw new IllegalStateException(message(registrationId));
			}
			throw ex;
		}
	}

	private @Nullable String requiredRegistrationId(Exception ex) {
		for (Throwable cause : this.analyzer.determineCauseChain(ex)) {
			if (cause instanceof ClientAuthorizationRequiredException required) {
				return required.getClientRegistrationId();
			}
		}
		return null;
	}

	/**
	 * Returns a filter that answers the start path of a registration of WeCom with 404.
	 * In a chain with an {@code oauth2Login}, the filter that starts sign-ins comes
	 * before.
	 */
	public Filter start() {
		return (request, response, filterChain) -> {
			String registrationId = LoginPaths.startedAtDefaultPath(RequestPath.of((HttpServletRequest) request));
			if (this.registrations.find(registrationId) == null) {
				filterChain.doFilter(request, response);
				return;
			}
			if (this.starts.next() >= 0) {
				logger.warn("A sign-in with WeCom was started in a security filter chain without oauth2Login. "
						+ message(String.valueOf(registrationId)));
			}
			((HttpServletResponse) response).setStatus(HttpStatus.NOT_FOUND.value());
		};
	}

	private static String message(String registrationId) {
		return Texts.OPERATORS.inBoth("web.no-authorized-client", registrationId);
	}

}
