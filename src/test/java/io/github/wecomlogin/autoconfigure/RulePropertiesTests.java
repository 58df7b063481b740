package io.github.wecomlogin.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules as an administrator writes them, right and wrong.
 */
class RulePropertiesTests {

	private static final String CHINESE = "(?s).*[\\u4e00-\\u9fff].*";

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=the-secret-of-the-application-0123456789abc");

	@Test
	void whenRulesStandInYamlThenTheyAreThose() {
		withYaml("""
				wecom:
				  allow:
				    departments: [3]
				  roles:
				    - {role: ADMIN,   users: [zhaoliu]}
				    - {role: HR,      departments: [2]}
				    - {role: MANAGER, leader: true}
				    - {role: RND_LEAD, leader-of: [3]}
				    - {role: ON_CALL, tags: [7]}
				    - {role: SECURITY, departments: [311], positions: ["安全工程师"], match: all}
				    - {role: BOARD, main-department: ["总部/董事会", 9], direct: true}
				""").run(rules((rules) -> {
			assertThat(written(rules.allow())).isEqualTo("wecom.allow (departments: [3])");
			assertThat(rules.roles()).extracting(RulePropertiesTests::written)
				.containsExactly("wecom.roles[0] (ADMIN: users: [zhaoliu])", "wecom.roles[1] (HR: departments: [2])",
						"wecom.roles[2] (MANAGER: leader: true)", "wecom.roles[3] (RND_LEAD: leader-of: [3])",
						"wecom.roles[4] (ON_CALL: tags: [7])",
						"wecom.roles[5] (SECURITY: departments: [311], positions: [安全工程师], match: all)",
						"wecom.roles[6] (BOARD: main-department: [总部/董事会, 9], direct: true)");
		}));
	}

