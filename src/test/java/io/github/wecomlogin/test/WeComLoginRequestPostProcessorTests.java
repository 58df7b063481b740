package io.github.wecomlogin.test;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static io.github.wecomlogin.test.WeComLoginRequestPostProcessors.wecomLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Tests for {@link WeComLoginRequestPostProcessor}, without the rules of the application.
 */
@SpringBootTest(classes = TestedApplication.class,
		properties = { "wecom.registration.office.corp-id=ww0123456789abcdef",
				"wecom.registration.office.agent-id=1000002",
				"wecom.registration.office.secret=a-secret-that-opens-nothing-0123456789ab" })
@AutoConfigureMockMvc
class WeComLoginRequestPostProcessorTests {

	@Autowired
	private MockMvc mockMvc;

	@Autowired
	private WebApplicationContext context;

	@Test
	void whenMemberHasTheRoleThenPageOpens() throws Exception {
		this.mockMvc
			.perform(get("/admin").with(wecomLogin().userId("zhangsan").department(2).leader().roles("HR", "ADMIN")))
			.andExpect(status().isOk())
			.andExpect(content().string("zhangsan leads 2"));
	}

	@Test
	void whenMemberHasNotTheRoleThenForbidden() throws Exception {
		this.mockMvc.perform(get("/admin").with(wecomLogin().userId("zhangsan").department(2).leader().roles("HR")))
			.andExpect(status().isForbidden());
	}

	@Test
	void whenNobodyIsSignedInThenNoPage() throws Exception {
		this.mockMvc.perform(get("/who").accept(MediaType.APPLICATION_JSON)).andExpect(status().isUnauthorized());
	}

	@Test
	void whenMethodAsksForARoleThenRolesDecide() throws Exception {
		this.mockMvc.perform(get("/hr").with(wecomLogin().roles("HR"))).andExpect(status().isOk());
		this.mockMvc.perform(get("/hr").with(wecomLogin().roles("ADMIN"))).andExpect(status().isForbidden());
	}

	@Test
	void whenFormIsPostedThenWithCsrfToken() throws Exception {
		this.mockMvc.perform(post("/form").with(wecomLogin()).with(csrf())).andExpect(status().isOk());
		this.mockMvc.perform(post("/form").with(wecomLogin())).andExpect(status().isForbidden());
	}

	@Test
	void whenMockMvcTesterThenSignedInToo() {
		assertThat(MockMvcTester.create(this.mockMvc).get().uri("/who").with(wecomLogin().userId("zhangsan")))
			.bodyText()
			.isEqualTo("zhangsan");
	}

