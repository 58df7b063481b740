package io.github.wecomlogin.client.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Creates requests to WeCom. Spring's factories are not used: the HTTP clients behind
 * them repeat requests on their own, log URLs, or have no time limit for a whole
 * exchange.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiRequestFactory implements ClientHttpRequestFactory {

	/**
	 * Name of the request attribute with the {@link ApiAttempt} of the request.
	 */
	public static final String ATTEMPT = ApiAttempt.class.getName();

	private final ApiConnections connections;

	public ApiRequestFactory(Duration connectTimeout, @Nullable InetSocketAddress proxy) {
		this(connectTimeout, proxy, ApiRequestFactory::tls);
	}

	/**
	 * Creates the factory.
	 * @param connectTimeout the longest time to wait for a connection
	 * @param proxy an HTTP proxy, or {@code null} for the one of the Java virtual machine
	 * @param tls supplies TLS sockets
	 */
	public ApiRequestFactory(Duration connectTimeout, @Nullable InetSocketAddress proxy,
			Supplier<SSLSocketFactory> tls) {
		this.connections = new ApiConnections(new ApiConnector(connectTimeout, proxy, tls));
	}

	private static SSLSocketFactory tls() {
		try {
			return SSLContext.getDefault().getSocketFactory();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no default TLS context", ex);
		}
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new ApiRequest(this.connections, uri, httpMethod);
	}

}
