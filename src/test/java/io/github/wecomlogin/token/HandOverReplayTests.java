package io.github.wecomlogin.token;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hand-overs of real sign-ins that are posted again and again to the security filter
 * chain, without a network in between.
 */
class HandOverReplayTests {

	/**
	 * Replays in each test; {@code -Dwecom-login.fuzz} sets another number.
	 */
	private static final int REPLAYS = Integer.getInteger("wecom-login.fuzz", 4_000);

	private static final int REPLAYS_PER_HAND_OVER = Math.max(200, REPLAYS / 1_000);

	@Test
	void whenHandOversAreReplayedThenNoneIsAccepted() throws Exception {
		try (RunningApplication node = new RunningApplication(Node.class)) {
			assertThat(accepted(node)).isZero();
		}
	}

	@Test
	void whenHandOversAreReplayedToTwoNodesThenNoneIsAccepted() throws Exception {
		try (RunningApplication one = new RunningApplication(SharingNode.class);
				RunningApplication two = one.another(SharingNode.class)) {
			assertThat(accepted(one, two)).isZero();
		}
	}

	/**
	 * Returns how many replays were accepted. Only those count of which the hand-over was
	 * still valid after the last one.
	 */
	private static int accepted(RunningApplication... nodes) throws Exception {
		nodes[0].wecom().signInAs("zhangsan");
		int issuedBefore = issued(nodes);
		int handOvers = 0;
		int accepted = 0;
		for (int replays = 0; replays < REPLAYS;) {
			Cookie[] browser = handOver(nodes[handOvers % nodes.length]);
			assertThat(post(nodes[handOvers % nodes.length], browser)).isEqualTo(200);
			assertThat(++handOvers).isLessThanOrEqualTo(2 * (1 + REPLAYS / REPLAYS_PER_HAND_OVER));
			for (int i = 0; i < REPLAYS_PER_HAND_OVER; i++) {
				accepted += (post(nodes[i % nodes.length], browser) != 401) ? 1 : 0;
			}
			boolean valid = nodes[0].bean(HandOverCookies.class).find(request(nodes[0], browser)) != null;
			replays += valid ? REPLAYS_PER_HAND_OVER : 0;
		}
		assertThat(issued(nodes) - issuedBefore).isEqualTo(handOvers + accepted);
		return accepted;
	}

	private static Cookie[] handOver(RunningApplication node) {
		TestBrowser browser = node.inWeCom();
		browser.get(browser.openUntil("/oauth2/authorization/wecom", "/login/oauth2/code/"));
		List<Cookie> cookies = new ArrayList<>();
		browser.cookies().forEach((cookie) -> cookies.add(new Cookie(cookie.getName(), cookie.getValue())));
		return cookies.toArray(Cookie[]::new);
	}

	private static int post(RunningApplication node, Cookie[] browser) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		node.context()
			.getBean("springSecurityFilterChain", Filter.class)
			.doFilter(request(node, browser), response, new MockFilterChain());
		return response.getStatus();
	}

	private static MockHttpServletRequest request(RunningApplication node, Cookie[] browser) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", TokenFilter.PATH);
		request.setServerPort(node.port());
		request.setServletPath(TokenFilter.PATH);
		request.setContentType(MediaType.APPLICATION_JSON_VALUE);
		request.addHeader("Sec-Fetch-Site", "same-origin");
		request.setCookies(browser);
		return request;
	}

	private static int issued(RunningApplication... nodes) {
		int issued = 0;
		for (RunningApplication node : nodes) {
			issued += node.bean(AtomicInteger.class).get();
		}
		return issued;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Node {

		@Bean
		AtomicInteger issued() {
			return new AtomicInteger();
		}

		@Bean
		WeComTokenIssuer issuer(AtomicInteger issued) {
			return (signIn, request) -> Map.of("token", issued.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Node.class)
	static class SharingNode {

		private static final InMemorySharedStore STORE = new InMemorySharedStore(Clock.systemUTC());

		@Bean
		SharedStore sharedStore() {
			return STORE;
		}

	}

}
