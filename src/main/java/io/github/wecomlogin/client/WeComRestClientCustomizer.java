package io.github.wecomlogin.client;

import org.springframework.web.client.RestClient;

/**
 * Changes the {@link RestClient} that calls the WeCom API, for example to add an
 * interceptor. The application's secret and token travel in the URLs of these calls
 * (D/90664), so whatever is added must not log or record them.
 * <p>
 * Interceptors must send a request at most once. A request factory that is set here
 * replaces what the default one does: time limits, no redirects, no repeated requests.
 */
@FunctionalInterface
public interface WeComRestClientCustomizer {

	/**
	 * Customizes the client.
	 * @param builder the builder, with our request factory already set
	 */
	void customize(RestClient.Builder builder);

}
