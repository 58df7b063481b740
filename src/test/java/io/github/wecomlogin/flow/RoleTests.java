package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.authorization.WeComAccessReport;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.authorization.WeComGrant;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Roles and admission by the organisation, over real connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class RoleTests {

	private static final String[] OF_THE_README = { "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=ZhaoLiu",
			"wecom.roles[1].role=HR", "wecom.roles[1].departments=2", "wecom.roles[2].role=MANAGER",
			"wecom.roles[2].leader=true", "wecom.roles[3].role=RND_LEAD", "wecom.roles[3].leader-of=研发部",
			"wecom.roles[4].role=ON_CALL", "wecom.roles[4].tags=7", "wecom.roles[5].role=SECURITY",
			"wecom.roles[5].departments=演示公司/研发部", "wecom.roles[5].positions=安全工程师", "wecom.roles[5].match=all" };

	private RunningApplication application;

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void start(String... properties) {
		start(ProtectedApplication.class, properties);
	}

	private void start(Class<?> application, String... properties) {
		stop();
		this.application = new RunningApplication(application, properties);
	}

	@Test
	void whenRulesSpeakOfTheOrganisationThenMembersHaveTheirRoles() {
		start(OF_THE_README);
		Map<String, List<String>> roles = Map.of("zhangsan", List.of("ROLE_HR", "ROLE_USER"), "lisi",
				List.of("ROLE_HR", "ROLE_MANAGER", "ROLE_USER"), "wangwu", List.of("ROLE_ON_CALL", "ROLE_USER"),
				"zhaoliu", List.of("ROLE_ADMIN", "ROLE_MANAGER", "ROLE_RND_LEAD", "ROLE_USER"), "chenjing",
				List.of("ROLE_ON_CALL", "ROLE_SECURITY", "ROLE_USER"));
		roles.forEach((userId, granted) -> {
			List<String> authorities = authorities(signIn(userId).body());
			assertThat(authorities).as(userId).first().isEqualTo("FACTOR_AUTHORIZATION_CODE");
			assertThat(authorities.subList(1, authorities.size())).as(userId).isEqualTo(granted);
		});
	}

	@Test
	void whenIdsNeed64BitsThenMembersHaveTheirRoles() {
		start("wecom.allow.departments=3000000001", "wecom.roles[0].role=WIDE", "wecom.roles[0].leader-of=3000000002",
				"wecom.roles[1].role=TAGGED", "wecom.roles[1].tags=3000000007");
		Company company = this.application.wecom().company();
		company.add(new Department(3000000001L, "大号部门", 1));
		company.add(new Department(3000000002L, "大号小组", 3000000001L));
		company.add(Employee.of("wide", "宽", 3000000002L).withLeaderOf(3000000002L));
		company.add(Tag.of(3000000007L, "大号").withUsers("wide"));
		assertThat(authorities(signIn("wide").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_TAGGED",
				"ROLE_USER", "ROLE_WIDE");
		assertThat(principal().getDepartments())
			.containsExactly(new WeComDepartment(3000000002L, "大号小组", "演示公司/大号部门/大号小组"));
		assertThat(principal().getMainDepartment()).isEqualTo(3000000002L);
	}

	@Test
	void whenEntriesOfListsCannotBeReadThenRolesOfAllOthersAreThere(CapturedOutput output) {
		start(OF_THE_README);
		answer(SimulatedWeCom.DEPARTMENT_LIST, """
				{"errcode":0,"department":[{"id":"x","parentid":3},{"id":9223372036854775808,"parentid":3},null,
				{"id":1,"parentid":0,"name":"演示公司"},{"id":"3","parentid":1.0,"name":"研发部"},
				{"id":31,"parentid":"3","name":"平台组"},{"id":311,"parentid":31,"name":"安全组"}]}""");
		answer(SimulatedWeCom.TAG_GET, """
				{"errcode":0,"userlist":[{"userid":null},{"userid":"\u212Aangwu"},{"userid":"wangwu"}],
				"partylist":[null,"x",311]}""");
		assertThat(authorities(signIn("chenjing").body())).contains("ROLE_SECURITY", "ROLE_ON_CALL");
		assertThat(authorities(signIn("wangwu").body())).contains("ROLE_ON_CALL");
		assertThat(output).containsOnlyOnce("has entries in 'department' that cannot be read (3)")
			.containsOnlyOnce("has entries in 'userlist' that cannot be read (2)")
			.containsOnlyOnce("has entries in 'partylist' that cannot be read (2)");
	}

	@Test
	void whenOneDepartmentOfMemberCannotBeReadThenMemberSignsIn() {
		start("wecom.roles[0].role=HR", "wecom.roles[0].departments=2", "wecom.roles[0].direct=true");
		answer(SimulatedWeCom.GETUSER, """
				{"errcode":0,"userid":"zhangsan","status":1,"department":[null,"x",2],"is_leader_in_dept":[1,1,0]}""");
		assertThat(authorities(signIn("zhangsan").body())).contains("ROLE_HR");
		assertThat(principal().getLedDepartments()).isEmpty();
	}

	@Test
	void whenUserIdIsNotAsciiThenRefused() {
		start("wecom.roles[0].role=ADMIN", "wecom.roles[0].users=kangwu");
		for (String userId : List.of("\u212Aangwu", "wan\u0261wu", "王五")) {
			answer(SimulatedWeCom.GETUSERINFO, "{\"errcode\":0,\"userid\":\"" + userId + "\"}");
			answer(SimulatedWeCom.GETUSER, "{\"errcode\":0,\"userid\":\"" + userId + "\",\"status\":1}");
			assertThat(signIn("wangwu").uri().getPath()).as(userId).isEqualTo("/login");
			assertThat(this.application.bean(SessionRecorder.class).created()).as(userId).isZero();
		}
	}

	private void answer(String path, String body) {
		this.application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(path)).willReturn(WireMock.okJson(body)));
	}

	@Test
	void whenNothingIsKnownYetThenEachListIsReadOnce() {
		start(OF_THE_README);
		signIn("zhangsan");
		assertThat(calls()).containsExactly(1, 1, 1, 1, 1);
		assertThat(this.application.wecom().calls(SimulatedWeCom.TAG_LIST)).isZero();
	}

	@Test
	void whenTokenAndDirectoryAreWarmThenSignInTakesTwoCalls() {
		start(OF_THE_README);
		signIn("zhangsan");
		signIn("wangwu");
		signIn("chenjing");
		assertThat(calls()).containsExactly(1, 3, 3, 1, 1);
	}

	@Test
	void whenManySignInOnAColdDirectoryThenEachListIsReadOnce() throws Exception {
		start(OF_THE_README);
		this.application.wecom().signInAs("chenjing");
		List<Callable<String>> signIns = IntStream.range(0, 50)
			.<Callable<String>>mapToObj((i) -> () -> this.application.desktop().open("/").body())
			.toList();
		ExecutorService executor = Executors.newFixedThreadPool(25);
		try {
			for (Future<String> signIn : executor.invokeAll(signIns)) {
				assertThat(signIn.get()).contains("ROLE_SECURITY", "ROLE_ON_CALL");
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(calls()).containsExactly(1, 50, 50, 1, 1);
	}

	@Test
	void whenNoRuleNeedsTheOrganisationThenItIsNeverRead() {
		start("wecom.roles[0].role=A", "wecom.roles[0].users=lisi", "wecom.roles[1].role=B",
				"wecom.roles[1].leader=true", "wecom.roles[2].role=C", "wecom.roles[2].departments=2",
				"wecom.roles[2].direct=true", "wecom.roles[3].role=D", "wecom.roles[3].positions=人事经理");
		assertThat(signIn("lisi").body()).contains("ROLE_A", "ROLE_B", "ROLE_C", "ROLE_D");
		assertThat(calls()).containsExactly(1, 1, 1, 0, 0);
	}

	@Test
	void whenMemberIsSignedInThenPrincipalKnowsDepartmentsAndTags() {
		start(OF_THE_README);
		signIn("chenjing");
		WeComUser user = principal();
		assertThat(user.getDepartments()).containsExactly(new WeComDepartment(311, "安全组", "演示公司/研发部/平台组/安全组"));
		assertThat(user.getTags()).containsExactly(new WeComTag(7, "值班"));
		assertThat(user.getPosition()).isEqualTo("安全工程师");
		assertThat(user.getDirectLeaders()).containsExactly("wangwu");
		signIn("zhaoliu");
		assertThat(principal().isLeaderOf(3)).isTrue();
		assertThat(principal().isLeaderOf(31)).isFalse();
		assertThat(principal().getTags()).isEmpty();
	}

	@Test
	void whenNamesAreAskedForThenTheyAreThereWithoutAnyRule() {
		start("wecom.department-names=true");
		signIn("wangwu");
		assertThat(principal().getDepartments()).containsExactly(new WeComDepartment(31, "平台组", "演示公司/研发部/平台组"));
		start();
		signIn("wangwu");
		assertThat(principal().getDepartments()).containsExactly(new WeComDepartment(31, null, null));
	}

	@Test
	void whenOnlySomeMaySignInThenOthersAreRefused(CapturedOutput output) {
		start("wecom.allow.departments=3");
		assertThat(signIn("chenjing").statusCode()).isEqualTo(200);
		this.application.bean(SessionRecorder.class).reset();
		HttpResponse<String> response = signIn("zhangsan");
		assertThat(response.uri().toString()).contains("/login?error=not_allowed&ref=");
		assertThat(response.body()).contains("You do not have access");
		assertThat(this.application.bean(SessionRecorder.class).created()).isZero();
		assertThat(output).containsOnlyOnce("Sign-in refused: not_allowed (registration 'wecom', WEB_LOGIN)")
			.doesNotContain("zhangsan");
	}

	@ParameterizedTest
	@CsvSource({ "60011, misconfigured", "48002, misconfigured", "-1, wecom_unavailable", "45009, wecom_unavailable" })
	void whenItIsNotKnownWhoMaySignInThenNobodyButThoseWhoSurelyMay(int errorCode, String refusal,
			CapturedOutput output) {
		start("wecom.allow.departments=3");
		this.application.wecom().fail(SimulatedWeCom.DEPARTMENT_LIST, errorCode);
		assertThat(signIn("chenjing").uri().toString()).contains("/login?error=" + refusal + "&ref=");
		assertThat(signIn("zhaoliu").statusCode()).isEqualTo(200);
		assertThat(output).contains("Sign-in refused: " + refusal)
			.containsOnlyOnce(
					"The departments cannot be read, so rules that cannot be decided without them grant nothing: wecom.allow.");
	}

	@ParameterizedTest
	@CsvSource({ "60011", "48002", "45009", "-1", "60020" })
	void whenOrganisationMayNotBeReadThenSignInGoesOnAndLogSaysSoOnce(int errorCode, CapturedOutput output) {
		start(OF_THE_README);
		this.application.wecom().fail(SimulatedWeCom.DEPARTMENT_LIST, errorCode);
		this.application.wecom().fail(SimulatedWeCom.TAG_GET, errorCode);
		assertThat(authorities(signIn("chenjing").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_USER");
		assertThat(authorities(signIn("lisi").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_HR",
				"ROLE_MANAGER", "ROLE_USER");
		signIn("zhaoliu");
		int callsOfAList = (errorCode == -1) ? 3 : 1;
		assertThat(calls()).containsExactly(1, 3, 3, callsOfAList, callsOfAList);
		assertThat(output).containsOnlyOnce(
				"The departments cannot be read, so rules that cannot be decided without them grant nothing: "
						+ "wecom.roles[1] (HR), wecom.roles[3] (RND_LEAD), wecom.roles[4] (ON_CALL), wecom.roles[5] (SECURITY).")
			.containsOnlyOnce(
					"The members of tag 7 cannot be read, so rules that cannot be decided without them grant nothing: "
							+ "wecom.roles[4] (ON_CALL).")
			.contains("errcode " + errorCode);
	}

	@Test
	void whenNamesCannotBeReadThenRulesWithNamesSaySoAndOthersHold(CapturedOutput output) {
		start(OF_THE_README);
		this.application.wecom().hideDepartmentNames(true);
		assertThat(authorities(signIn("zhaoliu").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_ADMIN",
				"ROLE_MANAGER", "ROLE_USER");
		assertThat(principal().getDepartments()).containsExactly(new WeComDepartment(1, null, null),
				new WeComDepartment(3, null, null));
		assertThat(output).containsOnlyOnce("The department '研发部' is named by wecom.roles[3] (RND_LEAD), "
				+ "but this application may not read department names.");
	}

	@Test
	void whenNameIsUnknownOrAmbiguousThenLogSaysSoLoudlyOnce(CapturedOutput output) {
		start("wecom.roles[0].role=A", "wecom.roles[0].departments=没有,4", "wecom.roles[1].role=B",
				"wecom.roles[1].departments=平台组", "wecom.roles[2].role=C", "wecom.roles[2].departments=99");
		this.application.wecom().company().add(new Department(41, "平台组", 4));
		assertThat(authorities(signIn("wangwu").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_USER");
		signIn("wangwu");
		assertThat(output).containsOnlyOnce(
				"The department '没有' is named by wecom.roles[0] (A), but no department in the visible range has that name")
			.containsOnlyOnce("The department '平台组' is named by wecom.roles[1] (B), but several departments match: "
					+ "31 (演示公司/研发部/平台组), 41 (演示公司/销售部/平台组).")
			.containsOnlyOnce("Department 99 is named by wecom.roles[2] (C), but neither it nor");
		assertThat(output.getAll().lines().filter((line) -> line.contains(" is named by wecom.roles[1]")))
			.allMatch((line) -> line.contains("ERROR"));
	}

	@Test
	void whenOrganisationWasReadThenItsAgeCanBeAsked() {
		start(OF_THE_README);
		OrganisationDirectory organisation = this.application.of("wecom", CompanyDirectory.class).organisation();
		assertThat(organisation.parts()).extracting(DirectoryPart::isUsable).containsExactly(false, false);
		signIn("zhangsan");
		assertThat(organisation.parts()).extracting(DirectoryPart::tagId, DirectoryPart::size)
			.containsExactly(tuple(null, 6), tuple(7L, 1));
		assertThat(organisation.parts())
			.allSatisfy((part) -> assertThat(part.readAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
	}

	@Test
	void whenProvidersGiveAuthoritiesThenTheyAreMergedAndSorted() {
		start(Providers.class, "wecom.roles[0].role=HR", "wecom.roles[0].departments=2");
		assertThat(authorities(signIn("zhangsan").body())).containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_AUDIT",
				"ROLE_HR", "ROLE_USER", "travel:book");
		assertThat(principal().getAuthorities().stream().map((authority) -> authority.getAuthority()))
			.containsExactly("ROLE_AUDIT", "ROLE_HR", "ROLE_USER", "travel:book");
	}

	@Test
	void whenProviderRefusesThenMemberIsKeptOut() {
		start(Providers.class);
		assertThat(signIn("lisi").uri().toString()).contains("/login?error=not_allowed&ref=");
	}

	@Test
	void whenProviderFailsThenMemberIsKeptOutAndLogSaysWhere(CapturedOutput output) {
		start(Providers.class);
		assertThat(signIn("wangwu").uri().toString()).contains("/login?error=misconfigured&ref=");
		assertThat(output)
			.containsPattern(
					"Sign-in refused: misconfigured .* failed with java.lang.IllegalStateException at .*RoleTests")
			.doesNotContain("wangwu");
	}

	@Test
	void whenThereIsARoleHierarchyThenItHolds() {
		start(Hierarchy.class, "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu", "wecom.roles[1].role=HR",
				"wecom.roles[1].departments=2");
		TestBrowser zhaoliu = this.application.signedIn(this.application.desktop(), "zhaoliu");
		assertThat(zhaoliu.get("/hr").statusCode()).isEqualTo(200);
		assertThat(zhaoliu.get("/method").body()).isEqualTo("for HR");
		TestBrowser zhangsan = this.application.signedIn(this.application.desktop(), "zhangsan");
		assertThat(zhangsan.get("/hr").statusCode()).isEqualTo(200);
		assertThat(zhangsan.get("/method").statusCode()).isEqualTo(200);
		TestBrowser wangwu = this.application.signedIn(this.application.desktop(), "wangwu");
		assertThat(wangwu.get("/hr").statusCode()).isEqualTo(403);
		assertThat(wangwu.get("/method").statusCode()).isEqualTo(403);
	}

	@Test
	void whenSomebodyAsksWhyThenEachRoleHasItsReason() {
		start(OF_THE_README);
		WeComAccess access = this.application.bean(WeComAccess.class);
		WeComAccessReport report = access.explain("wecom", "LISI");
		assertThat(report.refusal()).isNull();
		assertThat(report.user().getUserId()).isEqualTo("lisi");
		assertThat(report.grants()).containsExactly(
				new WeComGrant("ROLE_USER", WeComGrant.Source.EVERYBODY, null, null),
				new WeComGrant("ROLE_HR", WeComGrant.Source.RULE, "wecom.roles[1]", "departments: [2]"),
				new WeComGrant("ROLE_MANAGER", WeComGrant.Source.RULE, "wecom.roles[2]", "leader: true"));
		assertThat(access.explain(report.user()).grants()).isEqualTo(report.grants());
		assertThat(access.explain("wecom", "sunqi").refusal()).isEqualTo(WeComRefusal.NOT_ACTIVE);
		assertThat(calls()).containsExactly(1, 0, 2, 1, 1);
	}

	@Test
	void whenThereAreSeveralApplicationsThenRulesAreSeparate() {
		start("wecom.roles[0].role=HR", "wecom.roles[0].departments=2",
				"wecom.registration.branch.corp-id=" + SimulatedWeCom.CORP_ID,
				"wecom.registration.branch.agent-id=" + SimulatedWeCom.AGENT_ID,
				"wecom.registration.branch.secret=" + SimulatedWeCom.SECRET,
				"wecom.registration.branch.allow.departments=2", "wecom.registration.branch.roles[0].role=BRANCH",
				"wecom.registration.branch.roles[0].leader-of=2", "wecom.registration.branch.roles[0].direct=true");
		this.application.wecom().signInAs("lisi");
		assertThat(this.application.desktop().open("/oauth2/authorization/wecom").body()).contains("ROLE_HR")
			.doesNotContain("ROLE_BRANCH");
		assertThat(this.application.desktop().open("/oauth2/authorization/branch").body()).contains("ROLE_BRANCH")
			.doesNotContain("ROLE_HR");
		this.application.wecom().signInAs("wangwu");
		assertThat(this.application.desktop().open("/oauth2/authorization/wecom").statusCode()).isEqualTo(200);
		assertThat(this.application.desktop().open("/oauth2/authorization/branch").uri().toString())
			.contains("/login?error=not_allowed&ref=");
	}

	@Test
	void whenSeveralFactorsAreOnThenRolesAreNotInherited() {
		start(SeveralFactors.class, "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhangsan",
				"wecom.registration.branch.corp-id=" + SimulatedWeCom.CORP_ID,
				"wecom.registration.branch.agent-id=" + SimulatedWeCom.AGENT_ID,
				"wecom.registration.branch.secret=" + SimulatedWeCom.SECRET);
		this.application.wecom().signInAs("zhangsan");
		TestBrowser browser = this.application.desktop();
		assertThat(browser.open("/oauth2/authorization/wecom").body()).contains("ROLE_ADMIN");
		assertThat(authorities(browser.open("/oauth2/authorization/branch").body()))
			.containsExactly("FACTOR_AUTHORIZATION_CODE", "ROLE_USER");
	}

	@Test
	void whenMembersDepartmentIsNotListedThenMisconfigured(CapturedOutput output) {
		start("wecom.allow.departments=3");
		this.application.wecom().company().removeDepartment(311);
		assertThat(signIn("chenjing").uri().toString()).contains("/login?error=misconfigured&ref=");
		assertThat(output).contains("Whether wecom.allow lets the member in is not known.",
				"The member is in departments [311], which WeCom does not list for this application");
	}

	@Test
	void whenTagOfAnotherRuleCannotBeReadThenAdmissionIsStillDecided() {
		start("wecom.allow.departments=没有", "wecom.roles[0].role=A", "wecom.roles[0].tags=7");
		this.application.wecom().fail(SimulatedWeCom.TAG_GET, -1);
		assertThat(signIn("zhangsan").uri().toString()).contains("/login?error=misconfigured&ref=");
	}

	@Test
	void whenMemberIsRefusedThenReportGivesReasonsButNoAuthorities() {
		start(Providers.class, "wecom.roles[0].role=SALES", "wecom.roles[0].departments=4");
		WeComAccess access = this.application.bean(WeComAccess.class);
		WeComAccessReport disabled = access.explain("wecom", "sunqi");
		assertThat(disabled.refusal()).isEqualTo(WeComRefusal.NOT_ACTIVE);
		assertThat(disabled.user().getAuthorities()).isEmpty();
		assertThat(disabled.grants()).extracting(WeComGrant::authority).containsExactly("ROLE_USER", "ROLE_SALES");
		WeComAccessReport unwanted = access.explain("wecom", "lisi");
		assertThat(unwanted.refusal()).isEqualTo(WeComRefusal.NOT_ALLOWED);
		assertThat(unwanted.user().getAuthorities()).isEmpty();
		assertThat(access.explain("wecom", "zhangsan").grants())
			.contains(new WeComGrant("ROLE_AUDIT", WeComGrant.Source.PROVIDER, "ofAudit", null));
	}

	@Test
	void whenProviderAsksForTheAccessItselfThenApplicationStarts() {
		start(Asking.class);
		assertThat(authorities(signIn("zhangsan").body())).contains("asked");
	}

	private HttpResponse<String> signIn(String userId) {
		this.application.wecom().signInAs(userId);
		return this.application.desktop().open("/");
	}

	/**
	 * The calls of a sign-in in their order.
	 */
	private List<Integer> calls() {
		return Stream
			.of(SimulatedWeCom.GETTOKEN, SimulatedWeCom.GETUSERINFO, SimulatedWeCom.GETUSER,
					SimulatedWeCom.DEPARTMENT_LIST, SimulatedWeCom.TAG_GET)
			.map(this.application.wecom()::calls)
			.toList();
	}

	private WeComUser principal() {
		List<Object> values = new ArrayList<>(this.application.bean(SessionRecorder.class).values());
		return values.stream()
			.filter(SecurityContext.class::isInstance)
			.map(SecurityContext.class::cast)
			.map((context) -> (WeComUser) context.getAuthentication().getPrincipal())
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	private static List<String> authorities(String body) {
		String list = body.replaceAll(".*\"authorities\":\\[([^]]*)].*", "$1");
		return Arrays.stream(list.split(",")).map((authority) -> authority.replace("\"", "")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Providers {

		@Bean
		@Order(2)
		WeComAuthoritiesProvider ofTravel() {
			return (user) -> AuthorityUtils.createAuthorityList("travel:book", "ROLE_HR", "travel:book");
		}

		@Bean
		@Order(1)
		WeComAuthoritiesProvider ofAudit() {
			return (user) -> switch (user.getUserId()) {
				case "lisi" -> throw new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
				case "wangwu" -> throw new IllegalStateException("something about " + user.getUserId());
				default -> List.of(new SimpleGrantedAuthority("ROLE_AUDIT"));
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@EnableMultiFactorAuthentication(authorities = "FACTOR_AUTHORIZATION_CODE")
	@Import(ProtectedApplication.class)
	static class SeveralFactors {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Asking {

		@Bean
		WeComAuthoritiesProvider asking(WeComAccess access) {
			return (user) -> AuthorityUtils.createAuthorityList((access != null) ? "asked" : "not asked");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@Import(ProtectedApplication.class)
	static class Hierarchy {

		@Bean
		RoleHierarchy roleHierarchy() {
			return RoleHierarchyImpl.withDefaultRolePrefix().role("ADMIN").implies("HR").build();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/hr").hasRole("HR").anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

		@RestController
		static class HumanResources {

			@GetMapping("/hr")
			String page() {
				return "for HR";
			}

			@GetMapping("/method")
			@PreAuthorize("hasRole('HR')")
			String method() {
				return "for HR";
			}

		}

	}

}
