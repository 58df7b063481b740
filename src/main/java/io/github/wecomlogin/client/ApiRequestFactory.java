package io.github.wecomlogin.client;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Creates requests on the JDK's HTTP client. Spring's own factory for that client would
 * do, if it did not let the client repeat requests: see {@link ApiRequest}.
 */
final class ApiRequestFactory implements ClientHttpRequestFactory {

	/**
	 * The request attribute that holds the {@link ApiAttempt} that a request belongs to.
	 */
	static final String ATTEMPT = ApiAttempt.class.getName();

	private final HttpClient httpClient;

	ApiRequestFactory(WeComHttpSettings settings) {
		HttpClientLogs.hideCredentials();
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(settings.connectTimeout());
		if (settings.proxy() != null) {
			builder.proxy(ProxySelector.of(settings.proxy()));
		}
		this.httpClient = builder.build();
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new ApiRequest(this.httpClient, uri, httpMethod);
	}

}
