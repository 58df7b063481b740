package io.github.wecomlogin.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.autoconfigure.Runners;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules in environment variables and system properties, whose names Spring Boot does not
 * check.
 */
class RuleVariablesTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=the-secret-of-the-application-0123456789abc");

	static Stream<String> unreadVariables() {
		return Stream.of("WECOM_ALLOW_DEPARTMENT", "WECOM_ALLOW_ROLE", "WECOM_ALLOW_USERS_A", "WECOM_ALLOW_MATCH_0",
				"WECOM_ALLOW_LE_ADER", "WECOM_ALLOW_USERS_0_1", "wecom_allow_department", "wecom.allow.department",
				"WECOM_ROLES_0_USER", "WECOM_ROLES_USERS", "WECOM_ROLES_7_USER",
				"WECOM_REGISTRATION_HR_ALLOW_DEPARTMENT", "WECOM_REGISTRATION_HR_ROLES_0_USER",
				"WECOM_REGISTRATION_HRR_ALLOW_USER", "WECOM_REGISTRATION_BACK_OFFICE_ALLOW_USERS",
				"WECOM_REGISTRATION_HR_X_ALLOW_USERS", "WECOM_REGISTRATION_SHOP_FLOOR_ALLOW_DEPARTMENT",
				"WECOM_REGISTRATION_BACK_OFFICE_ROLES_0_ROLE", "WECOM_REGISTRATION_ALLOW_ALLOW_DEPARTMENT",
				"WECOM_REGISTRATION_ALLOW_ROLES_0_USER");
	}

	@ParameterizedTest
	@MethodSource("unreadVariables")
	void whenVariableLooksLikeARuleButIsNoneThenStartFailsAndNamesIt(String variable) {
		assertRefused(variable, environment(withRegistrations(), Map.of(variable, "3")));
		assertThat(environment(withRegistrations(), Map.of(variable, "")))
			.satisfies((refused) -> refused.run((context) -> assertThat(context).hasFailed()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.allow.department", "wecom.allow.leader.of", "wecom.allow-users",
			"WECOM_ALLOW_USERS", "wecom.roles[0].user", "wecom.roles.users", "wecom.registration.hr.allow.department",
			"wecom.registration.hrr.allow.department", "wecom.registration.shop-floor.allow.department",
			"wecom.registration[Back_Office].allow.department", "wecom.registration.allow.allow.department" })
	void whenSystemPropertyOnlyLooksLikeARuleThenStartFails(String property) {
		assertRefused(property, systemProperties(withRegistrations(), Map.of(property, "3")));
	}

	private static void assertRefused(String name, WebApplicationContextRunner runner) {
		FailureAnalysis analysis = analysisOf(runner);
		assertThat(analysis.getDescription()).contains(name);
		assertThat(analysis.getAction()).matches("(?s).*[\\u4e00-\\u9fff].*");
	}

	@Test
	void whenVariableHasAnUnknownKeyThenKnownOnesAreNamed() {
		for (String variable : List.of("WECOM_ALLOW_DEPARTMENT", "WECOM_ROLES_0_USER")) {
			FailureAnalysis analysis = analysisOf(environment(this.runner,
					Map.of("WECOM_ROLES_0_ROLE", "A", "WECOM_ROLES_0_TAGS", "7", variable, "zhangsan")));
			assertThat(analysis.getDescription()).contains("'" + variable + "'").doesNotContain("zhangsan");
			assertThat(analysis.getAction()).contains("users", "departments", "tags", "positions", "leader",
					"leader-of", "main-department", "direct", "match", "role");
		}
	}

	@Test
	void whenIdIsLeftOutThenStartFails() {
		for (String variable : List.of("WECOM_REGISTRATION_ALLOW_USERS", "WECOM_REGISTRATION_ROLES_0_ROLE")) {
			assertRefused(variable, environment(this.runner, Map.of(variable, "a")));
		}
	}

	@Test
	void whenIdWithHyphenIsInVariablesOnlyThenStartFails() {
		for (String id : List.of("HEAD_OFFICE", "HR_OFFICE")) {
			for (String key : List.of("CORPID", "CORP_ID", "AGENTID", "SECRET", "ALLOW_USERS", "ROLES_0_USERS")) {
				String variable = "WECOM_REGISTRATION_" + id + "_" + key;
				boolean rule = id.equals("HR_OFFICE") && key.contains("USERS");
				FailureAnalysis analysis = analysisOf(environment(withRegistrations(), Map.of(variable, "1")));
				assertThat(analysis.getDescription()).contains("'" + variable + "' " + (rule
						? "looks like a rule, but is not used" : "is not read as a property of a registration"));
				assertThat(analysis.getAction()).contains(rule ? "" : "wecom.registration.head-office.name");
			}
		}
	}

	@Test
	void whenOneKeyOfIdWithHyphenIsInAFileThenVariablesAreRead() {
		assertHeadOffice("head-office",
				environment(this.runner.withPropertyValues("wecom.registration.head-office.name=Head office"),
						office("HEAD_OFFICE", "_")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CORPID", "AGENTID", "CALLBACK_ENCODINGAESKEY" })
	void whenKeyOfIdWithHyphenLacksItsHyphenThenStartFails(String key) {
		FailureAnalysis analysis = analysisOf(
				environment(withRegistrations(), Map.of("WECOM_REGISTRATION_SHOP_FLOOR_" + key, "1")));
		assertThat(analysis.getDescription()).contains("'WECOM_REGISTRATION_SHOP_FLOOR_" + key + "' is not read");
		assertThat(analysis.getAction()).contains("WECOM_REGISTRATION_HEAD_OFFICE_CORP_ID");
	}

	@Test
	void whenIdHasNoHyphenThenVariablesSuffice() {
		assertHeadOffice("headoffice", environment(this.runner, office("HEADOFFICE", "")));
	}

	private static Map<String, Object> office(String id, String hyphen) {
		return Map.of("WECOM_REGISTRATION_" + id + "_CORP" + hyphen + "ID", "wwother",
				"WECOM_REGISTRATION_" + id + "_AGENT" + hyphen + "ID", "1", "WECOM_REGISTRATION_" + id + "_SECRET",
				"another-secret-of-an-application-0123456789", "WECOM_REGISTRATION_" + id + "_ROLES_0_ROLE", "HR",
				"WECOM_REGISTRATION_" + id + "_ROLES_0_USERS", "a");
	}

	private static void assertHeadOffice(String id, WebApplicationContextRunner runner) {
		runner.run((context) -> assertThat(context.getBean(WeComRegistrations.class).find(id).rules().roles())
			.singleElement()
			.satisfies((rule) -> assertThat(rule.members()).hasToString("users: [a]")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "WECOM_ALLOW", "WECOM_ROLES_0", "WECOM_REGISTRATION_HR_ALLOW" })
	void whenKeyIsLeftOutThenStartFails(String variable) {
		for (String value : List.of("a", "")) {
			environment(withRegistrations(), Map.of(variable, value)).run((context) -> assertThat(context).hasFailed());
		}
	}

	@Test
	void whenIdsCanBeToldInTwoWaysThenTheRuleMustBeRead() {
		WebApplicationContextRunner both = this.runner.withPropertyValues("wecom.registration.x.corp-id=wwother",
				"wecom.registration.x.agent-id=1",
				"wecom.registration.x.secret=another-secret-of-an-application-0123456789",
				"wecom.registration.x-allow.corp-id=wwother", "wecom.registration.x-allow.agent-id=1",
				"wecom.registration.x-allow.secret=another-secret-of-an-application-0123456789");
		assertRefused("WECOM_REGISTRATION_X_ALLOW_DEPARTMENT",
				environment(both, Map.of("WECOM_REGISTRATION_X_ALLOW_DEPARTMENT", "3")));
		environment(both, Map.of("WECOM_REGISTRATION_X_ALLOW_DEPARTMENTS", "3"))
			.run((context) -> assertThat(context).hasNotFailed());
		environment(both, Map.of("WECOM_REGISTRATION_X_ALLOW_ALLOW_DEPARTMENTS", "3"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenARuleIsAlsoInAFileThenVariableMustStillBeRead() {
		assertRefused("wecom.allow.leader.of", systemProperties(
				this.runner.withPropertyValues("wecom.allow.leader-of=4"), Map.of("wecom.allow.leader.of", "3")));
	}

	@Test
	void whenOneVariableHidesAnotherThenStartFails() {
		assertThat(
				analysisOf(environment(this.runner, Map.of("WECOM_ALLOW_LEADEROF", "3", "WECOM_ALLOW_LEADER_OF", "4")))
					.getDescription())
			.contains("WECOM_ALLOW_LEADER");
		assertThat(analysisOf(environment(this.runner, Map.of("WECOM_ALLOW_USERS", "a", "WECOM_ALLOW_USERS_0", "b")))
			.getDescription()).contains("'WECOM_ALLOW_USERS_0'");
	}

	static Stream<Arguments> readVariables() {
		return Stream.of(allowed("wecom", "users: [a, b]", "WECOM_ALLOW_USERS=a,b"),
				allowed("wecom", "users: [a, b]", "WECOM_ALLOW_USERS_0=a", "WECOM_ALLOW_USERS_1=b"),
				allowed("wecom", "users: [a]", "wecom_allow_users=a"),
				allowed("wecom", "users: [a]", "wecom.allow.users[0]=a"),
				allowed("wecom", "leader-of: [3]", "WECOM_ALLOW_LEADER_OF=3"),
				allowed("wecom", "leader-of: [3]", "WECOM_ALLOW_LEADEROF_0=3"),
				allowed("wecom", "leader-of: [3]", "WECOM_ALLOW_LEADER_OF_0=3"),
				allowed("wecom", "main-department: [3], direct: true", "WECOM_ALLOW_MAIN_DEPARTMENT_0=3",
						"WECOM_ALLOW_DIRECT=true"),
				allowed("wecom", "departments: [3], tags: [7], positions: [x], leader: true, match: all",
						"WECOM_ALLOW_DEPARTMENTS=3", "WECOM_ALLOW_TAGS=7", "WECOM_ALLOW_POSITIONS=x",
						"WECOM_ALLOW_LEADER=true", "WECOM_ALLOW_MATCH=all"),
				allowed("hr", "users: [a]", "WECOM_REGISTRATION_HR_ALLOW_USERS=a"),
				allowed("shop-floor", "users: [a]", "WECOM_REGISTRATION_SHOP_FLOOR_ALLOW_USERS=a"),
				allowed("allow", "users: [a]", "WECOM_REGISTRATION_ALLOW_ALLOW_USERS=a"),
				allowed("x-roles", "users: [a]", "WECOM_REGISTRATION_X_ROLES_ALLOW_USERS=a"));
	}

	private static Arguments allowed(String registration, String members, String... variables) {
		return Arguments.of(registration, members, List.of(variables));
	}

	@ParameterizedTest
	@MethodSource("readVariables")
	void whenVariableIsARuleThenItIsThat(String registration, String members, List<String> variables) {
		Map<String, Object> environment = new LinkedHashMap<>();
		variables.forEach((variable) -> environment.put(variable.split("=")[0], variable.split("=")[1]));
		environment(withRegistrations(), environment).run((context) -> {
			assertThat(context).hasNotFailed();
			AccessRules rules = context.getBean(WeComRegistrations.class).find(registration).rules();
			assertThat(rules.allow()).isNotNull();
			assertThat(rules.allow().members()).hasToString(members);
		});
	}

	@Test
	void whenSystemPropertyIsARuleThenItIsThat() {
		systemProperties(withRegistrations(),
				Map.of("wecom.allow.leaderOf", "3", "wecom.registration.Back_Office.roles[0].role", "A",
						"wecom.registration.Back_Office.roles[0].users[0]", "a", "wecom.registration.hr.allow.users",
						"a"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				WeComRegistrations registrations = context.getBean(WeComRegistrations.class);
				assertThat(registrations.find("wecom").rules().allow().members()).hasToString("leader-of: [3]");
				assertThat(registrations.find("Back_Office").rules().roles()).hasSize(1);
				assertThat(registrations.find("hr").rules().allow()).isNotNull();
			});
	}

	@Test
	void whenIdIsWrittenInBracketsThenItsPropertiesAreRead() {
		systemProperties(
				this.runner.withPropertyValues("wecom.registration[My_App].corp-id=wwother",
						"wecom.registration[My_App].agent-id=1",
						"wecom.registration[My_App].secret=another-secret-of-an-application-0123456789"),
				Map.of("wecom.registration[My_App].allow.users", "a"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WeComRegistrations.class).find("My_App").rules().allow()).isNotNull();
			});
	}

	@Test
	void whenIdOfAVariableIsWrittenTogetherThenStartFails() {
		for (String variable : List.of("WECOM_REGISTRATION_SHOPFLOOR_ALLOW_USERS_0",
				"WECOM_REGISTRATION_BACKOFFICE_ALLOW_USERS_0", "WECOM_REGISTRATION_XROLES_SECRET")) {
			FailureAnalysis analysis = analysisOf(environment(withRegistrations(), Map.of(variable, "a")));
			assertThat(analysis.getDescription()).contains("is a duplicate");
			assertThat(analysis.getAction()).contains("WECOM_REGISTRATION_HEAD_OFFICE_SECRET belongs to 'head-office'");
		}
	}

	@Test
	void whenKubernetesSetsVariablesForAServiceThenTheyAreNoRules() {
		environment(this.runner,
				Map.of("WECOM_ALLOW_SERVICE_HOST", "10.0.0.1", "WECOM_ALLOW_SERVICE_PORT", "80",
						"WECOM_ALLOW_SERVICE_PORT_HTTP", "80", "WECOM_ALLOW_PORT", "tcp://10.0.0.1:80",
						"WECOM_ALLOW_PORT_80_TCP", "tcp://10.0.0.1:80", "WECOM_ALLOW_PORT_80_TCP_ADDR", "10.0.0.1"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WeComRegistrations.class).find("wecom").rules().allow()).isNull();
			});
	}

	@Test
	void whenRulesOfVariablesAreOverriddenThenTheyAreNotMissed() {
		environment(
				this.runner.withPropertyValues("wecom.roles[0].role=A", "wecom.roles[0].users=a",
						"wecom.allow.users=b"),
				Map.of("WECOM_ROLES_0_ROLE", "B", "WECOM_ROLES_0_TAGS", "7", "WECOM_ROLES_1_ROLE", "C",
						"WECOM_ROLES_1_TAGS_0", "7", "WECOM_ALLOW_USERS", "c"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WeComRegistrations.class).find("wecom").rules().roles()).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "WECOM_HOME", "WECOM_HOME_ALLOW", "WECOM_ALLOWED", "WECOM", "ALLOW_DEPARTMENT",
			"WECOM_REGISTRATION_HR_HOME", "WECOM_REGISTRATION_X_ROLES_HOME", "WECOM_REGISTRATION",
			"WECOMX_ALLOW_DEPARTMENT", "_", "WE_COM_ALLOW_X" })
	void whenVariableIsOfAnotherProgramThenNobodyCares(String variable) {
		environment(withRegistrations(), Map.of(variable, "3")).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenEnvironmentHasAPrefixThenRulesHaveItToo() {
		assertThat(analysisOf(withPrefix("SHOP_WECOM_ALLOW_DEPARTMENT")).getDescription())
			.contains("'SHOP_WECOM_ALLOW_DEPARTMENT'");
		withPrefix("SHOP_WECOM_ALLOW_DEPARTMENTS").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(WeComRegistrations.class).find("wecom").rules().allow()).isNotNull();
		});
	}

	private WebApplicationContextRunner withPrefix(String variable) {
		SpringApplication application = new SpringApplication();
		application.setEnvironmentPrefix("shop");
		return environment(this.runner, Map.of(variable, "3"))
			.withInitializer((context) -> new SystemEnvironmentPropertySourceEnvironmentPostProcessor()
				.postProcessEnvironment(context.getEnvironment(), application));
	}

	@Test
	void whenIdsAreReadFromVariablesThenTheyMayBeCalledAllowAndRoles() {
		Map<String, Object> environment = new LinkedHashMap<>();
		for (String id : List.of("ALLOW", "ROLES")) {
			environment.put("WECOM_REGISTRATION_" + id + "_CORPID", "wwother");
			environment.put("WECOM_REGISTRATION_" + id + "_CORP_ID", "wwother");
			environment.put("WECOM_REGISTRATION_" + id + "_AGENTID", "1");
			environment.put("WECOM_REGISTRATION_" + id + "_SECRET", "another-secret-of-an-application-0123456789");
			environment.put("WECOM_REGISTRATION_" + id + "_CALLBACK_TOKEN", "t");
			environment.put("WECOM_REGISTRATION_" + id + "_CALLBACK_ENCODINGAESKEY", "k".repeat(43));
		}
		environment(this.runner, environment).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(WeComRegistrations.class).find("roles").rules().allow()).isNull();
		});
	}

	private WebApplicationContextRunner withRegistrations() {
		WebApplicationContextRunner runner = this.runner;
		for (String id : List.of("hr", "shop-floor", "Back_Office", "allow", "x-roles")) {
			String prefix = "wecom.registration." + id;
			runner = runner.withPropertyValues(prefix + ".corp-id=wwother", prefix + ".agent-id=1",
					prefix + ".secret=another-secret-of-an-application-0123456789");
		}
		return runner;
	}

	private static WebApplicationContextRunner environment(WebApplicationContextRunner runner,
			Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return runner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.replace(name, new SystemEnvironmentPropertySource(name, variables));
		});
	}

	private static WebApplicationContextRunner systemProperties(WebApplicationContextRunner runner,
			Map<String, Object> properties) {
		String name = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;
		return runner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.replace(name, new MapPropertySource(name, properties));
		});
	}

}
