package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.util.Deadline;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Clients as the tests need them.
 */
final class TestClients {

	static final WeComApplication APPLICATION = new WeComApplication("ww0123456789abcdef", 1000002,
			"Secret-_0123456789abcdefghijklmnopqrstuvwxy");

	static final String TOKEN = "Token-_0123456789";

	private TestClients() {
	}

	static WeComClient cold(String url, WeComRestClientCustomizer... customizers) {
		return client(APPLICATION, url, new InMemoryApplicationTokenStore(), Clock.systemUTC(), customizers);
	}

	/**
	 * A client that has {@link #TOKEN} already.
	 */
	static WeComClient warm(String url, WeComRestClientCustomizer... customizers) {
		return client(APPLICATION, url, warmStore(), Clock.systemUTC(), customizers);
	}

	static ApplicationTokenStore warmStore() {
		ApplicationTokenStore store = new InMemoryApplicationTokenStore();
		store.save(APPLICATION.tokenKey(), new ApplicationToken(TOKEN, Instant.MAX));
		return store;
	}

	static WeComClient client(WeComApplication application, String url, ApplicationTokenStore store, Clock clock,
			WeComRestClientCustomizer... customizers) {
		return builder(application, url).customizers(List.of(customizers)).tokenStore(store).clock(clock).build();
	}

	/**
	 * Starts building a client that repeats calls as usual, but hardly pauses.
	 */
	static WeComClient.Builder builder(WeComApplication application, String url) {
		return WeComClient.forApplication(application, settings(url, Duration.ofSeconds(20)));
	}

	/**
	 * A client that makes each call once.
	 */
	static WeComClient withoutRetries(WeComApplication application, String url, ApplicationTokenStore store,
			Clock clock) {
		return builder(application, url).tokenStore(store).clock(clock).maxRetries(0).build();
	}

	static WeComHttpSettings settings(String url, Duration readTimeout) {
		return new WeComHttpSettings(url, Duration.ofSeconds(10), readTimeout, null);
	}

	static Deadline time() {
		return Deadline.after(Duration.ofSeconds(30));
	}

	static WeComApiException failureOf(Runnable call) {
		return catchThrowableOfType(WeComApiException.class, call::run);
	}

}
