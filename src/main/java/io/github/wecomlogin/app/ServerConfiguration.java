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
 * Keeps requests that no browser sends from occupying the server or failing inside it:
 * settings of the embedded Tomcat for which Spring Boot has no property.
 */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

	/**
	 * Time without a byte after which a request body is given up.
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
	 * Refuses addresses and parameters that cannot be decoded. Tomcat decodes parameters,
	 * and Spring what follows a semicolon in the path, when they are first asked for and
	 * throw then, which may be inside a page, the error page included. Runs after the
	 * filter that sets the encoding.
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
		// More languages than the limit are an exception wherever one is asked for; the
		// size of headers limits them too
		connector.setMaxLocaleCount(UNLIMITED);
	}

}
