package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.HangingApi;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many more sign-ins at once than can call WeCom concurrently, on a server with few
 * threads.
 */
@Timeout(120)
class RushTests {

	private static final int VISITORS = 300;

	private static final int THREADS = 20;

	private static final int PLACES = THREADS / 2;

	private final HangingApi wecom = new HangingApi();

	private RunningApplication application;

	@AfterEach
	void stop() {
		this.wecom.close();
		this.application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.forward-headers-strategy=native", "server.forward-headers-strategy=framework",
			"wecom.base-url=http://127.0.0.1", "server.servlet.context-path=/app" })
	void whenHundredsComeAtOnceThenNoneIsRefusedAndNoThreadWaits(String setting) {
		start(ProtectedApplication.class, setting);
		rush(setting.endsWith("/app") ? "/app" : "");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenTheSame() {
		start(ProtectedApplication.class, "spring.threads.virtual.enabled=true", "wecom.limits.concurrent-sign-ins=10");
		rush("");
	}

	private void rush(String contextPath) {
		String home = this.application.url() + contextPath;
		Crowd crowd = new Crowd(home, VISITORS);
		List<Crowd.Visit> visits = Crowd.all(VISITORS, (i) -> crowd.start("203.0.113." + i % 200));
		this.wecom.hang();
		List<CompletableFuture<HttpResponse<String>>> callbacks = visits.stream()
			.map((visit) -> crowd.comeBack(visit, "code"))
			.toList();
		SignInBulkhead bulkhead = bulkhead();
		await(() -> bulkhead.waiting() == VISITORS - PLACES);
		// Needs a thread
		assertThat(new Crowd(home, 1).get("/page").join().statusCode()).isEqualTo(302);
		assertThat(this.wecom.asked()).isLessThanOrEqualTo(PLACES);
		this.wecom.resume();
		List<HttpResponse<String>> answers = callbacks.stream().map(CompletableFuture::join).toList();
		assertThat(answers).allSatisfy((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(302);
			assertThat(TestBrowser.location(answer)).doesNotContain("error", "jsessionid");
			assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		});
		assertThat(answers.stream().map(RushTests::session)).doesNotHaveDuplicates().doesNotContainNull();
		assertThat(this.application.bean(SessionRecorder.class).created()).isEqualTo(VISITORS);
		assertThat(this.wecom.asked()).isEqualTo(VISITORS);
		assertAllPlacesFree();
	}

	@ParameterizedTest
	@ValueSource(classes = { WithSessionBefore.class, WithSpringSession.class })
	void whenItHadToWaitThenSessionIdIsChangedAndPageOpens(Class<?> host) {
		start(host);
		TestBrowser browser = this.application.desktop();
		String sessionBefore = browser.get("/before").body();
		String state = TestBrowser.location(browser.get("/oauth2/authorization/wecom?return-to=/page/one"))
			.replaceAll(".*[?&]state=([A-Za-z0-9]+).*", "$1");
		List<CompletableFuture<HttpResponse<String>>> others = occupyAllPlaces();
		CompletableFuture<HttpResponse<String>> page = CompletableFuture
			.supplyAsync(() -> browser.open("/login/oauth2/code/wecom?code=code&state=" + state));
		await(() -> bulkhead().waiting() == 1);
		this.wecom.resume();
		assertThat(page.join().uri().getPath()).isEqualTo("/page/one");
		assertThat(page.join().body()).contains("zhangsan").doesNotContain(sessionBefore);
		others.forEach(CompletableFuture::join);
		assertAllPlacesFree();
	}

	@Test
	void whenQueuedCallbackIsRepeatedThenBothGetTheSameResult() {
		start(ProtectedApplication.class);
		Crowd crowd = new Crowd(this.application.url(), VISITORS);
		Crowd.Visit visit = crowd.start("203.0.113.1").join();
		List<CompletableFuture<HttpResponse<String>>> others = occupyAllPlaces();
		CompletableFuture<HttpResponse<String>> first = crowd.comeBack(visit, "code");
		await(() -> bulkhead().waiting() == 1);
		CompletableFuture<HttpResponse<String>> second = crowd.comeBack(visit, "code");
		this.wecom.resume();
		Stream.of(first, second)
			.forEach((answer) -> assertThat(TestBrowser.location(answer.join())).doesNotContain("error"));
		others.forEach(CompletableFuture::join);
		assertThat(this.wecom.asked()).isEqualTo(PLACES + 1);
		assertAllPlacesFree();
	}

	@Test
	void whenFiltersAreNotDispatchedAgainThenPlacesAreGivenBack() {
		start(ProtectedApplication.class, "spring.security.filter.dispatcher-types=request");
		Crowd crowd = new Crowd(this.application.url(), VISITORS);
		Crowd.Visit visit = crowd.start("203.0.113.1").join();
		List<CompletableFuture<HttpResponse<String>>> others = occupyAllPlaces();
		CompletableFuture<HttpResponse<String>> lost = crowd.comeBack(visit, "code");
		await(() -> bulkhead().waiting() == 1);
		this.wecom.resume();
		others.forEach(CompletableFuture::join);
		assertThat(lost.join().statusCode()).isEqualTo(404);
		assertThat(this.wecom.asked()).isEqualTo(PLACES);
		assertAllPlacesFree();
		assertThat(crowd.comeBack(visit, "code").join().statusCode()).isEqualTo(302);
	}

	private void start(Class<?> application, String... settings) {
		this.application = new RunningApplication(application,
				Stream
					.concat(Stream.of("wecom.endpoints.api=" + this.wecom.url(), "server.tomcat.threads.max=" + THREADS,
							"wecom.http.read-timeout=5m", "wecom.sign-in-timeout=5m"), Stream.of(settings))
					.toArray(String[]::new));
	}

	private List<CompletableFuture<HttpResponse<String>>> occupyAllPlaces() {
		Crowd crowd = new Crowd(this.application.url(), VISITORS);
		List<Crowd.Visit> visits = Crowd.all(PLACES, (i) -> crowd.start("203.0.113." + (100 + i)));
		this.wecom.hang();
		List<CompletableFuture<HttpResponse<String>>> callbacks = visits.stream()
			.map((visit) -> crowd.comeBack(visit, "code"))
			.toList();
		await(() -> bulkhead().working() == PLACES);
		return callbacks;
	}

	private SignInBulkhead bulkhead() {
		return this.application.bean(SignInBulkhead.class);
	}

	private void assertAllPlacesFree() {
		// An answer is sent before the sign-in is over
		await(() -> bulkhead().working() == 0);
		assertThat(bulkhead().waiting()).isZero();
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(2_000_000);
		}
	}

	private static String session(HttpResponse<String> answer) {
		return answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith("JSESSIONID="))
			.findFirst()
			.orElse(null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringHttpSession
	@Import(WithSessionBefore.class)
	static class WithSpringSession {

		@Bean
		MapSessionRepository sessionRepository() {
			return new MapSessionRepository(new ConcurrentHashMap<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class WithSessionBefore {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/before").permitAll().anyRequest().authenticated())
				.oauth2Login((login) -> {
				})
				.build();
		}

		@RestController
		static class Pages {

			@GetMapping("/before")
			String before(HttpServletRequest request) {
				return request.getSession().getId();
			}

		}

	}

}
