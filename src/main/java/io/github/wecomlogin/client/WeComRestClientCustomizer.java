package io.github.wecomlogin.client;

import org.springframework.web.client.RestClient;

/**
 * Changes the {@link RestClient} that calls the WeCom API, for example to add an
 * interceptor. The application's secret and token travel in the URLs of these calls
 * (D/90664), so whatever is added must not log or record them.
 * <p>
 * Interceptors should send a request once. Whoever sets another request factory answers
 * for what ours does: time limits, no redirects, no repeated requests, and the pause
 * before a repeated call.
 */
@FunctionalInterface
public interface WeComRestClientCustomizer {

	/**
	 * Customizes the client.
	 * @param builder the builder, with our request factory already set
	 */
	void customize(RestClient.Builder builder);

}
