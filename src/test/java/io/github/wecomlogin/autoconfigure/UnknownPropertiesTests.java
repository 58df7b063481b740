package io.github.wecomlogin.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that there are not, and entries of lists that Spring does not merge.
 */
class UnknownPropertiesTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=Secret-_0123456789abcdefghijklmnopqrstuvwxy");

	@ParameterizedTest
	@CsvSource({ "wecom.corpid-typo,wecom.corp-id", "wecom.secert,wecom.secret", "wecom.corp-secret,wecom.secret",
			"wecom.agentt-id,wecom.agent-id", "wecom.base-uri,wecom.base-url",
			"wecom.session.recheck-intervall,wecom.session.recheck-interval",
			"wecom.recheck-interval,wecom.session.recheck-interval", "wecom.proxy,wecom.http.proxy",
			"wecom.http.timeout,wecom.http.read-timeout", "wecom.simulator.enable,wecom.simulator.enabled",
			"wecom.domain-verifications,wecom.domain-verification", "wecom.roles[0].user,wecom.roles[0].users",
			"wecom.allow.department,wecom.allow.departments",
			"wecom.registration.hr.secrets,wecom.registration.hr.secret",
			"wecom.registration.hr.roles[0].rule,wecom.registration.hr.roles[0].role",
			"wecom.callback.encoding-key,wecom.callback.encoding-aes-key", "wecom.brand.colour,wecom.brand.color",
			"wecom.brand.support,wecom.brand.support-url" })
	void whenKeyIsUnknownThenTheNearestIsSuggested(String unknown, String nearest) {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(unknown + "=hidden"));
		assertThat(analysis.getDescription()).contains("Unknown property: '" + unknown + "'").doesNotContain("hidden");
		assertThat(analysis.getAction()).startsWith("Did you mean '" + nearest + "'?").contains("您是否要写");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.xyz", "wecom.something-of-another-kind" })
	void whenNoKeyIsSimilarThenNoneIsSuggested(String unknown) {
		assertThat(analysisOf(this.runner.withPropertyValues(unknown + "=x")).getAction())
			.startsWith("Correct its name");
	}

	@ParameterizedTest
	@CsvSource({ "WECOM_ROLES_2_ROLE,wecom.roles[2].role", "WECOM_ROLES_1_USERS,wecom.roles[1].users",
			"WECOM_ROLES_1_USERS_0,wecom.roles[1].users[0]", "WECOM_ALLOW_USERS_1,wecom.allow.users[1]",
			"WECOM_ALLOW_LEADEROF_1,wecom.allow.leader", "WECOM_DOMAINVERIFICATION_1,wecom.domainverification[1]",
			"WECOM_REGISTRATION_HR_ROLES_2_ROLE,wecom.registration.hr.roles[2].role",
			"WECOM_REGISTRATION_HR_ALLOW_TAGS_3,wecom.registration.hr.allow.tags[3]" })
	void whenVariableContinuesAListOfAFileThenMergingIsExplained(String variable, String property) {
		FailureAnalysis analysis = analysisOf(environment(withLists(), variable, "1"));
		assertThat(analysis.getDescription()).startsWith("Spring does not merge lists from two sources")
			.contains("'" + property, variable);
		assertThat(analysis.getAction()).contains("into one source", "同一来源");
	}

	@Test
	void whenVariableHasPartOfARuleThenMergingIsExplained() {
		FailureAnalysis analysis = analysisOf(environment(withLists(), "WECOM_ROLES_0_ROLE", "B"));
		assertThat(analysis.getDescription()).contains("'wecom.roles[0]' does not select any members");
		assertThat(analysis.getAction()).contains("Spring does not merge lists from two sources");
	}

	private WebApplicationContextRunner withLists() {
		return this.runner.withPropertyValues("wecom.roles[0].role=A", "wecom.roles[0].users=a",
				"wecom.roles[1].role=B", "wecom.roles[1].users=b", "wecom.allow.users[0]=a",
				"wecom.allow.leader-of[0]=3", "wecom.domain-verification[0]=WW_verify_a.txt",
				"wecom.registration.hr.corp-id=wwother", "wecom.registration.hr.agent-id=1",
				"wecom.registration.hr.secret=another-secret-of-an-application-0123456789",
				"wecom.registration.hr.roles[0].role=A", "wecom.registration.hr.roles[0].users=a",
				"wecom.registration.hr.allow.tags[0]=7");
	}

	private static WebApplicationContextRunner environment(WebApplicationContextRunner runner, String variable,
			String value) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name, Map.of(variable, value))))
			// Variables come before files
			.withInitializer((context) -> {
				var sources = context.getEnvironment().getPropertySources();
				var variables = sources.remove(name);
				sources.addFirst(variables);
			});
	}

}
