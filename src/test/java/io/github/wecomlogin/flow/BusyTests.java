package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInPermit;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.WeComRefusalHandler;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The answer to a sign-in that is refused as busy, after which the same callback
 * succeeds.
 */
@ExtendWith(OutputCaptureExtension.class)
class BusyTests {

	private static final String[] SMALL = { "wecom.limits.concurrent-sign-ins=2" };

	private static RunningApplication application;

	private final List<SignInPermit> taken = new ArrayList<>();

	@BeforeAll
	static void start() {
		application = new RunningApplication(WithoutWaiting.class, SMALL);
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

	@AfterEach
	void leave() {
		this.taken.forEach(SignInPermit::close);
	}

	private void takeAllPlaces(RunningApplication application) {
		SignInBulkhead gate = application.bean(SignInBulkhead.class);
		for (int i = 0; i < 2; i++) {
			this.taken.add(gate.enter(Deadline.after(Duration.ofSeconds(30))));
		}
		assertThat(this.taken).doesNotContainNull();
	}

	@Test
	void whenThereIsNoRoomThenTheSameCallbackSignsInLater() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page/one", "/login/oauth2/code/");
		String attempt = browser.attemptCookies().toString();
		takeAllPlaces(application);
		for (int i = 0; i < 3; i++) {
			HttpResponse<String> busy = browser.get(callback);
			assertThat(busy.statusCode()).isEqualTo(503);
			assertThat(Integer.parseInt(busy.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 10);
			assertThat(busy.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
			assertThat(busy.headers().firstValue("Set-Cookie")).isEmpty();
			assertThat(busy.body()).contains("Many people are signing in right now", "<a href=\"\">Try again</a>");
		}
		assertThat(browser.attemptCookies()).hasToString(attempt);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
		leave();
		HttpResponse<String> page = browser.open(callback);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().getPath()).isEqualTo("/page/one");
		assertThat(browser.cookies()).noneMatch((cookie) -> cookie.getName().contains("wecom_pause"));
	}

	@Test
	void whenPageIsShownThenNothingOfTheCallbackIsInIt() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		takeAllPlaces(application);
		HttpResponse<String> busy = browser.get(callback);
		for (String parameter : callback.substring(callback.indexOf('?') + 1).split("&")) {
			assertThat(busy.body()).doesNotContain(parameter.substring(parameter.indexOf('=') + 1));
		}
		assertThat(busy.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
		assertThat(busy.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
		assertThat(busy.body()).containsPattern("<code>[2-9A-Z]{8}</code>");
	}

	@Test
	void whenVisitorReadsChineseThenPageIsChinese() {
		TestBrowser browser = application.desktop().with("Accept-Language", "zh-CN,zh;q=0.9");
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		takeAllPlaces(application);
		assertThat(browser.get(callback).body()).contains("lang=\"zh-CN\"", "当前登录人数较多", "<a href=\"\">重试</a>");
	}

	@ParameterizedTest
	@CsvSource({ "Accept, application/json", "X-Requested-With, XMLHttpRequest", "Sec-Fetch-Mode, cors" })
	void whenScriptComesBackThenItGetsData(String header, String value) {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		takeAllPlaces(application);
		HttpResponse<String> busy = browser.with(header, value).get(callback);
		assertThat(busy.statusCode()).isEqualTo(503);
		assertThat(busy.headers().firstValue("Retry-After")).isPresent();
		assertThat(busy.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		assertThat(busy.body()).contains("\"code\":\"busy\"", "\"status\":503")
			.containsPattern("\"reference\":\"[2-9A-Z]{8}\"");
	}

	@Test
	void whenManyAreTurnedAwayThenLogHasOneLineForAll(CapturedOutput output) {
		try (RunningApplication own = new RunningApplication(WithoutWaiting.class, SMALL)) {
			own.wecom().signInAs("zhangsan");
			TestBrowser browser = own.desktop();
			String callback = browser.openUntil("/page", "/login/oauth2/code/");
			takeAllPlaces(own);
			for (int i = 0; i < 50; i++) {
				assertThat(browser.get(callback).statusCode()).isEqualTo(503);
			}
			// Two, if a period ends just now
			assertThat(output.getOut().lines().filter((line) -> line.contains("Sign-in refused: busy")))
				.hasSizeBetween(1, 2)
				.allMatch((line) -> line.contains("WARN") && line.contains("(registration 'wecom', WEB_LOGIN)"));
		}
	}

	@Test
	void whenSignInFailsThenItsPlaceIsFreeAgain() {
		application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		for (int i = 0; i < 5; i++) {
			assertThat(application.desktop().open("/page").uri().toString()).contains("/login?error=outsider&ref=");
		}
		assertThat(application.bean(SignInBulkhead.class).working()).isZero();
	}

	@Test
	void whenCallbackIsMadeUpThenItNeedsNoPlace() {
		takeAllPlaces(application);
		TestBrowser browser = application.desktop();
		browser.get("/oauth2/authorization/wecom");
		assertThat(browser.open("/login/oauth2/code/wecom?code=a&state=b").uri().toString())
			.contains("/login?error=attempt_mismatch&ref=");
	}

	@Test
	void whenSomebodyAsksAboutAMemberThenThatNeedsAPlaceToo() {
		WeComAccess access = application.bean(WeComAccess.class);
		assertThat(access.explain("wecom", "zhangsan").refusal()).isNull();
		takeAllPlaces(application);
		assertThatExceptionOfType(WeComRefusalException.class).isThrownBy(() -> access.explain("wecom", "zhangsan"))
			.satisfies((ex) -> assertThat(ex.getRefusal()).isEqualTo(WeComRefusal.BUSY));
		leave();
		assertThat(access.explain("wecom", "zhangsan").refusal()).isNull();
		assertThat(application.bean(SignInBulkhead.class).working()).isZero();
	}

	@Test
	void whenApplicationAnswersRefusalsItselfThenAlsoThisOne() {
		try (RunningApplication own = new RunningApplication(OwnRefusalHandler.class, SMALL)) {
			own.wecom().signInAs("zhangsan");
			TestBrowser browser = own.desktop();
			String callback = browser.openUntil("/page", "/login/oauth2/code/");
			takeAllPlaces(own);
			HttpResponse<String> busy = browser.get(callback);
			assertThat(busy.statusCode()).isEqualTo(418);
			assertThat(busy.headers().firstValue("Set-Cookie")).isEmpty();
			leave();
			assertThat(browser.open(callback).uri().getPath()).isEqualTo("/page");
		}
	}

	@Test
	void whenChainHasAFailureUrlThenVisitorGoesThereAndCanReturn() {
		try (RunningApplication own = new RunningApplication(OwnFailureUrl.class, SMALL)) {
			own.wecom().signInAs("zhangsan");
			TestBrowser browser = own.desktop();
			String callback = browser.openUntil("/page", "/login/oauth2/code/");
			takeAllPlaces(own);
			assertThat(TestBrowser.location(browser.get(callback))).endsWith("/failed");
			leave();
			assertThat(browser.open(callback).uri().getPath()).isEqualTo("/page");
		}
	}

	/**
	 * Has a filter without asynchronous support, so that no sign-in can be parked.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class WithoutWaiting {

		@Bean
		FilterRegistrationBean<Filter> synchronousFilter() {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			filter.setAsyncSupported(false);
			filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return filter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(WithoutWaiting.class)
	static class OwnRefusalHandler {

		@Bean
		WeComRefusalHandler refusalHandler() {
			return (request, response, refusal, signInPage) -> response
				.setStatus((refusal.refusal() == WeComRefusal.BUSY) ? 418 : 500);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(WithoutWaiting.class)
	static class OwnFailureUrl {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.failureUrl("/failed"))
				.build();
		}

	}

}