	@Test
	void whenSignedInThenAuthenticationLooksLikeThatOfASignIn() throws Exception {
		OAuth2AuthenticationToken authentication = (OAuth2AuthenticationToken) seen(wecomLogin(),
				TestedApplication.SEEN_AUTHENTICATION);
		assertThat(authentication.isAuthenticated()).isTrue();
		assertThat(authentication.getPrincipal()).isInstanceOf(WeComUser.class);
		assertThat(authentication.getAuthorizedClientRegistrationId()).isEqualTo("office");
		assertThat(authentication.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactlyInAnyOrder("ROLE_USER", FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY);
		assertThat(authentication.getAuthorities()).hasAtLeastOneElementOfType(FactorGrantedAuthority.class);
	}

	@Test
	void whenNothingIsSaidThenAUserOfTheOnlyRegistration() throws Exception {
		WeComUser user = user(wecomLogin());
		assertThat(user.getUserId()).isEqualTo("user");
		assertThat(user.getDisplayName()).isEqualTo("user");
		assertThat(user.getRegistrationId()).isEqualTo("office");
		assertThat(user.getCorpId()).isEqualTo("ww0123456789abcdef");
		assertThat(user.getAuthorities()).extracting(GrantedAuthority::getAuthority).containsExactly("ROLE_USER");
		assertThat(user.getDepartments()).isEmpty();
		assertThat(user.getMainDepartment()).isNull();
		assertThat(user.getTags()).isEmpty();
	}

	@Test
	void whenMuchIsSaidThenThePrincipalHasIt() throws Exception {
		WeComUser user = user(wecomLogin().userId("ZhangSan")
			.name("张三")
			.corpId("wwfedcba9876543210")
			.department(2, "演示公司/人事部")
			.department(3)
			.leader()
			.mainDepartment(3)
			.tag(9, "党员")
			.tag(8)
			.position("经理")
			.directLeaders("lisi", "wangwu")
			.user((details) -> details.mobile("13800000000").email("zhangsan@example.com")));
		assertThat(user.getUserId()).isEqualTo("ZhangSan");
		assertThat(user.getDisplayName()).isEqualTo("张三");
		assertThat(user.getCorpId()).isEqualTo("wwfedcba9876543210");
		assertThat(user.getDepartments()).containsExactly(new WeComDepartment(2, "人事部", "演示公司/人事部"),
				new WeComDepartment(3, null, null));
		assertThat(user.isLeaderOf(3)).isTrue();
		assertThat(user.isLeaderOf(2)).isFalse();
		assertThat(user.getMainDepartment()).isEqualTo(3);
		assertThat(user.getTags()).containsExactly(new WeComTag(8, null), new WeComTag(9, "党员"));
		assertThat(user.getPosition()).isEqualTo("经理");
		assertThat(user.getDirectLeaders()).containsExactly("lisi", "wangwu");
		assertThat(user.getMobile()).isEqualTo("13800000000");
		assertThat(user.getEmail()).isEqualTo("zhangsan@example.com");
	}

	@Test
	void whenMainDepartmentIsNotSaidThenTheFirst() throws Exception {
		assertThat(user(wecomLogin().department(3).department(2)).getMainDepartment()).isEqualTo(3);
	}

	@Test
	void whenAuthoritiesAreGivenThenThereBesideRoles() throws Exception {
		assertThat(
				user(wecomLogin().roles("HR").authorities(new SimpleGrantedAuthority("stock:read"))).getAuthorities())
			.extracting(GrantedAuthority::getAuthority)
			.containsExactly("ROLE_HR", "ROLE_USER", "stock:read");
	}

	@Test
	void whenTestsShareABeginningThenEachGoesItsOwnWay() throws Exception {
		WeComLoginRequestPostProcessor beginning = wecomLogin().department(2);
		assertThat(user(beginning.leader().department(3).roles("HR")).getDepartments()).hasSize(2);
		WeComUser user = user(beginning);
		assertThat(user.getDepartments()).hasSize(1);
		assertThat(user.isLeaderOf(2)).isFalse();
		assertThat(user.getAuthorities()).hasSize(1);
	}

	@Test
	void whenRestTestClientThenItsRequestsAreOfTheMember() {
		RestTestClient client = RestTestClient.bindToApplicationContext(this.context)
			.configureServer((server) -> server.apply(springSecurity())
				.apply(wecomLogin().userId("zhangsan").department(2).leader().roles("ADMIN")))
			.build();
		client.get().uri("/who").exchange().expectBody(String.class).isEqualTo("zhangsan");
		client.get().uri("/admin").exchange().expectBody(String.class).isEqualTo("zhangsan leads 2");
		client.get().uri("/hr").exchange().expectStatus().isForbidden();
	}

	@Test
	void whenRestTestClientIsOfNobodyThenNoPage() {
		RestTestClient client = RestTestClient.bindToApplicationContext(this.context)
			.configureServer((server) -> server.apply(springSecurity()))
			.build();
		client.get().uri("/who").accept(MediaType.APPLICATION_JSON).exchange().expectStatus().isUnauthorized();
	}

	@Test
	void whenRestTestClientUsesAMockMvcThenItsMember() {
		// Applied first, to see that the order does not matter
		MockMvc mockMvc = MockMvcBuilders.webAppContextSetup(this.context)
			.apply(wecomLogin().userId("zhangsan"))
			.apply(springSecurity())
			.build();
		RestTestClient.bindTo(mockMvc)
			.build()
			.get()
			.uri("/who")
			.exchange()
			.expectBody(String.class)
			.isEqualTo("zhangsan");
	}

	@Test
	void whenMockMvcHasAMemberThenARequestCanHaveAnother() throws Exception {
		MockMvc mockMvc = MockMvcBuilders.webAppContextSetup(this.context)
			.apply(springSecurity())
			.apply(wecomLogin().userId("zhangsan").roles("ADMIN"))
			.build();
		mockMvc.perform(get("/who").with(wecomLogin().userId("lisi"))).andExpect(content().string("lisi"));
		mockMvc.perform(get("/admin").with(wecomLogin().userId("lisi"))).andExpect(status().isForbidden());
		mockMvc.perform(get("/admin")).andExpect(content().string("zhangsan"));
	}

	@Test
	void whenClientCannotBeSignedInThenItIsNotBuilt() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RestTestClient.bindToApplicationContext(this.context)
				.configureServer((server) -> server.apply(wecomLogin().registrationId("factory")))
				.build())
			.withMessageContaining("'factory'")
			.withMessageEndingWith("office");
	}

	@Test
	void whenThereAreSeveralRegistrationsThenOneIsChosen() {
		severalRegistrations("wecom.corp-id=ww0000000000000000", "wecom.agent-id=1000001",
				"wecom.secret=a-secret-that-opens-nothing-0123456789ab-0")
			.run((context) -> {
				assertThat(signedIn(wecomLogin(), context))
					.extracting(WeComUser::getRegistrationId, WeComUser::getCorpId)
					.containsExactly("wecom", "ww0000000000000000");
				assertThat(signedIn(wecomLogin().registrationId("factory"), context))
					.extracting(WeComUser::getRegistrationId, WeComUser::getCorpId)
					.containsExactly("factory", "ww2222222222222222");
			});
	}

	@Test
	void whenNoneOfSeveralRegistrationsIsTheUsualOneThenItMustBeSaid() {
		severalRegistrations().run((context) -> {
			assertThat(signedIn(wecomLogin().registrationId("office"), context).getCorpId())
				.isEqualTo("ww1111111111111111");
			assertThatIllegalStateException().isThrownBy(() -> signedIn(wecomLogin(), context))
				.withMessageContaining("registrationId(…)")
				.withMessageEndingWith("office, factory");
		});
	}

	private static WebApplicationContextRunner severalRegistrations(String... more) {
		return new WebApplicationContextRunner().withUserConfiguration(TestedApplication.class)
			.withPropertyValues("wecom.registration.office.corp-id=ww1111111111111111",
					"wecom.registration.office.agent-id=1000002",
					"wecom.registration.office.secret=a-secret-that-opens-nothing-0123456789ab-1",
					"wecom.registration.factory.corp-id=ww2222222222222222",
					"wecom.registration.factory.agent-id=1000003",
					"wecom.registration.factory.secret=a-secret-that-opens-nothing-0123456789ab-2")
			.withPropertyValues(more);
	}

	@Test
	void whenThereIsNoApplicationThenRegistrationIsTheSimulators() {
		assertThat(signedIn(wecomLogin(), null)).extracting(WeComUser::getRegistrationId, WeComUser::getCorpId)
			.containsExactly("wecom", SimulatedWeCom.CORP_ID);
		assertThat(signedIn(wecomLogin().registrationId("office").corpId("ww3333333333333333"), null))
			.extracting(WeComUser::getRegistrationId, WeComUser::getCorpId)
			.containsExactly("office", "ww3333333333333333");
	}

	@Test
	void whenThereAreNoRulesToApplyThenSaysWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> signedIn(wecomLogin().withConfiguredRules(), null))
			.withMessageContainingAll("WeComAccess", "@WebMvcTest", "wecom.corp-id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ROLE_HR", "ROLE_", "", " " })
	void whenRoleIsNoneThenRejected(String role) {
		assertThatIllegalArgumentException().isThrownBy(() -> wecomLogin().roles("HR", role))
			.withMessageStartingWith("'" + role + "'")
			.withMessageContaining("without the prefix ROLE_");
	}

	static Stream<UnaryOperator<WeComLoginRequestPostProcessor>> impossible() {
		return Stream.of((member) -> member.userId(" "), (member) -> member.registrationId(""),
				(member) -> member.corpId(" "), (member) -> member.department(0),
				(member) -> member.department(-1, "甲"), (member) -> member.department(2).department(2, "甲"),
				(member) -> member.department(2, ""), (member) -> member.department(2, "/甲"),
				(member) -> member.department(2, "甲/"), (member) -> member.department(2, "甲//乙"),
				(member) -> member.department(2).under(0), (member) -> member.department(2).under(2),
				(member) -> member.department(2).under(3, 1, 3), (member) -> member.tag(0),
				(member) -> member.tag(7).tag(7, "值班"));
	}

	@ParameterizedTest
	@MethodSource("impossible")
	void whenImpossibleThenRejectedAtOnce(UnaryOperator<WeComLoginRequestPostProcessor> call) {
		assertThatIllegalArgumentException().isThrownBy(() -> call.apply(wecomLogin()));
	}

	@Test
	void whenNoDepartmentIsNamedThenNothingToLeadOrToBeUnder() {
		assertThatIllegalStateException().isThrownBy(() -> wecomLogin().leader())
			.withMessageStartingWith("leader()")
			.withMessageContaining("department(…)");
		assertThatIllegalStateException().isThrownBy(() -> wecomLogin().under(1)).withMessageStartingWith("under(…)");
	}

	static Stream<WeComLoginRequestPostProcessor> contradictions() {
		return Stream.of(wecomLogin().department(2).mainDepartment(3),
				wecomLogin().department(2, "甲/乙").under(1).department(3, "丙/丁").under(1),
				wecomLogin().department(2).under(1).department(4).under(2, 3),
				wecomLogin().user((user) -> user.roles(List.of("HR"))),
				wecomLogin().user((user) -> user.tags(List.of(new WeComTag(7, null)))),
				wecomLogin().user((user) -> user.departments(List.of(new WeComDepartment(2, null, null)))));
	}

	@ParameterizedTest
	@MethodSource("contradictions")
	void whenItDoesNotFitTogetherThenRequestFails(WeComLoginRequestPostProcessor member) {
		assertThatIllegalStateException().isThrownBy(() -> signedIn(member, null));
	}

	private WeComUser user(RequestPostProcessor member) throws Exception {
		return (WeComUser) seen(member, TestedApplication.SEEN_USER);
	}

	private Object seen(RequestPostProcessor member, String attribute) throws Exception {
		Object seen = this.mockMvc.perform(get("/who").with(member)).andReturn().getRequest().getAttribute(attribute);
		assertThat(seen).isNotNull();
		return seen;
	}

	private static WeComUser signedIn(RequestPostProcessor member, @Nullable WebApplicationContext context) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.getServletContext().setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
		SecurityContext signedIn = (SecurityContext) member.postProcessRequest(request)
			.getSession()
			.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
		return (WeComUser) signedIn.getAuthentication().getPrincipal();
	}

}
