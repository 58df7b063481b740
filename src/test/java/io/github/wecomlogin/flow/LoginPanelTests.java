package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.web.page.LoginPanel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeCom's login panel in the sign-in page of a desktop browser. The script is that of
 * WeCom, so these tests do what it does with the parameters.
 */
class LoginPanelTests {

	private static final String SCRIPT = "https://wwcdn.weixin.qq.com/node/wework/wwopen/js/wecom-jssdk-2.4.0.js";

	private static final Pattern PARAMETERS = Pattern.compile("data-params=\"([^\"]*)\"");

	private static RunningApplication application;

	private final TestBrowser browser = application.desktop();

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.login-panel.enabled=true");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@Test
	void whenCodeIsScannedInThePanelThenMemberIsSignedIn() {
		application.wecom().signInAs("zhangsan");
		Map<String, String> parameters = parameters(this.browser.get("/login?return-to=%2Fpage%2Fone"));
		HttpResponse<String> page = this.browser.open(addressOf(parameters));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri()).hasToString(application.url() + "/page/one");
	}

	@Test
	void whenPanelIsShownThenItHasTheParametersOfTheOrdinaryStart() {
		Map<String, String> parameters = parameters(this.browser.get("/login"));
		assertThat(parameters)
			.containsOnlyKeys("login_type", "appid", "agentid", "redirect_uri", "state", "lang", "redirect_type",
					"panel_size", "color_scheme")
			.containsEntry("login_type", "CorpApp")
			.containsEntry("appid", SimulatedWeCom.CORP_ID)
			.containsEntry("agentid", String.valueOf(SimulatedWeCom.AGENT_ID))
			.containsEntry("redirect_uri", application.url() + "/login/oauth2/code/wecom")
			.containsEntry("redirect_type", "top");
		assertThat(parameters.get("state")).matches("[a-zA-Z0-9]{33}");
	}

	@Test
	void whenPanelIsShownThenThePolicyAllowsExactlyWhatItNeeds() {
		HttpResponse<String> page = this.browser.get("/login");
		String frame = application.wecom().webLoginUrl().replaceFirst("(https?://[^/]+).*", "$1");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
			.matches("default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; "
					+ "frame-ancestors 'none'; script-src " + Pattern.quote(SCRIPT) + " 'sha256-[^']+'; frame-src "
					+ Pattern.quote(frame));
		assertThat(page.body()).contains("<script src=\"" + SCRIPT + "\"></script>", "content=\"strict-origin\"",
				">Sign in with WeCom</a>");
	}

	@Test
	void whenPanelIsShownThenThePageReloadsBeforeTheAttemptExpires() {
		assertThat(this.browser.get("/login").headers().firstValue("Refresh")).hasValue("540");
		assertThat(application.browser(TestBrowser.PHONE).get("/login").headers().firstValue("Refresh")).isEmpty();
	}

	@Test
	void whenSignedInInThePanelThenEarlierPauseAndTargetAreForgotten() {
		try (RunningApplication own = application.another(OwnPage.class, "wecom.login-panel.enabled=true")) {
			TestBrowser visitor = own.signedIn(own.desktop(), "zhangsan");
			own.signOut(visitor);
			assertThat(visitor.open("/page/one").uri().getPath()).isEqualTo("/signin");
			Map<String, String> parameters = parameters(visitor.get("/signin"));
			assertThat(kept(visitor)).containsExactlyInAnyOrder("wecom_pause", "wecom_return");
			assertThat(visitor.open(addressOf(parameters)).uri().getPath()).isEqualTo("/page/one");
			assertThat(kept(visitor)).isEmpty();
		}
	}

	@Test
	void whenAnotherTabAsksForAPageThenItKeepsItsTarget() {
		try (RunningApplication own = application.another(OwnPage.class, "wecom.login-panel.enabled=true")) {
			application.wecom().signInAs("zhangsan");
			TestBrowser visitor = own.desktop();
			visitor.open("/page/one");
			Map<String, String> parameters = parameters(visitor.get("/signin"));
			visitor.open("/page/two");
			assertThat(visitor.open(addressOf(parameters)).uri().getPath()).isEqualTo("/page/one");
			assertThat(kept(visitor)).containsExactly("wecom_return");
		}
	}

	/**
	 * Returns which cookies there are besides attempts and the session.
	 */
	private static List<String> kept(TestBrowser browser) {
		return browser.cookies()
			.stream()
			.map((cookie) -> cookie.getName().replaceFirst("_[0-9a-f]{8}$", ""))
			.filter((name) -> name.equals("wecom_pause") || name.equals("wecom_return"))
			.toList();
	}

	@Test
	void whenAnotherBrowserUsesTheParametersThenItIsRefused() {
		application.wecom().signInAs("zhangsan");
		Map<String, String> parameters = parameters(this.browser.get("/login"));
		TestBrowser other = application.desktop();
		other.get("/login");
		assertThat(other.open(addressOf(parameters)).uri().getQuery()).startsWith("error=attempt_mismatch&ref=");
	}

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Dest, iframe", "Sec-Fetch-Mode, cors", "Sec-Purpose, prefetch", "Accept, image/png" })
	void whenPageIsNotOpenedByAPersonThenNoAttemptBegins(String header, String value) {
		TestBrowser program = application.desktop().with(header, value);
		assertThat(program.get("/login").body()).doesNotContain("wecom-panel");
		assertThat(program.cookies()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.PHONE, TestBrowser.WECHAT, TestBrowser.WECOM })
	void whenBrowserIsNoDesktopThenThereIsNoPanel(String userAgent) {
		assertThat(application.browser(userAgent).get("/login").body()).doesNotContain("wecom-panel");
	}

	@Test
	void whenMemberHasSignedOutThenThePanelWaitsToo() {
		application.signedIn(this.browser, "zhangsan");
		application.signOut(this.browser);
		assertThat(this.browser.get("/login").body()).contains("You have signed out", "wecom-panel");
		assertThat(TestBrowser.location(this.browser.get("/page"))).startsWith(application.url() + "/login?");
	}

	@Test
	void whenNotEnabledThenThereIsNoPanelAndNoAttempt() {
		try (RunningApplication other = application.another(ProtectedApplication.class)) {
			TestBrowser visitor = other.desktop();
			assertThat(visitor.get("/login").body()).doesNotContain("wecom-panel", "<script");
			assertThat(visitor.cookies()).isEmpty();
		}
	}

	private static Map<String, String> parameters(HttpResponse<String> page) {
		Matcher matcher = PARAMETERS.matcher(page.body());
		assertThat(matcher.find()).as(page.body()).isTrue();
		return JsonMapper.shared()
			.readValue(HtmlUtils.htmlUnescape(matcher.group(1)), new TypeReference<Map<String, String>>() {
			});
	}

	/**
	 * Returns the address of WeCom's page in the frame. The simulator takes the
	 * documented parameters of the page only.
	 */
	private static String addressOf(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.filter((each) -> !each.getKey().matches("redirect_type|panel_size|color_scheme"))
			.map((each) -> each.getKey() + "=" + UriUtils.encode(each.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", application.wecom().webLoginUrl() + "?", ""));
	}

	/**
	 * An application whose sign-in page shows the panel and does not know
	 * {@code return-to}.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnPage {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.loginPage("/signin").permitAll())
				.build();
		}

		@Bean
		SignInController signInController() {
			return new SignInController();
		}

	}

	@RestController
	static class SignInController {

		@GetMapping("/signin")
		String page(HttpServletRequest request, HttpServletResponse response) {
			LoginPanel.Content panel = LoginPanel.begin("wecom", request, response);
			return (panel != null) ? panel.html() : "";
		}

	}

}
