package io.github.wecomlogin.app.admin;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedCallback;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The pages for administrators, in real sign-ins.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdministrationTests {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final String TOKEN = "Token0123456789";

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static RunningApplication application;

	private TestBrowser administrator;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class, "wecom.roles[0].role=ADMIN",
				"wecom.roles[0].users[0]=zhaoliu", "wecom.roles[0].users[1]=never-seen", "wecom.roles[1].role=HR",
				"wecom.roles[1].departments[0]=2", "wecom.roles[2].role=ON_CALL", "wecom.roles[2].tags[0]=7",
				"wecom.roles[3].role=LOST", "wecom.roles[3].departments[0]=不存在的部门", "wecom.callback.token=" + TOKEN,
				"wecom.callback.encoding-aes-key=" + AES_KEY, "logging.level.org.springframework.web=TRACE",
				"logging.level.io.github.wecomlogin=TRACE");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void signIn() {
		application.wecom().reset();
		this.administrator = signedIn("zhaoliu");
	}

	@Test
	void whenSignInIsRefusedThenPageShowsMemberAndRemedy() {
		application.wecom().signInAs("sunqi");
		String reference = refused("not_active");
		String page = this.administrator.get("/admin/refusals").body();
		assertThat(page)
			.contains("<code>not_active</code>", "<strong>sunqi</strong>", "Chrome on Windows",
					"The account is disabled, was never activated, or the member has left.", "Roles and sessions",
					reference)
			.doesNotContain("孙琪");
		assertThat(this.administrator.get("/admin/refusals?reference=" + reference.toLowerCase(Locale.ROOT)).body())
			.contains(reference, "sunqi");
		assertThat(this.administrator.get("/admin/refusals?reference=%3Cu%3E").body())
			.contains("No refusal with this reference", "value=\"&lt;u&gt;\"")
			.doesNotContain("sunqi");
		assertThat(chinese("/admin/refusals")).contains("not_active", "Chrome（Windows）", "账号已禁用、从未激活，或成员已离职。");
		assertThat(this.administrator.get("/admin").body()).contains("href=\"/admin/refusals\"");
	}

	@Test
	void whenWeComRefusesTheApplicationThenPageNamesCallAndRemedy() {
		application.wecom().signInAs("zhangsan");
		application.wecom().fail(SimulatedWeCom.GETUSERINFO, 60020);
		refused("misconfigured");
		assertThat(this.administrator.get("/admin/refusals").body())
			.contains("misconfigured", "no member identified", "/cgi-bin/auth/getuserinfo · errcode 60020", "企业可信IP")
			.doesNotContain("zhangsan");
		assertThat(this.administrator.get("/admin").body()).contains("Last failure",
				"/cgi-bin/auth/getuserinfo · errcode 60020");
	}

	@Test
	void whenApplicationFailsThenPageExplainsInOneLanguage() {
		application.wecom().signInAs("chenjing");
		refused("misconfigured");
		assertThat(this.administrator.get("/admin/refusals").body())
			.contains("WeComAuthoritiesProvider &#39;failing&#39; failed with java.lang.IllegalStateException at ")
			.doesNotContain("出错", "SECRET");
		assertThat(chinese("/admin/refusals"))
			.contains("出错：WeComAuthoritiesProvider &#39;failing&#39;（java.lang.IllegalStateException at ")
			.doesNotContain("failed with", "SECRET");
	}

	@ParameterizedTest
	@ValueSource(strings = { "张三", "三", "zhangsan", "ZhangSan", "hangsa" })
	void whenMemberIsKnownThenNameOrUserIdFindsThem(String query, CapturedOutput output) {
		signedIn("zhangsan");
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		HttpResponse<String> page = search("q", query);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("1 member<", "<strong>张三</strong>", "<code>zhangsan</code>", ">HR<",
				"演示公司/人事部");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(calls);
		assertThat(page.uri().toString()).endsWith("/admin/search");
		assertThat(output.toString()).doesNotContain("张三").doesNotContainIgnoringCase("zhangsan");
	}

	@Test
	void whenDepartmentIsSearchedThenItsKnownMembersCanBeListed() {
		signedIn("wangwu");
		String found = search("q", "研发部").body();
		assertThat(found).contains("No members found", "<strong>演示公司/研发部</strong>", "ID 3", "List its members");
		String members = search("registration", "wecom", "department", "3").body();
		assertThat(members).contains("Members of 演示公司/研发部", "王五").doesNotContain("张三");
		assertThat(search("q", "31").body()).contains("演示公司/研发部/平台组", "Look up the user ID “31” in WeCom");
	}

	@Test
	void whenNoMemberIsFoundThenPageSaysWhatWasSearched() {
		assertThat(search("q", "not.in.here").body()).contains("No members found", "known to this node",
				"Look up the user ID “not.in.here” in WeCom");
		assertThat(search("q", "无此人").body()).contains("No members found").doesNotContain("Look up the user ID “");
		assertThat(search("q", "<u>").body()).contains("value=\"&lt;u&gt;\"").doesNotContain("<u>");
		assertThat(search("q", " ").statusCode()).isEqualTo(302);
		assertThat(search("q", "x".repeat(65)).statusCode()).isEqualTo(302);
		assertThat(this.administrator.get("/admin/search").statusCode()).isEqualTo(302);
	}

	@Test
	void whenRulesAreShownThenDepartmentsAndTagsHaveTheirNames() {
		signedIn("wangwu");
		assertThat(this.administrator.get("/admin").body()).containsSubsequence("departments: [2]",
				"Department 2: 演示公司/人事部", "tags: [7]", "Tag 7: 值班 (members tagged directly: 1, departments: 1)",
				"selects 1 known member", "departments: [不存在的部门]", "Department 不存在的部门: not found in the visible range",
				"selects none of the known members");
		assertThat(search("registration", "wecom", "rule", "wecom.roles[2]").body())
			.contains("Members selected by wecom.roles[2]", "王五")
			.doesNotContain("赵六");
	}

	@Test
	void whenMemberLosesAccessThenTheyAreNoLongerFound() {
		TestBrowser leaver = signedIn("lisi");
		assertThat(search("q", "lisi").body()).contains("李四");
		Employee employee = application.wecom().company().employee("lisi");
		application.wecom().company().update(employee.withStatus(Employee.DISABLED));
		try {
			application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "lisi");
			assertThat(leaver.get("/").statusCode()).isEqualTo(302);
			assertThat(search("q", "lisi").body()).contains("No members found").doesNotContain("李四");
		}
		finally {
			application.wecom().company().update(employee);
		}
	}

	static Stream<Function<SimulatedCallback, SimulatedCallback.Reply>> leavers() {
		return Stream.of((callback) -> callback.unsubscribe("Gone.Member"),
				(callback) -> callback.deleteUser("Gone.Member"),
				(callback) -> callback.renameUser("Gone.Member", "other.member"));
	}

	@ParameterizedTest
	@MethodSource("leavers")
	void whenEventTellsOfALeaverThenForgottenWithoutACall(Function<SimulatedCallback, SimulatedCallback.Reply> event) {
		KnownMembers members = application.bean(KnownMembers.class);
		WeComRegistration registration = application.bean(WeComRegistrations.class).iterator().next();
		members.note(seen("gone.member", Instant.now()));
		assertThat(members.contains(registration, "gone.member")).isTrue();
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		SimulatedCallback callback = application.wecom()
			.callback(application.url() + "/wecom/callback/wecom", TOKEN, AES_KEY);
		assertThat(event.apply(callback).status()).isEqualTo(200);
		await().atMost(Duration.ofMinutes(1)).until(() -> !members.contains(registration, "gone.member"));
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(calls);
	}

	@Test
	void whenMemberIsNotCheckedAnyMoreThenPageAndExportSaySo() {
		Instant now = Instant.now();
		KnownMembers members = application.bean(KnownMembers.class);
		members.note(seen("long.ago", now.minus(Duration.ofHours(2))));
		members.note(seen("lately", now.minus(Duration.ofHours(1))));
		assertThat(search("q", "long.ago").body()).contains("last seen; not checked since");
		assertThat(search("q", "lately").body()).doesNotContain("not checked since");
		assertThat(this.administrator.get("/admin/roles.csv").body().lines()).anySatisfy(
				(row) -> assertThat(row).contains("\"long.ago\"", "\"ADMIN\"", "\"last seen; not checked since\",\"20"))
			.anySatisfy((row) -> assertThat(row).contains("\"lately\"", "\"last check of the signed-in member\""));
	}

	@Test
	void whenMoreMembersAreKnownThanFitThenPageAndExportSaySo() {
		assertThat(search("q", "x").body()).doesNotContain("The maximum of");
		assertThat(this.administrator.get("/admin/roles.csv").body()).doesNotContain("The limit is reached");
		try (RunningApplication other = application.another(Application.class, "wecom.roles[0].role=ADMIN",
				"wecom.roles[0].users[0]=zhaoliu")) {
			KnownMembers members = other.bean(KnownMembers.class);
			for (int i = 0; i < KnownMembers.MAX_MEMBERS; i++) {
				members.note(seen("member-" + i, Instant.now()));
			}
			application.wecom().signInAs("zhaoliu");
			this.administrator = other.desktop();
			this.administrator.open("/oauth2/authorization/wecom");
			assertThat(search("q", "member").body()).contains("The maximum of 20,000 members is reached",
					"Only the first 50 are shown.", "Please enter a longer text.");
			assertThat(search("registration", "wecom", "rule", "wecom.roles[0]").body())
				.doesNotContain("Please enter a longer text.");
			assertThat(this.administrator.get("/admin/roles.csv").body())
				.contains("The node keeps at most 20,000 members");
		}
	}

	@Test
	void whenRolesAreExportedThenEachRowStatesItsBasis() {
		signedIn("zhangsan");
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		HttpResponse<String> export = this.administrator.get("/admin/roles.csv");
		assertThat(export.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
		assertThat(export.headers().firstValue("Content-Disposition").orElse(""))
			.matches("attachment; filename=\"roles-\\d{4}-\\d\\d-\\d\\d\\.csv\"");
		assertThat(export.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
		String corp = "\"" + SimulatedWeCom.CORP_ID + "\",\"wecom\",";
		List<String> rows = export.body().lines().toList();
		assertThat(rows.get(0)).isEqualTo("\uFEFF\"Corp ID\",\"Registration\",\"User ID\",\"Name\",\"Role\","
				+ "\"Granted by\",\"Matched\",\"Basis\",\"As of (UTC)\"");
		assertThat(rows).anySatisfy((row) -> assertThat(row).startsWith(corp
				+ "\"zhangsan\",\"张三\",\"HR\",\"wecom.roles[1]\",\"departments: [2]\",\"last check of the signed-in member\",\"20"));
		assertThat(rows).anySatisfy((row) -> assertThat(row).startsWith(corp
				+ "\"zhangsan\",\"张三\",\"USER\",\"all signed-in members\",\"\",\"last check of the signed-in member\",\"20"));
		assertThat(rows).contains(corp + "\"never-seen\",\"\",\"ADMIN\",\"wecom.roles[0]\",\"users: [never-seen]\","
				+ "\"named by rule or tag; not signed in on this node\",\"\"");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(calls);
	}

	@Test
	void whenDepartmentIsReadThenItsMembersAreFoundAndExported() {
		assertThat(search("registration", "wecom", "department", "311").body())
			.contains("Read its direct members from WeCom")
			.doesNotContain("陈静");
		assertThat(search("registration", "wecom", "department", "311", "read", "true").body())
			.contains("The direct members of this department were read from WeCom.", "<strong>陈静</strong>");
		assertThat(application.wecom().calls(SimulatedWeCom.USER_LIST)).isOne();
		assertThat(search("q", "陈静").body()).contains("<code>chenjing</code>");
		assertThat(this.administrator.get("/admin/roles.csv").body()).contains("\"chenjing\",\"陈静\",\"ON_CALL\","
				+ "\"wecom.roles[2]\",\"tags: [7]\",\"department list read by an administrator; not signed in on this node\"");
		assertThat(application.wecom().calls(SimulatedWeCom.USER_LIST)).isOne();
	}

	@Test
	void whenDepartmentMayNotBeReadThenPageSaysWhy() {
		application.wecom().fail(SimulatedWeCom.USER_LIST, 60011);
		assertThat(search("registration", "wecom", "department", "3", "read", "true").body())
			.contains("The members could not be read from WeCom", "/cgi-bin/user/list · errcode 60011");
		assertThat(this.administrator.get("/admin").body()).doesNotContain("/cgi-bin/user/list");
		assertThat(search("registration", "wecom", "department", "999", "read", "true").statusCode()).isEqualTo(302);
		assertThat(search("registration", "other", "department", "3", "read", "true").statusCode()).isEqualTo(302);
	}

	@Test
	void whenCallbacksAreReceivedThenPageCountsThem() {
		String event = "<xml><ToUserName>" + SimulatedWeCom.CORP_ID + "</ToUserName><CreateTime>1400000000</CreateTime>"
				+ "<MsgType>event</MsgType><Event>enter_agent</Event></xml>";
		assertThat(application.wecom()
			.callback(application.url() + "/wecom/callback/wecom", TOKEN, AES_KEY)
			.send(event)
			.status()).isEqualTo(200);
		assertThat(this.administrator.get("/admin").body()).containsPattern("[1-9]\\d* accepted, \\d+ refused")
			.contains("Application token", "in use until", "Calls are made", "Redis", "not used");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/refusals", "/admin/roles.csv", "/admin/search" })
	void whenVisitorIsNoAdministratorThenForbidden(String path) {
		TestBrowser member = signedIn("wangwu");
		assertThat(member.get(path).statusCode()).isEqualTo(403);
		Matcher csrf = CSRF.matcher(member.get("/").body());
		assertThat(csrf.find()).isTrue();
		String form = "q=a&_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);
		assertThat(member.post(path, form).statusCode()).isEqualTo(403);
		assertThat(this.administrator.post("/admin/search", "q=a").statusCode()).isEqualTo(403);
		assertThat(application.desktop().open(path).uri().getPath()).isEqualTo("/login");
	}

	/**
	 * Returns the reference of a refused sign-in.
	 */
	private static String refused(String code) {
		String query = application.desktop().open("/oauth2/authorization/wecom").uri().getQuery();
		Matcher reference = Pattern.compile("ref=(\\w{8})").matcher(query);
		assertThat(query).contains("error=" + code);
		assertThat(reference.find()).isTrue();
		return reference.group(1);
	}

	private static OAuth2AuthenticationToken seen(String userId, Instant checkedAt) {
		WeComUser user = WeComUser.withUserId("wecom", SimulatedWeCom.CORP_ID, userId)
			.roles(List.of("ADMIN"))
			.checkedAt(checkedAt)
			.build();
		return new OAuth2AuthenticationToken(user, user.getAuthorities(), "wecom");
	}

	private TestBrowser signedIn(String userId) {
		application.wecom().signInAs(userId);
		TestBrowser browser = application.desktop();
		assertThat(browser.open("/oauth2/authorization/wecom").uri().getPath()).isEqualTo("/");
		return browser;
	}

	private HttpResponse<String> search(String... parameters) {
		Matcher csrf = CSRF.matcher(this.administrator.get("/admin").body());
		assertThat(csrf.find()).isTrue();
		StringBuilder form = new StringBuilder("_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
		for (int i = 0; i < parameters.length; i += 2) {
			form.append('&')
				.append(parameters[i])
				.append('=')
				.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return this.administrator.post("/admin/search", form.toString());
	}

	private String chinese(String path) {
		try {
			return this.administrator.with("Accept-Language", "zh-CN").get(path).body();
		}
		finally {
			this.administrator.with("Accept-Language", "en");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(WeComLoginApplication.class)
	static class Application {

		@Bean
		WeComAuthoritiesProvider failing() {
			return (user) -> {
				if (user.getUserId().equals("chenjing")) {
					throw new IllegalStateException("SECRET");
				}
				return List.of();
			};
		}

	}

}
