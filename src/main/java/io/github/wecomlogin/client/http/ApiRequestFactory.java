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
 * Creates requests. Spring has factories for several HTTP clients, but these send a
 * request again on their own account, or log it, or know no time for all of it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiRequestFactory implements ClientHttpRequestFactory {

	/**
	 * The request attribute that holds the {@link ApiAttempt} that a request belongs to.
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
			throw new IllegalStateException("This Java runtime cannot speak TLS", ex);
		}
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new ApiRequest(this.connections, uri, httpMethod);
	}

}
