package io.github.wecomlogin.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.wecomlogin.autoconfigure.TomcatRequestBodies;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.util.UriUtils;

/**
 * Rejects slow and malformed requests early, with settings of the embedded Tomcat for
 * which Spring Boot has no property.
 */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

	/**
	 * Idle time after which reading a request body is aborted.
	 */
	private static final Duration UPLOAD_TIMEOUT = Duration.ofSeconds(5);

	private static final int UNLIMITED = -1;

	@Bean
	TomcatRequestBodies requestBodies(Environment environment) {
		return TomcatRequestBodies.ofAllRequests(environment);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectorSettings() {
		return (factory) -> factory.addConnectorCustomizers(ServerConfiguration::customize);
	}

	/**
	 * Rejects requests whose path or parameters cannot be decoded with 400. Without it,
	 * Tomcat and Spring decode them lazily and throw while a page is rendered, including
	 * the error page. Runs after the filter that sets the encoding.
	 */
	@Bean
	FilterRegistrationBean<Filter> decodingFilter() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			try {
				request.getParameterMap();
				UriUtils.decode(((HttpServletRequest) request).getRequestURI(), StandardCharsets.UTF_8);
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				((HttpServletResponse) response).setStatus(HttpServletResponse.SC_BAD_REQUEST);
				return;
			}
			chain.doFilter(request, response);
		});
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		return registration;
	}

	private static void customize(Connector connector) {
		connector.setProperty("disableUploadTimeout", "false");
		connector.setProperty("connectionUploadTimeout", String.valueOf(UPLOAD_TIMEOUT.toMillis()));
		// Tomcat throws from getLocale() above its limit; the header size limits the
		// number
		// anyway
		connector.setMaxLocaleCount(UNLIMITED);
	}

}
