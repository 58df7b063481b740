package io.github.wecomlogin.client;

import org.springframework.web.client.RestClient;

/**
 * Customizes the {@link RestClient} that calls the WeCom API, for example with an
 * interceptor. Secret and token are query parameters of these calls (D/90664), so that
 * customizations must not log or record URLs.
 * <p>
 * Interceptors must send a request at most once. A custom request factory replaces the
 * default one with its time limits; it must neither follow redirects nor repeat requests.
 */
@FunctionalInterface
public interface WeComRestClientCustomizer {

	/**
	 * Customizes the client.
	 * @param builder the builder, with the default request factory set
	 */
	void customize(RestClient.Builder builder);

}
