package io.github.wecomlogin.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that a page or a browser sends by itself, while a person signs in, on plain
 * http.
 */
class BackgroundRequestTests {

	private static final String START = "/oauth2/authorization/wecom";

	private static final String CALLBACK = "/login/oauth2/code/";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
	}

	@ParameterizedTest
	@CsvSource({ "Accept, */*, true", "Accept, application/json, true", "Accept, text/event-stream, false",
			"Accept, 'image/webp,image/*;q=0.8', false", "Accept, 'text/css,*/*;q=0.1', true",
			"Sec-Purpose, prefetch;prerender, true", "Purpose, prefetch, true", "X-Purpose, preview, true",
			"X-Moz, prefetch, true", "Sec-Fetch-Dest, iframe, true" })
	void whenRequestIsNoNavigationThenNoAttemptIsMade(String header, String value, boolean json) {
		for (String path : List.of("/page", START, START + "?return-to=/page")) {
			HttpResponse<String> response = application.desktop().with(header, value).get(path);
			assertThat(response.statusCode()).as(path).isEqualTo(401);
			assertThat(response.headers().allValues("Set-Cookie")).as(path).isEmpty();
			assertThat(response.body()).as(path)
				.satisfies((body) -> assertThat(body.contains("\"signInUrl\":\"" + START + "\"")).isEqualTo(json));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "OPTIONS" })
	void whenMethodIsNoNavigationThenNoAttemptIsMade(String method) {
		for (String path : List.of("/page", START)) {
			HttpResponse<String> response = application.desktop().send(method, path, null);
			assertThat(response.statusCode()).as(path).isEqualTo(401);
			assertThat(response.headers().allValues("Set-Cookie")).as(path).isEmpty();
		}
	}

	@Test
	void whenPagePollsDuringSignInThenSignInGoesOn() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page/one", CALLBACK);
		String html = "text/html,application/xhtml+xml,*/*;q=0.8";
		for (int i = 0; i < 20; i++) {
			browser.with("Accept", "*/*").open("/page/data");
			browser.with("Accept", html).with("Purpose", "prefetch").open(START);
			browser.with("Purpose", "");
		}
		assertThat(browser.attemptCookies()).hasSize(1);
		assertThat(browser.with("Accept", html).open(callback).uri().getPath()).isEqualTo("/page/one");
	}

	@Test
	void whenSixTabsAreRestoredAtOnceThenAllFinish() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(6);
		try {
			List<String> pages = IntStream.range(0, 6)
				.mapToObj((i) -> "/page/tab" + i + "?q=" + "a%E4%BD%A0".repeat(40))
				.toList();
			List<TestBrowser> tabs = pages.stream().map((page) -> application.inWeCom()).toList();
			List<String> callbacks = new ArrayList<>();
			List<Future<String>> started = IntStream.range(0, 6)
				.mapToObj((i) -> executor.submit(() -> tabs.get(i).openUntil(pages.get(i), CALLBACK)))
				.toList();
			for (Future<String> each : started) {
				callbacks.add(each.get());
			}
			// One browser: each tab sends what all of them have got
			TestBrowser browser = application.inWeCom();
			tabs.forEach(browser::withCookiesOf);
			assertThat(browser.attemptCookies()).hasSize(6);
			List<Future<URI>> ended = callbacks.stream()
				.map((callback) -> executor
					.submit(() -> application.inWeCom().withCookiesOf(browser).open(callback).uri()))
				.toList();
			for (int i = 0; i < 6; i++) {
				assertThat(ended.get(i).get()).hasToString(application.url() + pages.get(i));
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenMoreTabsAreOpenThanFitThenOldestStillSignsIn() {
		TestBrowser browser = application.desktop();
		String oldest = browser.openUntil("/page/oldest?q=" + random(490), CALLBACK);
		for (int i = 0; i < 14; i++) {
			browser.openUntil("/page/" + i + "?q=" + random(490), CALLBACK);
		}
		assertThat(browser.open(oldest).statusCode()).isEqualTo(200);
	}

	@Test
	void whenReturnTargetsAreLongThenRequestsStayWithinTomcatsLimit() {
		TestBrowser browser = application.desktop();
		for (int i = 0; i < 12; i++) {
			HttpResponse<String> start = browser
				.get(START + "?return-to=%2Fpage%2F" + i + "%3Fq%3D" + "%25E4%25BD%25A0".repeat(220));
			assertThat(start.statusCode()).isEqualTo(302);
		}
	}

	private static String random(int length) {
		return new Random(length).ints(length, 0, 36)
			.mapToObj((i) -> Character.toString(Character.forDigit(i, 36)))
			.collect(Collectors.joining());
	}

}
