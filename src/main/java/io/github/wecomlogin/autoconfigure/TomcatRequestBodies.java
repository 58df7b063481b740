package io.github.wecomlogin.autoconfigure;

import java.time.Duration;
import java.util.function.Predicate;

import io.github.wecomlogin.autoconfigure.properties.BulkheadSettingsMapper;
import io.github.wecomlogin.event.WeComEventFilter;
import org.apache.catalina.connector.Request;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;

/**
 * Limits request bodies in an embedded Tomcat to 64 KB and 10 seconds, and the threads
 * that wait for bodies to a quarter of the server's threads, at most 32. Internal; public
 * for the ready-made application.
 */
public final class TomcatRequestBodies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int MAX_WAITING = 32;

	private final Predicate<Request> requests;

	private final int maxWaiting;

	private TomcatRequestBodies(Predicate<Request> requests, Environment environment) {
		this.requests = requests;
		this.maxWaiting = Math.max(1, Math.min(MAX_WAITING, BulkheadSettingsMapper.threads(environment) / 4));
	}

	/**
	 * Limits the bodies of all requests.
	 * @param environment the environment with the number of server threads
	 * @return the customizer
	 */
	public static TomcatRequestBodies ofAllRequests(Environment environment) {
		return new TomcatRequestBodies((request) -> true, environment);
	}

	/**
	 * Limits the bodies of callbacks only.
	 * @param environment the environment with the number of server threads
	 * @return the customizer
	 */
	static TomcatRequestBodies ofCallbacks(Environment environment) {
		return new TomcatRequestBodies(
				(request) -> request.getContext() != null && WeComEventFilter.isCallback(request), environment);
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		// Before Tomcat rejects requests itself, such as TRACE
		factory.addEngineValves(new RequestBodyValve(this.requests, TIMEOUT, this.maxWaiting));
	}

}
