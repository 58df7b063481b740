package io.github.wecomlogin.test;

import java.util.List;
import java.util.stream.Stream;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;

import static io.github.wecomlogin.test.WeComLoginRequestPostProcessors.wecomLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Tests for {@link WeComLoginRequestPostProcessor#withConfiguredRules()}. The
 * registration {@code wecom} has roles, {@code guarded} lets few in and {@code named}
 * names whom it lets in.
 */
@SpringBootTest(classes = TestedApplication.class,
		properties = { "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=ZhaoLiu", "wecom.roles[1].role=DEVELOPER",
				"wecom.roles[1].departments=3", "wecom.roles[2].role=RESEARCH", "wecom.roles[2].departments=演示公司/研发部",
				"wecom.roles[3].role=PLATFORM", "wecom.roles[3].departments=平台组", "wecom.roles[4].role=ON_DUTY",
				"wecom.roles[4].tags=7", "wecom.roles[5].role=MANAGER", "wecom.roles[5].positions=经理",
				"wecom.roles[6].role=LEADER", "wecom.roles[6].leader=true", "wecom.roles[7].role=HEAD",
				"wecom.roles[7].leader-of=3", "wecom.roles[8].role=AT_HOME", "wecom.roles[8].main-department=4",
				"wecom.roles[9].role=CHIEF", "wecom.roles[9].departments=3", "wecom.roles[9].leader=true",
				"wecom.roles[9].positions=组长", "wecom.roles[9].match=all",
				"wecom.registration.guarded.corp-id=ww0123456789abcdef", "wecom.registration.guarded.agent-id=1000003",
				"wecom.registration.guarded.secret=a-secret-that-opens-nothing-0123456789ab-1",
				"wecom.registration.guarded.allow.departments=1", "wecom.registration.guarded.allow.tags=7",
				"wecom.registration.named.corp-id=ww0123456789abcdef", "wecom.registration.named.agent-id=1000004",
				"wecom.registration.named.secret=a-secret-that-opens-nothing-0123456789ab-2",
				"wecom.registration.named.allow.departments=研发部" })
@AutoConfigureMockMvc
class ConfiguredRulesTests {

	private static final List<String> API = List.of(SimulatedWeCom.GETTOKEN, "/cgi-bin/user/get",
			"/cgi-bin/department/list", "/cgi-bin/tag/get");

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	@Autowired
	private MockMvc mockMvc;

	@Autowired
	private WebApplicationContext context;

	@DynamicPropertySource
	static void wecom(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
	}

	static Stream<Arguments> membersWithRoles() {
		return Stream.of(member(wecomLogin()), member(wecomLogin().userId("zhaoliu"), "ADMIN"),
				member(wecomLogin().department(3), "DEVELOPER"), member(wecomLogin().department(31)),
				member(wecomLogin().department(31).under(3, 1), "DEVELOPER"),
				member(wecomLogin().department(311).under(31, 3), "DEVELOPER"),
				member(wecomLogin().department(311).under(31).department(31).under(3), "DEVELOPER"),
				member(wecomLogin().department(8, "演示公司/研发部"), "RESEARCH"),
				member(wecomLogin().department(8, "演示公司/研发部/测试组"), "RESEARCH"),
				member(wecomLogin().department(8, "研发部")), member(wecomLogin().department(8, "分公司/研发部")),
				member(wecomLogin().department(8, "测试组").under(3), "DEVELOPER"),
				member(wecomLogin().department(8, "演示公司/研发部/测试组").under(3), "DEVELOPER", "RESEARCH"),
				member(wecomLogin().department(8, "演示公司/研发部/平台组"), "PLATFORM", "RESEARCH"),
				member(wecomLogin().department(8, "演示公司/研发部/甲").department(9, "演示公司/研发部/乙"), "RESEARCH"),
				member(wecomLogin().department(9, "演示公司/研发部/乙").department(8, "演示公司/研发部"), "RESEARCH"),
				member(wecomLogin().tag(7), "ON_DUTY"), member(wecomLogin().tag(8)),
				member(wecomLogin().position("经理"), "MANAGER"), member(wecomLogin().position("助理")),
				member(wecomLogin().department(2).leader(), "LEADER"),
				member(wecomLogin().department(3).leader(), "DEVELOPER", "HEAD", "LEADER"),
				member(wecomLogin().department(31).leader().under(3), "DEVELOPER", "HEAD", "LEADER"),
				member(wecomLogin().department(4), "AT_HOME"), member(wecomLogin().department(2).department(4)),
				member(wecomLogin().department(2).department(4).mainDepartment(4), "AT_HOME"),
				member(wecomLogin().department(3).position("组长"), "DEVELOPER"),
				member(wecomLogin().department(3).leader().position("组长"), "DEVELOPER", "HEAD", "LEADER", "CHIEF"));
	}

	private static Arguments member(WeComLoginRequestPostProcessor member, String... roles) {
		return Arguments.of(member,
				Stream.concat(Stream.of("USER"), Stream.of(roles)).map((role) -> "ROLE_" + role).toList());
	}

	@ParameterizedTest
	@MethodSource("membersWithRoles")
	void whenRulesAreAppliedThenTheirRoles(WeComLoginRequestPostProcessor member, List<String> roles) throws Exception {
		assertThat(authorities(member.withConfiguredRules())).containsExactlyInAnyOrderElementsOf(roles);
		assertThat(authorities(member)).containsExactly("ROLE_USER");
	}

	@Test
	void whenTwoDepartmentsHaveTheNameOfARuleThenNoRole() throws Exception {
		assertThat(authorities(wecomLogin().department(8, "甲/平台组").department(9, "乙/平台组").withConfiguredRules()))
			.containsExactly("ROLE_USER");
	}

	@Test
	void whenRolesAreGivenTooThenTheyAddUp() throws Exception {
		assertThat(authorities(wecomLogin().userId("zhaoliu").roles("HR").withConfiguredRules()))
			.containsExactlyInAnyOrder("ROLE_ADMIN", "ROLE_HR", "ROLE_USER");
	}

	@Test
	void whenThereIsAProviderThenItsAuthorities() throws Exception {
		assertThat(authorities(wecomLogin().position("仓管").withConfiguredRules()))
			.containsExactlyInAnyOrder("ROLE_USER", "stock:read");
	}

	@Test
	void whenRulesAreAppliedThenNamesAreKept() throws Exception {
		WeComUser user = user(wecomLogin().department(8, "演示公司/研发部").tag(7, "值班").tag(5).withConfiguredRules());
		assertThat(user.getDepartments()).containsExactly(new WeComDepartment(8, "研发部", "演示公司/研发部"));
		assertThat(user.getTags()).containsExactly(new WeComTag(5, null), new WeComTag(7, "值班"));
	}

	@Test
	void whenRegistrationIsChosenThenItsRules() throws Exception {
		assertThat(authorities(
				wecomLogin().userId("zhaoliu").registrationId("guarded").department(1).withConfiguredRules()))
			.containsExactly("ROLE_USER");
	}

	static Stream<WeComLoginRequestPostProcessor> admitted() {
		WeComLoginRequestPostProcessor guarded = wecomLogin().registrationId("guarded");
		WeComLoginRequestPostProcessor named = wecomLogin().registrationId("named");
		return Stream.of(guarded.department(1), guarded.department(2).under(1), guarded.tag(7),
				named.department(8, "研发部"), named.department(9, "演示公司/研发部/测试组"));
	}

	@ParameterizedTest
	@MethodSource("admitted")
	void whenRulesLetTheMemberInThenSignedIn(WeComLoginRequestPostProcessor member) throws Exception {
		assertThat(authorities(member.withConfiguredRules())).containsExactly("ROLE_USER");
	}

	static Stream<WeComLoginRequestPostProcessor> refused() {
		WeComLoginRequestPostProcessor guarded = wecomLogin().registrationId("guarded");
		WeComLoginRequestPostProcessor named = wecomLogin().registrationId("named");
		return Stream.of(guarded, guarded.department(2), guarded.department(2).under(3), guarded.tag(8), named,
				named.department(8), named.department(8, "销售部"), wecomLogin().userId("banned"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whenRulesRefuseTheMemberThenTheTestFails(WeComLoginRequestPostProcessor member) throws Exception {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> user(member.withConfiguredRules()))
			.withMessageContaining(WeComRefusal.NOT_ALLOWED.name())
			.withCauseInstanceOf(WeComRefusalException.class);
		assertThat(authorities(member)).containsExactly("ROLE_USER");
	}

	@Test
	void whenRulesRefuseTheMemberOfAClientThenTheTestFails() {
		RestTestClient.WebAppContextSetupBuilder client = RestTestClient.bindToApplicationContext(this.context)
			.configureServer((server) -> server
				.apply(wecomLogin().userId("zhangsan").registrationId("guarded").withConfiguredRules()));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(client::build).withMessageContaining("'zhangsan'");
	}

	@Test
	void whenRulesAreAppliedThenWeComIsNotAsked() throws Exception {
		WeComUser user = user(wecomLogin().department(8, "演示公司/研发部/测试组").tag(7).withConfiguredRules());
		assertThat(user.getTags()).hasSize(1);
		assertThat(API).allSatisfy((path) -> assertThat(wecom.simulator().calls(path)).as(path).isZero());
		// The same question, asked otherwise, reaches the simulator
		this.context.getBean(WeComAccess.class).explain("wecom", "zhangsan");
		assertThat(API).allSatisfy((path) -> assertThat(wecom.simulator().calls(path)).as(path).isPositive());
	}

	private List<String> authorities(RequestPostProcessor member) throws Exception {
		return user(member).getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
	}

	private WeComUser user(RequestPostProcessor member) throws Exception {
		Object seen = this.mockMvc.perform(get("/who").with(member))
			.andReturn()
			.getRequest()
			.getAttribute(TestedApplication.SEEN_USER);
		assertThat(seen).isInstanceOf(WeComUser.class);
		return (WeComUser) seen;
	}

}
