package io.github.wecomlogin.client.http;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import io.github.wecomlogin.client.WeComHttpSettings;

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

	public ApiRequestFactory(WeComHttpSettings settings) {
		this(settings, ApiRequestFactory::tls);
	}

	public ApiRequestFactory(WeComHttpSettings settings, Supplier<SSLSocketFactory> tls) {
		this.connections = new ApiConnections(new ApiConnector(settings.connectTimeout(), settings.proxy(), tls));
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
