package io.github.wecomlogin.session;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the ready-made application on which administrators see and end sessions.
 */
@ExtendWith(OutputCaptureExtension.class)
class MemberSessionsPageTests {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final Pattern REFERENCE = Pattern.compile("name=\"reference\" value=\"([^\"]+)\"");

	private static final String[] PROPERTIES = { "wecom.roles[0].role=ADMIN", "wecom.roles[0].users[0]=zhaoliu",
			"logging.level.org.springframework.web=TRACE", "logging.level.io.github.wecomlogin=TRACE" };

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication application;

	private TestBrowser administrator;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void signIn() {
		application.wecom().reset();
		WeComSessions sessions = application.bean(WeComSessions.class);
		for (String userId : List.of("zhangsan", "lisi", "wangwu", "zhaoliu", "chenjing")) {
			sessions.find(SimulatedWeCom.CORP_ID, userId)
				.forEach((session) -> sessions.end(SimulatedWeCom.CORP_ID, userId, session.reference()));
		}
		this.administrator = signedIn(application, application.desktop(), "zhaoliu");
	}

	@Test
	void whenMemberIsLookedUpThenSessionsAreThere(CapturedOutput output) {
		signedIn(application, application.desktop(), "wangwu");
		signedIn(application, application.inWeCom(), "wangwu");
		HttpResponse<String> page = lookUp("WangWu");
		assertThat(page.body()).contains("王五", "Sessions", "In WeCom", "In a browser", "from 127.0.0.1", "Last used",
				"WeCom on iOS", "Chrome on Windows", "End all sessions");
		assertThat(references(page)).hasSize(2);
		assertThat(page.uri().toString()).doesNotContainIgnoringCase("wangwu");
		assertThat(output.toString()).doesNotContainIgnoringCase("wangwu");
	}

	@Test
	void whenOneSessionIsEndedThenTheOtherGoesOn() {
		TestBrowser first = signedIn(application, application.desktop(), "lisi");
		TestBrowser second = signedIn(application, application.desktop(), "lisi");
		second.get("/");
		HttpResponse<String> page = end("lisi", references(lookUp("lisi")).get(1));
		assertThat(page.body()).contains("1 session has ended.");
		assertThat(references(page)).hasSize(1);
		assertThat(first.get("/").statusCode()).isEqualTo(302);
		assertThat(second.get("/").statusCode()).isEqualTo(200);
		assertThat(end("lisi", "AAAAAAAAAAAAAAAA").body()).contains("That session was already over.");
		assertThat(end("lisi", "<u>").body()).contains("That session was already over.").doesNotContain("<u>");
		assertThat(second.get("/").statusCode()).isEqualTo(200);
	}

	@Test
	void whenAllSessionsAreEndedThenAllBrowsersAreSentToSignIn() {
		TestBrowser first = signedIn(application, application.desktop(), "chenjing");
		TestBrowser second = signedIn(application, application.inWeCom(), "chenjing");
		assertThat(end("chenjing", null).body()).contains("2 sessions have ended.", "The member is not signed in.",
				"End all sessions");
		assertThat(first.open("/").uri().getPath()).isEqualTo("/login");
		assertThat(second.get("/").statusCode()).isEqualTo(302);
		assertThat(end("chenjing", null).body()).contains("The member was not signed in.");
		assertThat(this.administrator.get("/admin").statusCode()).isEqualTo(200);
	}

	@Test
	void whenMemberIsGoneThenTheSessionsAreThereAllTheSame() {
		TestBrowser leaver = signedIn(application, application.desktop(), "zhangsan");
		application.wecom().company().remove("zhangsan");
		HttpResponse<String> page = lookUp("zhangsan");
		assertThat(page.body()).contains("Member not found in WeCom", "End all sessions");
		assertThat(references(page)).hasSize(1);
		application.wecom().company().add(Employee.of("zhangsan", "张三", 2));
		assertThat(end("zhangsan", null).body()).contains("1 session has ended.");
		assertThat(leaver.get("/").statusCode()).isEqualTo(302);
	}

