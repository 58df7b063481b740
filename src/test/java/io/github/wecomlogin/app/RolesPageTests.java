package io.github.wecomlogin.app;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserBuilder;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@DemoTest(properties = { "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu", "wecom.roles[1].role=HR",
		"wecom.roles[1].departments=2", "wecom.roles[2].role=HR_LEAD", "wecom.roles[2].leader-of=2",
		"wecom.roles[3].role=ENGINEER", "wecom.roles[3].departments=演示公司/研发部/平台组", "wecom.roles[4].role=ON_CALL",
		"wecom.roles[4].tags=7", "wecom.roles[5].role=SECURITY", "wecom.roles[5].departments=311",
		"wecom.roles[5].positions=安全工程师", "wecom.roles[5].match=all", "wecom.roles[6].role=GHOST",
		"wecom.roles[6].departments=没有这个部门" })
class RolesPageTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenRulesGiveRolesThenPageSaysWhichAndWhy() {
		WeComUser chenjing = user("chenjing", 311).position("安全工程师")
			.roles(roles("ENGINEER", "SECURITY", "USER"))
			.build();
		assertThat(english(chenjing)).hasStatusOk()
			.bodyText()
			.contains("<html lang=\"en\">", "<title>My roles · ", "<h1>My roles</h1>")
			.containsSubsequence(">ENGINEER<", "departments: [演示公司/研发部/平台组]", "Rule wecom.roles[3]", ">ON_CALL<",
					"Granted with the next check", "tags: [7]", "Rule wecom.roles[4]", ">SECURITY<",
					"departments: [311], positions: [安全工程师]", "Rule wecom.roles[5]", ">USER<", "All signed-in members",
					"Data the rules use", "演示公司/研发部/平台组/安全组", "ID 311", "值班", "ID 7", "安全工程师")
			.doesNotContain("No rule grants this any more", "FACTOR_", "ROLE_");
	}

	@Test
	void whenMemberLeadsSeveralDepartmentsThenPageSaysWhich() {
		WeComUser zhaoliu = user("zhaoliu", 1L, 3L).leaderOf(Set.of(3L))
			.mainDepartment(1L)
			.roles(roles("USER"))
			.build();
		assertThat(english(zhaoliu)).bodyText()
			.containsSubsequence("ID 1", "main department", "演示公司/研发部", "ID 3", "leader");
	}

	@Test
	void whenNothingGivesRoleAnyMoreThenPageSaysSo() {
		assertThat(english(user("zhangsan", 2).roles(roles("AUDITOR", "USER")).build())).bodyText()
			.containsSubsequence(">AUDITOR<", "No rule grants this any more; the next check removes it.", ">HR<",
					"Granted with the next check", "departments: [2]", ">USER<")
			.containsOnlyOnce("No rule grants this any more")
			.containsOnlyOnce("Granted with the next check");
	}

	@Test
	void whenRuleCannotBeDecidedThenPageSaysWhereTheCauseIs() {
		assertThat(english(user("zhangsan", 2).build())).bodyText()
			.containsSubsequence("Undecidable rules", "application log", "wecom.roles[6]")
			.doesNotContain("没有这个部门", "GHOST");
	}

	@Test
	void whenCodeOfTheApplicationGivesRoleThenPageNamesIt() {
		assertThat(english(user("provided", 4).build())).bodyText()
			.containsSubsequence(">AUDITOR<", "Granted by this application’s own code", "auditors")
			.doesNotContain("report:read");
	}

	@Test
	void whenMemberWouldNotBeLetInAgainThenPageSaysSo() {
		assertThat(english(user("unwanted", 4).roles(roles("USER")).build())).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "You no longer meet the conditions for signing in", "You do not have access",
					">USER<")
			.doesNotContain("No rule grants this any more", "Granted with the next check");
	}

	@Test
	void whenCodeOfTheApplicationFailsThenPageTellsNothingAboutIt() {
		assertThat(english(user("broken", 4).roles(roles("USER")).build())).hasStatusOk()
			.bodyText()
			.contains("Sign-in is not set up correctly", ">USER<")
			.doesNotContain("IllegalStateException", "an inner detail", "auditors");
	}

	@Test
	void whenNamesAreMarkupThenTheyAreShownAsTheyAre() {
		WeComUser markup = user("markup", 3).name("<b>&\"'")
			.position("<i>测试</i> & \"转义\"")
			.roles(roles("<u>&\"'"))
			.build();
		assertThat(english(markup)).bodyText()
			.contains("&lt;i&gt;测试&lt;/i&gt; &amp; &quot;转义&quot;", "&lt;u&gt;&amp;&quot;&#39;")
			.doesNotContain("<b>", "<i>", "<u>");
	}

	@Test
	void whenNothingIsSaidAboutLanguageThenPageIsChinese() {
		assertThat(this.mvc.get().uri("/roles").with(Visitors.member(user("lisi", 2L).leaderOf(Set.of(2L)).build())))
			.bodyText()
			.contains("<html lang=\"zh-CN\">", "<h1>我的角色</h1>", "规则 wecom.roles[2]", "leader-of: [2]", "负责人", "下次复查后生效",
					"暂时无法判定的规则");
	}

	@Test
	void whenPersonIsNoMemberThenPageHasNothingOfWeCom() {
		assertThat(this.mvc.get().uri("/roles").header(HttpHeaders.ACCEPT_LANGUAGE, "en").with(Visitors.gitHubUser()))
			.hasStatusOk()
			.bodyText()
			.contains("You have no roles in this application.", "only to members who sign in with WeCom")
			.doesNotContain("Data the rules use", "Departments", "wecom.roles");
	}

	@Test
	void whenRegistrationIsGoneThenPageShowsTheRolesOfTheSession() {
		WeComUser user = WeComUser.withUserId("gone", "wwfedcba9876543210", "amy").roles(roles("USER")).build();
		assertThat(english(user)).hasStatusOk().bodyText().contains(">USER<");
	}

	@Test
	void whenNobodyIsSignedInThenPageAsksForIt() {
		assertThat(this.mvc.get().uri("/roles")).hasStatus(302).hasRedirectedUrl("/login?return-to=%2Froles");
	}

	@Test
	void whenPageIsServedThenItNeedsNothingThatMayNotLoad() {
		assertThat(english(user("zhangsan", 2).build())).bodyText()
			.doesNotContain("<script", "<style", "style=", "onclick");
	}

	private MvcTestResult english(WeComUser user) {
		return this.mvc.get()
			.uri("/roles")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member(user))
			.exchange();
	}

	private static WeComUserBuilder user(String userId, long... departments) {
		return WeComUser.withUserId("wecom", SimulatedWeCom.CORP_ID, userId)
			.departments(Arrays.stream(departments).mapToObj((id) -> new WeComDepartment(id, null, null)).toList());
	}

	private static List<String> roles(String... roles) {
		return List.of(roles);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Providers {

		@Bean
		WeComAuthoritiesProvider auditors() {
			return new Auditors();
		}

	}

	static class Auditors implements WeComAuthoritiesProvider {

		@Override
		public List<SimpleGrantedAuthority> authoritiesOf(WeComUser user) {
			return switch (user.getUserId()) {
				case "provided" -> Stream.of("ROLE_AUDITOR", "report:read").map(SimpleGrantedAuthority::new).toList();
				case "unwanted" -> throw new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
				case "broken" -> throw new IllegalStateException("an inner detail");
				default -> List.of();
			};
		}

	}

}