	@Test
	void whenRulesStandInTheEnvironmentThenTheyAreThose() {
		Map<String, Object> environment = new LinkedHashMap<>();
		environment.put("WECOM_ALLOW_LEADEROF", "3,4");
		environment.put("WECOM_ALLOW_MATCH", "ALL");
		environment.put("WECOM_ALLOW_TAGS_0", "7");
		environment.put("WECOM_ROLES_0_ROLE", "HR");
		environment.put("WECOM_ROLES_0_DEPARTMENTS", "2, 研发部");
		environment.put("WECOM_ROLES_0_MAINDEPARTMENT_0", "5");
		environment.put("WECOM_ROLES_1_ROLE", "MANAGER");
		environment.put("WECOM_ROLES_1_LEADER", "true");
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name, environment)))
			.run(rules((rules) -> {
				assertThat(written(rules.allow())).isEqualTo("wecom.allow (tags: [7], leader-of: [3, 4], match: all)");
				assertThat(rules.roles()).extracting(RulePropertiesTests::written)
					.containsExactly("wecom.roles[0] (HR: departments: [2, 研发部], main-department: [5])",
							"wecom.roles[1] (MANAGER: leader: true)");
			}));
	}

	@Test
	void whenIdsNeed64BitsThenTheyAreRead() {
		withYaml("""
				wecom:
				  agent-id: 1688850000001
				  allow:
				    departments: [3000000001]
				    direct: true
				  roles:
				    - {role: A, tags: [3000000007]}
				    - {role: B, leader-of: ["3000000002"]}
				""").run(rules((rules) -> {
			assertThat(written(rules.allow())).isEqualTo("wecom.allow (departments: [3000000001], direct: true)");
			assertThat(rules.roles()).extracting(RulePropertiesTests::written)
				.containsExactly("wecom.roles[0] (A: tags: [3000000007])",
						"wecom.roles[1] (B: leader-of: [3000000002])");
		}));
	}

	@Test
	void whenOneRoleHasSeveralRulesThenAllOfThem() {
		this.runner
			.withPropertyValues("wecom.roles[0].role=HR", "wecom.roles[0].users=a", "wecom.roles[1].role=HR",
					"wecom.roles[1].users=b")
			.run(rules((rules) -> assertThat(rules.roles()).hasSize(2)));
	}

	@Test
	void whenNothingIsSaidThenEverybodyAndNoRoles() {
		this.runner.run(rules((rules) -> {
			assertThat(rules.allow()).isNull();
			assertThat(rules.roles()).isEmpty();
		}));
	}

	static Stream<Arguments> wrongRules() {
		return Stream.of(Arguments.of("wecom.roles[0]", "does not select any members", "role=A"),
				Arguments.of("wecom.roles[0]", "does not select any members", "role=A match=all"),
				Arguments.of("wecom.roles[0].role", "is missing", "users=a"),
				Arguments.of("wecom.roles[0].role", "ROLE_A", "role=ROLE_A users=a"),
				Arguments.of("wecom.roles[0].role", "blanks or commas", "role=A,B users=a"),
				Arguments.of("wecom.roles[0].role", "invisible", "role=HR\u3000 users=a"),
				Arguments.of("wecom.roles[0].role", "invisible", "role=HR\u00a0 users=a"),
				Arguments.of("wecom.roles[0].role", "invisible", "role=H\u200bR users=a"),
				Arguments.of("wecom.roles[0].role", "invisible", "role=H\u0007R users=a"),
				Arguments.of("wecom.roles[0].role", "which all signed-in members have", "role=USER users=a"),
				Arguments.of("wecom.roles[0].users", "entry 2", "role=A users=a,li/si"),
				Arguments.of("wecom.roles[0].users", "entry 1", "role=A users=li\u3000si"),
				Arguments.of("wecom.roles[0].users", "entry 2", "role=A users=a,lisi\u00a0"),
				Arguments.of("wecom.roles[0].users", "entry 1", "role=A users=lisi\u200b"),
				Arguments.of("wecom.roles[0].users", "empty entry", "role=A users=\u200b,a"),
				Arguments.of("wecom.roles[0].departments", "empty entry", "role=A departments=\u00a0,3"),
				Arguments.of("wecom.roles[0].departments", "has '\uff13'", "role=A departments=\uff13"),
				Arguments.of("wecom.roles[0].departments", "has '\u0663'", "role=A departments=2,\u0663"),
				Arguments.of("wecom.roles[0].departments", "has '-\uff13'", "role=A departments=-\uff13"),
				Arguments.of("wecom.roles[0].departments", "not a department path", "role=A departments=总部/\u3000/研发部"),
				Arguments.of("wecom.roles[0].departments", "entries 1 and 2",
						"role=A departments=总部/研发部,总部\u00a0/\u3000研发部"),
				Arguments.of("wecom.roles[0].positions", "entries 1 and 2", "role=A positions=CTO,CTO"),
				Arguments.of("wecom.roles[0].users", "is an empty list", "role=A users= departments=2"),
				Arguments.of("wecom.roles[0].users", "empty entry", "role=A users=a,,b"),
				Arguments.of("wecom.roles[0].users", "invalid user ID as entry 2", "role=A users=a,赵六"),
				Arguments.of("wecom.roles[0].users", "invalid user ID as entry 1", "role=A users=zhaoliu，wangwu"),
				Arguments.of("wecom.roles[0].users", "invalid user ID as entry 1", "role=A users=zhaoliu;wangwu"),
				Arguments.of("wecom.roles[0].users", "entries 1 and 3", "role=A users=lisi,b,LiSi"),
				Arguments.of("wecom.roles[0].departments", "has '-3'", "role=A departments=-3"),
				Arguments.of("wecom.roles[0].departments", "has '0'", "role=A departments=0"),
				Arguments.of("wecom.roles[0].departments", "has '9223372036854775808'",
						"role=A departments=9223372036854775808"),
				Arguments.of("wecom.roles[0].departments", "entries 1 and 3", "role=A departments=2,3,2"),
				Arguments.of("wecom.roles[0].departments", "entries 1 and 2", "role=A departments=3,03"),
				Arguments.of("wecom.roles[0].departments", "not a department path", "role=A departments=/研发部"),
				Arguments.of("wecom.roles[0].departments", "not a department path", "role=A departments=总部//研发部"),
				Arguments.of("wecom.roles[0].leader-of", "has '-1'", "role=A leader-of=-1"),
				Arguments.of("wecom.roles[0].main-department", "has '0'", "role=A main-department=0"),
				Arguments.of("wecom.roles[0].tags", "has '-7'", "role=A tags=-7"),
				Arguments.of("wecom.roles[0].tags", "has 'ops'", "role=A tags=ops"),
				Arguments.of("wecom.roles[0].tags", "entries 1 and 2", "role=A tags=7,7"),
				Arguments.of("wecom.roles[0].positions", "empty entry", "role=A positions=CTO,"),
				Arguments.of("wecom.roles[0].leader", "is false", "role=A leader=false users=a"),
				Arguments.of("wecom.roles[0].leader", "is empty", "role=A leader= users=a"),
				Arguments.of("wecom.roles[0].leader", "is 'yes'", "role=A leader=yes users=a"),
				Arguments.of("wecom.roles[0].direct", "is empty", "role=A departments=2 direct="),
				Arguments.of("wecom.roles[0].direct", "is '1'", "role=A departments=2 direct=1"),
				Arguments.of("wecom.roles[0].match", "is empty", "role=A departments=2 match="),
				Arguments.of("wecom.roles[0].match", "is 'both'", "role=A departments=2 match=both"),
				Arguments.of("wecom.roles[0].direct", "names no department", "role=A users=a direct=true"));
	}

	@ParameterizedTest
	@MethodSource("wrongRules")
	void whenRuleIsWrongThenStartFailsAndNamesTheRuleAndTheMend(String property, String problem, String rule) {
		for (String prefix : List.of("wecom.", "wecom.registration.hr.")) {
			String name = prefix + "roles[0].";
			FailureAnalysis analysis = analysisOf(withRegistration()
				.withPropertyValues(Stream.of(rule.split(" ")).map((part) -> name + part).toArray(String[]::new)));
			assertThat(analysis.getDescription()).contains("'" + property.replace("wecom.", prefix) + "'", problem);
			assertThat(analysis.getAction()).matches(CHINESE).containsPattern("[A-Za-z]{3}");
		}
	}

	@Test
	void whenUserIdsAreWrongThenTheyAreNotShown() {
		for (String users : List.of("zhangsan,b,ZhangSan", "zhangsan/", "a,zhang san")) {
			FailureAnalysis analysis = analysisOf(
					this.runner.withPropertyValues("wecom.roles[0].role=A", "wecom.roles[0].users=" + users));
			assertThat(analysis.getDescription() + analysis.getAction()).contains("wecom.roles[0].users")
				.doesNotContainIgnoringCase("zhang");
		}
	}

	static Stream<Arguments> wrongYaml() {
		return Stream.of(Arguments.of("wecom.allow.users", "quotes", "allow: {users: [00123]}"),
				Arguments.of("wecom.allow.users", "entry 2", "allow: {users: [a, 12:30]}"),
				Arguments.of("wecom.allow.users", "quotes", "allow: {users: [yes]}"),
				Arguments.of("wecom.allow.users", "quotes", "allow: {users: 123}"),
				Arguments.of("wecom.allow.users", "quotes", "allow: {users: [1.5]}"),
				Arguments.of("wecom.allow.positions", "quotes", "allow: {positions: [a, 0123]}"),
				Arguments.of("wecom.roles[1].role", "quotes",
						"roles: [{role: A, users: [a]}, {role: 007, users: [b]}]"),
				Arguments.of("wecom.roles[0].role", "quotes", "roles: [{role: on, users: [a]}]"),
				Arguments.of("wecom.roles[0].users", "quotes", "roles: [{role: A, users: 0x10}]"),
				Arguments.of("wecom.registration.hr.allow.users", "quotes",
						"registration: {hr: {corp-id: wwother, agent-id: 1, secret: another-secret-of-an-application-0123456789, allow: {users: [00123]}}}"),
				Arguments.of("wecom.registration.My_App.roles[0].users", "quotes",
						"registration: {My_App: {corp-id: wwother, agent-id: 1, secret: another-secret-of-an-application-0123456789, "
								+ "roles: [{role: A, users: [00123]}]}}"),
				Arguments.of("wecom.allow.leader", "is empty", "allow: {leader: , departments: [311], match: all}"),
				Arguments.of("wecom.allow.leader", "is empty", "allow: {leader: }"),
				Arguments.of("wecom.allow.match", "is empty", "allow: {users: [a], match: }"),
				Arguments.of("wecom.allow.direct", "is empty", "allow: {departments: [3], direct: }"),
				Arguments.of("wecom.allow.leader", "is false", "allow: {leader: no}"),
				Arguments.of("wecom.allow.leader", "is '1'", "allow: {leader: 1}"),
				Arguments.of("wecom.roles[0].role", "is missing", "roles: [{role: , users: [a]}]"),
				Arguments.of("wecom.allow.users", "is an empty list", "allow: {users: , tags: [7]}"),
				Arguments.of("wecom.allow.users", "empty entry", "allow: {users: [a, ]}".replace(", ]", ", null]")));
	}

	@ParameterizedTest
	@MethodSource("wrongYaml")
	void whenYamlMeansSomethingElseThenStartFailsAndNamesIt(String property, String problem, String yaml) {
		FailureAnalysis analysis = analysisOf(withYaml("wecom:\n  " + yaml + "\n"));
		assertThat(analysis.getDescription()).contains("'" + property + "'");
		assertThat(analysis.getDescription() + analysis.getAction()).contains(problem);
		assertThat(analysis.getAction()).matches(CHINESE);
	}

	@Test
	void whenYamlHasNumbersInQuotesOrAsIdsThenTheyAreThose() {
		withYaml("""
				wecom:
				  allow: {users: ["00123", '1230'], departments: [3, "3.5", "第３组"], tags: [7], positions: ["1"]}
				  roles:
				    - {role: "007", users: "yes", leader: true, match: All}
				    - {role: P, departments: ["总部 / 研发部", " 研发部　/　平台组 "], direct: yes}
				""").run(rules((rules) -> {
			assertThat(written(rules.allow()))
				.isEqualTo("wecom.allow (users: [00123, 1230], departments: [3, 3.5, 第３组], tags: [7], positions: [1])");
			assertThat(rules.roles()).extracting(RulePropertiesTests::written)
				.containsExactly("wecom.roles[0] (007: users: [yes], leader: true, match: all)",
						"wecom.roles[1] (P: departments: [总部/研发部, 研发部/平台组], direct: true)");
		}));
	}

	@Test
	void whenTextOverridesANumberThenTheNumberDoesNotCount() {
		withYaml("wecom: {allow: {users: [00123]}, roles: [{role: 007, users: 1}]}\n")
			.withPropertyValues("wecom.allow.users=00123", "wecom.roles[0].role=007", "wecom.roles[0].tags=7")
			.run(rules((rules) -> {
				assertThat(written(rules.allow())).isEqualTo("wecom.allow (users: [00123])");
				assertThat(rules.roles()).extracting(RulePropertiesTests::written)
					.containsExactly("wecom.roles[0] (007: tags: [7])");
			}));
	}

	@Test
	void whenListIsGivenByAProgramThenItIsThat() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("program", Map.of("wecom.allow.users", List.of("a", "b")))))
			.run(rules((rules) -> assertThat(written(rules.allow())).isEqualTo("wecom.allow (users: [a, b])")));
	}

	@Test
	void whenTwoRulesDifferOnlyInWritingThenStartFailsAndNamesBoth() {
		for (String rules : List.of("departments=2,3 departments=3,2", "leader-of=2,3 leader-of=3,2",
				"main-department=2,x main-department=x,02", "users=a users=a;match=all",
				"departments=2;leader=true;match=all departments=2;leader=true;match=ALL;direct=false",
				"departments=2,3;match=all departments=3,2")) {
			assertThat(analysisOf(twoRules(rules)).getDescription()).contains("'wecom.roles[1]'", "'wecom.roles[0]'");
		}
	}

	@Test
	void whenTwoRulesDifferThenBothAreThere() {
		for (String rules : List.of("departments=2 leader-of=2", "departments=2 departments=2;direct=true",
				"departments=2;users=a departments=2;users=a;match=all", "departments=2 main-department=2",
				"departments=2 departments=2,3", "tags=2 departments=2")) {
			twoRules(rules).run(rules((both) -> assertThat(both.roles()).hasSize(2)));
		}
	}

	private WebApplicationContextRunner twoRules(String rules) {
		WebApplicationContextRunner runner = this.runner;
		for (int i = 0; i < 2; i++) {
			String name = "wecom.roles[" + i + "].";
			runner = runner.withPropertyValues(name + "role=A")
				.withPropertyValues(
						Stream.of(rules.split(" ")[i].split(";")).map((part) -> name + part).toArray(String[]::new));
		}
		return runner;
	}

	@Test
	void whenRoleIsThatOfEverybodyThenStartFailsAndNamesAllow() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.roles[0].role=USER", "wecom.roles[0].users=a"))
			.getAction()).contains("wecom.allow");
		assertThat(analysisOf(withRegistration().withPropertyValues("wecom.registration.hr.roles[0].role=USER",
				"wecom.registration.hr.roles[0].users=a"))
			.getAction()).contains("wecom.registration.hr.allow");
	}

	@Test
	void whenTwoRulesSayTheSameThenStartFailsAndNamesBoth() {
		FailureAnalysis analysis = analysisOf(
				this.runner.withPropertyValues("wecom.roles[0].role=A", "wecom.roles[0].users=a,b",
						"wecom.roles[0].leader=true", "wecom.roles[1].role=B", "wecom.roles[1].users=a,b",
						"wecom.roles[2].role=A", "wecom.roles[2].leader=true", "wecom.roles[2].users=B,A"));
		assertThat(analysis.getDescription()).contains("'wecom.roles[2]'", "'wecom.roles[0]'");
	}

	@Test
	void whenAllowIsEmptyThenStartFailsInsteadOfLettingEverybodyIn() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.allow.departments=")).getDescription())
			.contains("'wecom.allow.departments'", "is an empty list");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.allow.match=all")).getDescription())
			.contains("'wecom.allow'", "does not select any members");
		for (String key : List.of("leader", "direct", "match")) {
			assertThat(analysisOf(this.runner.withPropertyValues("wecom.allow." + key + "=")).getDescription())
				.contains("'wecom.allow." + key + "'", "is empty");
		}
		withYaml("wecom:\n  allow:\n").run((context) -> assertThat(context).hasFailed());
		withYaml("wecom:\n  allow:\n    departments: []\n").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whenAllowBelongsToNoApplicationThenStartFailsAndSaysWhere() {
		FailureAnalysis analysis = analysisOf(Runners.web()
			.withPropertyValues("wecom.allow.users=a", "wecom.registration.hr.corp-id=wwother",
					"wecom.registration.hr.agent-id=1",
					"wecom.registration.hr.secret=another-secret-of-an-application-0123456789"));
		assertThat(analysis.getDescription()).contains("'wecom.allow'");
		assertThat(analysis.getAction()).contains("wecom.registration.<id>.allow");
	}

	@Test
	void whenKeyOfARuleIsUnknownThenStartFailsAndNamesIt() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.roles[0].role=A", "wecom.roles[0].user=a"))
			.getDescription()).contains("wecom.roles[0].user");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.allow.department=3")).getDescription())
			.contains("wecom.allow.department");
	}

	@Test
	void whenPeriodsAreGivenThenTheyMustFitTogether() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.session.recheck-interval=2h")).getDescription())
			.contains("'wecom.session.recheck-grace'", "greater than");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.session.recheck-interval=0s")).getDescription())
			.contains("'wecom.session.recheck-interval'");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.session.recheck-grace=8d")).getDescription())
			.contains("'wecom.session.recheck-grace'");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.session.recheck-interval=1m",
				"wecom.session.recheck-grace=" + Duration.ofMinutes(1)))
			.getDescription()).contains("'wecom.session.recheck-grace'", "greater than");
		this.runner
			.withPropertyValues("wecom.session.recheck-interval=1m",
					"wecom.session.recheck-grace=" + Duration.ofSeconds(61))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private WebApplicationContextRunner withRegistration() {
		return this.runner.withPropertyValues("wecom.registration.hr.corp-id=wwother",
				"wecom.registration.hr.agent-id=1",
				"wecom.registration.hr.secret=another-secret-of-an-application-0123456789");
	}

	private WebApplicationContextRunner withYaml(String yaml) {
		return this.runner.withInitializer((context) -> {
			try {
				List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("rules",
						new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
				sources.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static String written(AllowRule rule) {
		return rule.name() + " (" + rule.members() + ")";
	}

	private static String written(RoleRule rule) {
		return rule.name() + " (" + rule.role() + ": " + rule.members() + ")";
	}

	private static ContextConsumer<AssertableWebApplicationContext> rules(Consumer<AccessRules> assertions) {
		return (context) -> {
			assertThat(context).hasNotFailed();
			assertions.accept(context.getBean(WeComRegistrations.class).find("wecom").rules());
		};
	}

}
