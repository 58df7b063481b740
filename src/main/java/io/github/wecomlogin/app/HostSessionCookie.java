package io.github.wecomlogin.app;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prefixes the name of the session cookie with {@code __Host-} under https, so that a
 * sibling domain cannot set the cookie. Applies if {@code wecom.base-url} is an https URL
 * or the server itself uses TLS. Changes the properties that configure both Tomcat's
 * sessions and Spring Session's; a cookie with a configured name, domain or path is left
 * unchanged.
 */
@Component
class HostSessionCookie implements BeanPostProcessor {

	private static final String DEFAULT_NAME = "JSESSIONID";

	private static final String PREFIX = "__Host-";

	private final Environment environment;

	HostSessionCookie(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ServerProperties server && isHttps(server)) {
			Cookie cookie = server.getServlet().getSession().getCookie();
			if (DEFAULT_NAME.equals(cookie.getName()) && cookie.getDomain() == null && cookie.getPath() == null) {
				cookie.setName(PREFIX + DEFAULT_NAME + suffix(server.getServlet().getContextPath()));
				cookie.setPath("/");
				cookie.setSecure(true);
			}
		}
		return bean;
	}

	private boolean isHttps(ServerProperties server) {
		String baseUrl = this.environment.getProperty("wecom.base-url", "");
		return Ssl.isEnabled(server.getSsl()) || baseUrl.strip().toLowerCase(Locale.ROOT).startsWith("https:");
	}

	/**
	 * Returns a suffix that distinguishes applications on one host, since the cookie's
	 * path must be {@code /}.
	 */
	private static String suffix(@Nullable String contextPath) {
		return (contextPath != null) ? contextPath.replaceAll("[^0-9A-Za-z]+", "-") : "";
	}

}