	@Test
	void whenAdministratorEndsTheirOwnSessionThenTheyAreSignedOut() {
		HttpResponse<String> page = lookUp("zhaoliu");
		assertThat(page.body()).contains("this session");
		HttpResponse<String> ended = post("/admin/sessions/end", "zhaoliu", null);
		assertThat(ended.statusCode()).isEqualTo(302);
		assertThat(this.administrator.open("/admin").uri().getPath()).isEqualTo("/login");
	}

	@Test
	void whenVisitorIsNoAdministratorThenForbidden() {
		TestBrowser other = signedIn(application, application.desktop(), "lisi");
		TestBrowser member = signedIn(application, application.desktop(), "wangwu");
		String csrf = csrf(member.get("/").body());
		assertThat(member
			.post("/admin/sessions/end", "user-id=lisi&_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8))
			.statusCode()).isEqualTo(403);
		assertThat(this.administrator.post("/admin/sessions/end", "user-id=lisi").statusCode()).isEqualTo(403);
		assertThat(application.desktop().post("/admin/sessions/end", "user-id=lisi").statusCode()).isIn(302, 403);
		assertThat(other.get("/").statusCode()).isEqualTo(200);
	}

	@Test
	void whenFormIsWrongThenPageSaysSo() {
		assertThat(post("/admin/sessions/end", " ", null).body()).contains("Please enter a user ID.");
		assertThat(post("/admin/sessions/end", "x".repeat(65), null).body()).contains("at most 64 characters");
		assertThat(this.administrator.get("/admin/sessions/end").statusCode()).isEqualTo(302);
	}

	@Test
	void whenLanguageIsChineseThenThePageIsToo() {
		signedIn(application, application.inWeCom(), "wangwu");
		this.administrator.with("Accept-Language", "zh-CN");
		assertThat(lookUp("wangwu").body()).contains("登录会话", "企业微信（iOS）", "企业微信内", "来自 127.0.0.1", "结束全部会话");
		assertThat(end("wangwu", null).body()).contains("已结束", "该成员当前没有登录。");
	}

	@Test
	void whenSessionsCannotBeListedThenPageSaysSoAndStillEndsThem() {
		try (RunningApplication shared = new RunningApplication(Application.class, redis.asStore(PROPERTIES))) {
			this.administrator = signedIn(shared, shared.desktop(), "zhaoliu");
			TestBrowser member = signedIn(shared, shared.desktop(), "wangwu");
			assertThat(lookUp("wangwu").body()).contains("cannot be listed", "repository-type to indexed",
					"End all sessions");
			assertThat(this.administrator.get("/admin").body()).containsSubsequence("Redis",
					"<span class=\"good\">available</span>");
			assertThat(end("wangwu", null).body()).contains("Every session of the member ends with its next request.");
			assertThat(member.open("/").body()).contains("You have been signed out");
		}
	}

	/**
	 * With a click, as the application's own sign-in page wants it.
	 */
	private static TestBrowser signedIn(RunningApplication application, TestBrowser browser, String userId) {
		application.wecom().signInAs(userId);
		assertThat(browser.open("/oauth2/authorization/wecom").uri().getPath()).isEqualTo("/");
		return browser;
	}

	private HttpResponse<String> lookUp(String userId) {
		return post("/admin/roles", userId, null);
	}

	private HttpResponse<String> end(String userId, String reference) {
		HttpResponse<String> page = post("/admin/sessions/end", userId, reference);
		assertThat(page.statusCode()).isEqualTo(200);
		return page;
	}

	private HttpResponse<String> post(String path, String userId, String reference) {
		String csrf = csrf(this.administrator.get("/admin").body());
		return this.administrator.post(path, "user-id=" + URLEncoder.encode(userId, StandardCharsets.UTF_8)
				+ ((reference != null) ? "&reference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8) : "")
				+ "&_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8));
	}

	private static String csrf(String page) {
		Matcher csrf = CSRF.matcher(page);
		assertThat(csrf.find()).isTrue();
		return csrf.group(1);
	}

	private static List<String> references(HttpResponse<String> page) {
		List<String> references = new ArrayList<>();
		Matcher matcher = REFERENCE.matcher(page.body());
		while (matcher.find()) {
			references.add(matcher.group(1));
		}
		return references;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WeComLoginApplication.class)
	static class Application {

	}

}
