package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is not let in, what they read, and what the administrator reads.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.http.read-timeout=500ms");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	static Stream<Arguments> people() {
		return Stream.of(Arguments.of(SimulatedWeCom.OUTSIDER, "outsider"),
				Arguments.of(SimulatedWeCom.LINKED_CORP_MEMBER, "outsider"), Arguments.of("zhengrui", "not_visible"),
				Arguments.of("sunqi", "not_active"), Arguments.of("zhouwei", "not_active"),
				Arguments.of("wujun", "not_active"));
	}

	@ParameterizedTest
	@MethodSource("people")
	void whenPersonMayNotSignInThenTheyAreToldWhy(String person, String code, CapturedOutput output) {
		application.wecom().signInAs(person);
		HttpResponse<String> response = application.inWeCom().open("/page");
		assertRefused(response, code);
		assertThat(output).contains("Sign-in refused: " + code + " (registration 'wecom', IN_CLIENT)");
		if (!person.equals(code)) {
			assertThat(output).doesNotContain(person);
		}
	}

	@Test
	void whenMemberLeftTheDirectoryThenNotVisible() {
		String callback = callbackOf("zhangsan");
		application.wecom().company().remove("zhangsan");
		assertRefused(this.browser.open(callback), "not_visible");
	}

	private final TestBrowser browser = application.desktop();

	private String callbackOf(String person) {
		application.wecom().signInAs(person);
		return this.browser.openUntil("/page", "/login/oauth2/code/");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenMemberCancelsThenTheyMayTryAgain(String userAgent) {
		application.wecom().cancelSignIns(true);
		TestBrowser visitor = application.browser(userAgent);
		assertRefused(visitor.open("/page"), "cancelled");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
		application.wecom().cancelSignIns(false);
		application.wecom().signInAs("zhangsan");
		assertThat(visitor.open("/oauth2/authorization/wecom?return-to=/page").uri().getPath()).isEqualTo("/page");
	}

	@Test
	void whenCodeSaysThatMemberDeniedThenCancelled() {
		String callback = callbackOf("zhangsan").replaceAll("code=[^&]+", "code=authdeny");
		assertRefused(this.browser.open(callback), "cancelled");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
	}

	@Test
	void whenCodeIsUnknownThenRejected(CapturedOutput output) {
		String callback = callbackOf("zhangsan").replaceAll("code=[^&]+", "code=invented1234");
		assertRefused(this.browser.open(callback), "code_rejected");
		assertThat(output).contains("errcode 40029").doesNotContain("invented1234");
	}

	static Stream<Arguments> errors() {
		return Stream.of(Arguments.of(SimulatedWeCom.GETTOKEN, 40001, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETTOKEN, 40013, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETTOKEN, 60020, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETTOKEN, -1, "wecom_unavailable"),
				Arguments.of(SimulatedWeCom.GETUSERINFO, 50001, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETUSERINFO, 42003, "code_rejected"),
				Arguments.of(SimulatedWeCom.GETUSERINFO, 45009, "wecom_unavailable"),
				Arguments.of(SimulatedWeCom.GETUSERINFO, 999999, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETUSER, 60011, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 60111, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 60021, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 50002, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 40003, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 46004, "not_visible"),
				Arguments.of(SimulatedWeCom.GETUSER, 48002, "misconfigured"),
				Arguments.of(SimulatedWeCom.GETUSER, 6000, "wecom_unavailable"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void whenCallFailsThenReasonFitsTheErrorCode(String path, int errorCode, String code, CapturedOutput output) {
		// Not the application of the other tests, because a refused secret is remembered,
		// and
		// so is a limit
		boolean remembered = path.equals(SimulatedWeCom.GETTOKEN) || errorCode == 45009;
		try (RunningApplication own = remembered ? new RunningApplication() : null) {
			RunningApplication tested = (own != null) ? own : application;
			tested.wecom().signInAs("zhangsan");
			tested.wecom().fail(path, errorCode);
			assertRefused(tested.desktop().open("/page"), code);
			assertThat(output).contains("errcode " + errorCode);
		}
	}

	@Test
	void whenAddressIsNotTrustedThenLogNamesTheAddressThatWeComSaw(CapturedOutput output) {
		application.wecom().signInAs("zhangsan");
		application.wecom().fail(SimulatedWeCom.GETUSERINFO, 60020);
		assertRefused(application.desktop().open("/page"), "misconfigured");
		assertThat(output).contains("203.0.113.7").contains("企业可信IP");
	}

	@Test
	void whenDomainIsNotTrustedThenLogNamesTheRedirectHost(CapturedOutput output) {
		application.wecom().signInAs("zhangsan");
		application.wecom().fail(SimulatedWeCom.GETUSERINFO, 50001);
		assertRefused(application.desktop().open("/page"), "misconfigured");
		assertThat(output).contains("[127.0.0.1:" + application.port() + "]").contains("可信域名");
	}

	@ParameterizedTest
	@ValueSource(strings = { SimulatedWeCom.GETTOKEN, SimulatedWeCom.GETUSERINFO, SimulatedWeCom.GETUSER })
	void whenWeComHangsThenMemberIsToldThatItDoesNotAnswer(String path) {
		application.wecom().signInAs("zhangsan");
		application.wecom().delay(path, Duration.ofSeconds(3));
		assertRefused(application.desktop().open("/page"), "wecom_unavailable");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.WECHAT, TestBrowser.PHONE })
	void whenBrowserCannotSignInThenVisitorIsSentToWeCom(String userAgent) {
		TestBrowser visitor = application.browser(userAgent);
		HttpResponse<String> response = visitor.open("/page");
		assertThat(response.uri().getQuery())
			.contains("error=" + (userAgent.equals(TestBrowser.WECHAT) ? "wechat_browser" : "phone_browser") + "&ref=");
		assertThat(response.body()).contains("Please open this page in WeCom").doesNotContain("/oauth2/authorization/");
		assertThat(visitor.cookies()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(WeComRefusal.class)
	void whenRefusedThenPageSpeaksChineseOrEnglish(WeComRefusal refusal) {
		String userAgent = switch (refusal) {
			case WECHAT_BROWSER -> TestBrowser.WECHAT;
			case PHONE_BROWSER -> TestBrowser.PHONE;
			default -> TestBrowser.DESKTOP;
		};
		String english = application.browser(userAgent).get("/login?error=" + refusal.code()).body();
		String chinese = application.browser(userAgent)
			.with("Accept-Language", "zh-CN,zh;q=0.9")
			.get("/login?error=" + refusal.code())
			.body();
		assertThat(english).contains("lang=\"en\"", "role=\"alert\"", refusal.title(Locale.ENGLISH));
		assertThat(chinese).contains("lang=\"zh-CN\"", "role=\"alert\"", refusal.title(Locale.CHINESE));
	}

	@Test
	void whenMemberIsRefusedThenAnotherAccountCanBeUsed() {
		application.wecom().signInAs("sunqi");
		HttpResponse<String> page = this.browser.open("/page");
		assertThat(page.body()).contains(">Use another account</a>").doesNotContain("Try again");
		application.wecom().signInAs("zhangsan");
		assertThat(this.browser.open("/oauth2/authorization/wecom").statusCode()).isEqualTo(200);
	}

	@Test
	void whenMemberIsRefusedInWeComThenTryingAgainIsSecondary() {
		application.wecom().signInAs("sunqi");
		assertThat(application.inWeCom().open("/page").body()).contains("class=\"quiet\"", ">Try again</a>")
			.doesNotContain("Use another account");
	}

	@Test
	void whenRefusalOfAnotherBrowserIsOpenedThenVisitorCanSignIn() {
		assertThat(application.desktop().get("/login?error=phone_browser").body()).contains("Sign in with WeCom")
			.doesNotContain("role=\"alert\"");
	}

	@Test
	void whenErrorIsUnknownThenPageShowsNothingOfIt() {
		HttpResponse<String> response = application.desktop().get("/login?error=%3Cscript%3Ealert(1)%3C/script%3E");
		assertThat(response.body()).contains("You could not be signed in").doesNotContain("alert(1)");
		assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
	}

	private static void assertRefused(HttpResponse<String> response, String code) {
		assertThat(response.uri().toString()).contains("/login?error=" + code + "&ref=");
		assertThat(response.statusCode()).isEqualTo(200);
		WeComRefusal refusal = WeComRefusal.ofCode(code);
		assertThat(refusal).isNotNull();
		assertThat(response.body()).contains(refusal.title(Locale.ENGLISH));
	}

}
