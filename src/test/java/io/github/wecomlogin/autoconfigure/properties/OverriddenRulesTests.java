package io.github.wecomlogin.autoconfigure.properties;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.autoconfigure.Runners;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of one source replace all rules of another, as lists of Spring Boot do.
 */
class OverriddenRulesTests {

	private static final String BASE = """
			wecom:
			  corp-id: ww0123456789abcdef
			  agent-id: 1000002
			  secret: the-secret-of-the-application-0123456789abc
			  roles:
			    - {role: X, users: [x], leader-of: [3]}
			    - {role: Y, departments: [2, 3], positions: [CTO], match: all}
			    - {role: Z, mainDepartment: [4], tags: [7]}
			""";

	private final WebApplicationContextRunner runner = withYaml(Runners.web(), "base", BASE);

	@ParameterizedTest
	@ValueSource(strings = { "{role: A, users: [a]}", "{role: A, leader: true}", "{role: A, users: a}",
			"{role: A, departments: [9, 8]}" })
	void whenAProfileHasRulesThenOnlyThose(String rule) {
		withYamlAbove("wecom:\n  roles:\n    - " + rule + "\n")
			.run((context) -> assertThat(roles(context)).containsExactly("A"));
	}

	@Test
	void whenAProfileHasNoRulesThenNone() {
		withYamlAbove("wecom:\n  roles: []\n").run((context) -> assertThat(roles(context)).isEmpty());
	}

	@Test
	void whenTheEnvironmentHasRulesThenOnlyThose() {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(name,
						new SystemEnvironmentPropertySource(name,
								Map.of("WECOM_ROLES_0_ROLE", "A", "WECOM_ROLES_0_USERS", "a"))))
			.run((context) -> assertThat(roles(context)).containsExactly("A"));
	}

	@Test
	void whenArgumentsHaveRulesThenOnlyThose() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("commandLineArgs",
						Map.of("wecom.roles[0].role", "A", "wecom.roles[0].leader", "true"))))
			.run((context) -> assertThat(roles(context)).containsExactly("A"));
	}

	@Test
	void whenRulesOfARegistrationAreReplacedThenOnlyThose() {
		WebApplicationContextRunner several = withYaml(this.runner, "several", """
				wecom:
				  registration:
				    shop-floor:
				      corp-id: wwother
				      agent-id: 1
				      secret: another-secret-of-an-application-0123456789
				      roles:
				        - {role: X, users: [x]}
				        - {role: Y, users: [y]}
				""");
		withYamlAbove(several, "wecom:\n  registration:\n    shop-floor:\n      roles: [{role: A, leader: true}]\n")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WeComRegistrations.class).find("shop-floor").rules().roles())
					.extracting(RoleRule::role)
					.containsExactly("A");
				assertThat(roles(context)).containsExactly("X", "Y", "Z");
			});
	}

	@Test
	void whenAReplacedRuleHasAnUnknownKeyThenStartFails() {
		WebApplicationContextRunner wrong = withYaml(this.runner, "wrong", "wecom:\n  roles:\n    - {rule: X}\n");
		assertThat(analysisOf(withYamlAbove(wrong, "wecom:\n  roles: [{role: A, leader: true}]\n")).getDescription())
			.contains("'wecom.roles[0].rule'");
	}

	@Test
	void whenOtherKeysAreUnknownThenStartFailsAndNamesOnlyThose() {
		WebApplicationContextRunner wrong = withYaml(this.runner, "wrong", "wecom:\n  corp-secret: hidden\n");
		assertThat(analysisOf(withYamlAbove(wrong, "wecom:\n  roles: [{role: A, leader: true}]\n")).getDescription())
			.contains("'wecom.corp-secret'")
			.doesNotContain("wecom.roles", "hidden");
	}

	private WebApplicationContextRunner withYamlAbove(String yaml) {
		return withYamlAbove(this.runner, yaml);
	}

	private static WebApplicationContextRunner withYamlAbove(WebApplicationContextRunner runner, String yaml) {
		return runner.withInitializer(
				(context) -> load("above", yaml).forEach(context.getEnvironment().getPropertySources()::addFirst));
	}

	private static WebApplicationContextRunner withYaml(WebApplicationContextRunner runner, String name, String yaml) {
		return runner.withInitializer(
				(context) -> load(name, yaml).forEach(context.getEnvironment().getPropertySources()::addLast));
	}

	private static List<PropertySource<?>> load(String name, String yaml) {
		try {
			return new YamlPropertySourceLoader().load(name,
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> roles(AssertableWebApplicationContext context) {
		assertThat(context).hasNotFailed();
		return context.getBean(WeComRegistrations.class)
			.find("wecom")
			.rules()
			.roles()
			.stream()
			.map(RoleRule::role)
			.toList();
	}

}
