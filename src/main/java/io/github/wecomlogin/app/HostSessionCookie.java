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
 * Gives the session cookie the prefix {@code __Host-} where browsers use https: then a
 * sibling domain cannot set it. That is known if {@code wecom.base-url} is https, or the
 * server itself has a certificate. Changes the properties that both Tomcat's sessions and
 * Spring Session's are configured with, and leaves a cookie alone that was given a name,
 * domain or path.
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
	 * Tells applications on one host apart, which the path of the cookie does otherwise.
	 */
	private static String suffix(@Nullable String contextPath) {
		return (contextPath != null) ? contextPath.replaceAll("[^0-9A-Za-z]+", "-") : "";
	}

}
