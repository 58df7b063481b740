package io.github.wecomlogin.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.github.wecomlogin.autoconfigure.properties.UnknownWeComPropertyFailureAnalyzer;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static io.github.wecomlogin.autoconfigure.StartFailures.analyze;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong is said at start-up: which property, why, and where to find the value.
 */
class StartFailureTests {

	private static final String SECRET = "Secret-_0123456789abcdefghijklmnopqrstuvwxy";

	private static final String[] COMPANY = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
			"wecom.secret=" + SECRET };

	private static final String CHINESE = "(?s).*[\\u4e00-\\u9fff].*";

	private final WebApplicationContextRunner runner = Runners.web();

	static Stream<Arguments> wrongProperties() {
		return Stream.of(Arguments.of("wecom.corp-id", "", "My company"),
				Arguments.of("wecom.corp-id", "  ", "My company"), Arguments.of("wecom.corp-id", "1000002", "企业ID"),
				Arguments.of("wecom.corp-id", "ww01234-6789", "My company"),
				Arguments.of("wecom.corp-id", "ww" + "0".repeat(100), "My company"),
				Arguments.of("wecom.agent-id", "", "AgentId"), Arguments.of("wecom.agent-id", "ten", "App management"),
				Arguments.of("wecom.agent-id", "0", "AgentId"), Arguments.of("wecom.agent-id", "-1", "AgentId"),
				Arguments.of("wecom.agent-id", "9223372036854775808", "AgentId"),
				Arguments.of("wecom.secret", "", "View"), Arguments.of("wecom.secret", "has a blank", "应用管理"),
				Arguments.of("wecom.secret", "****", "Secret"), Arguments.of("wecom.secret", "s".repeat(257), "Secret"),
				Arguments.of("wecom.callback.encoding-aes-key", "a".repeat(42), "EncodingAESKey"),
				Arguments.of("wecom.callback.encoding-aes-key", "a".repeat(42) + "=", "EncodingAESKey"),
				Arguments.of("wecom.contact-callback.encoding-aes-key", "a", "EncodingAESKey"),
				Arguments.of("wecom.contact-callback.token", "with-hyphen", "通讯录同步"),
				Arguments.of("wecom.callback.token", "a".repeat(33), "接收消息"),
				Arguments.of("wecom.contact-callback.corp-id", "1", "企业ID"),
				Arguments.of("wecom.endpoints.api", "http://qyapi.weixin.qq.com", "https"),
				Arguments.of("wecom.endpoints.api", "http://localhost.example.com", "https"),
				Arguments.of("wecom.endpoints.api", "http://127.0.0.1.example.com", "https"),
				Arguments.of("wecom.endpoints.api", "https://user:password@example.com", "https"),
				Arguments.of("wecom.endpoints.api", "https://example.com/?x=y", "https"),
				Arguments.of("wecom.endpoints.api", "qyapi.weixin.qq.com", "https"),
				Arguments.of("wecom.endpoints.api", "https://", "https"),
				Arguments.of("wecom.endpoints.api", "file:///etc/passwd", "https"),
				Arguments.of("wecom.endpoints.authorize", "http://open.weixin.qq.com", "https"),
				Arguments.of("wecom.endpoints.authorize", "https://open.weixin.qq.com/x#wechat_redirect", "https"),
				Arguments.of("wecom.endpoints.web-login", "http://login.work.weixin.qq.com", "https"),
				Arguments.of("wecom.base-url", "hr.example.com", "trusted domain"),
				Arguments.of("wecom.base-url", "ftp://hr.example.com", "可信域名"),
				Arguments.of("wecom.base-url", "https://hr.example.com/#/home", "trusted domain"),
				Arguments.of("wecom.base-url", "http://hr.example.com:443", "trusted domain"),
				Arguments.of("wecom.base-url", "https://hr.example.com:80/hr", "trusted domain"),
				Arguments.of("wecom.base-url", "https://hr.example.com//hr", "trusted domain"),
				Arguments.of("wecom.base-url", "https://hr.example.com/a/../hr", "trusted domain"),
				Arguments.of("wecom.domain-verification", "verify.txt", "domain verification"),
				Arguments.of("wecom.domain-verification", "../WW_verify_abc.txt", "domain verification"),
				Arguments.of("wecom.domain-verification", "WW_verify_.txt", "校验"),
				Arguments.of("wecom.http.proxy", "proxy.example.com", "http://host:port"),
				Arguments.of("wecom.http.proxy", "https://proxy.example.com:3128", "http://host:port"),
				Arguments.of("wecom.http.proxy", "http://user:password@proxy.example.com:3128", "http://host:port"),
				Arguments.of("wecom.http.connect-timeout", "0s", "5s"),
				Arguments.of("wecom.http.read-timeout", "-1s", "5s"),
				Arguments.of("wecom.http.read-timeout", "6m", "5s"), Arguments.of("wecom.sign-in-timeout", "0", "5s"),
				Arguments.of("wecom.session.rechecks-per-minute", "0", "150,000"),
				Arguments.of("wecom.session.rechecks-per-minute", "10001", "150,000"),
				Arguments.of("wecom.roles[0].role", "", "hasRole"),
				Arguments.of("wecom.roles[0].role", "ROLE_ADMIN", "hasRole"),
				Arguments.of("wecom.roles[0].role", "TWO WORDS", "hasRole"),
				Arguments.of("wecom.roles[0].users", "", "Add entries or remove it"));
	}

	@ParameterizedTest
	@MethodSource("wrongProperties")
	void whenPropertyIsWrongThenStartFailsAndSaysWhichAndWhatToDo(String property, String value, String mend) {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("wecom.roles[0].role=ADMIN", "wecom.roles[0].users=lisi")
			.withPropertyValues(property + "=" + value));
		assertThat(analysis.getDescription()).contains("'" + property + "'");
		assertThat(analysis.getAction()).containsPattern(mend).matches(CHINESE);
		assertThat(analysis.toString() + analysis.getDescription() + analysis.getAction() + analysis.getCause())
			.doesNotContain(SECRET, "password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "corp-id", "agent-id", "secret" })
	void whenPropertyIsMissingThenStartFailsAndSaysWhich(String missing) {
		for (String prefix : List.of("wecom.", "wecom.registration.hr.")) {
			String[] others = Stream.of(COMPANY)
				.map((property) -> property.replace("wecom.", prefix))
				.filter((property) -> !property.startsWith(prefix + missing))
				.toArray(String[]::new);
			FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(others));
			assertThat(analysis.getDescription())
				.isEqualTo("Property '" + prefix + missing + "' is missing. 属性“" + prefix + missing + "”未设置。");
		}
	}

	@Test
	void whenNothingIsConfiguredThenStartFailsAndSaysWhatToBeginWith() {
		assertThat(analysisOf(this.runner).getDescription()).startsWith("Property 'wecom.corp-id' is missing. ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.corp-id", "wecom.agent-id", "wecom.secret", "wecom.callback.encoding-aes-key",
			"wecom.corp-secret", "wecom.registration.hr.secrets" })
	void whenSecretStandsInTheWrongPlaceThenItIsNotShown(String property) {
		String secret = "A/secret+that=is-misplaced";
		this.runner.withPropertyValues(COMPANY).withPropertyValues(property + "=" + secret).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(property).doesNotContain(secret);
			assertThat(analysis.getAction()).doesNotContain(secret);
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				assertThat(String.valueOf(cause.getMessage())).doesNotContain(secret);
			}
		});
	}

	@Test
	void whenKeyIsUnknownThenStartFailsAndNamesIt() {
		FailureAnalysis analysis = analysisOf(
				this.runner.withPropertyValues(COMPANY).withPropertyValues("wecom.corpid-typo=x"));
		assertThat(analysis.getDescription()).contains("wecom.corpid-typo");
	}

	@Test
	void whenKeyOfSomebodyElseIsUnknownThenBootsOwnAnalysis() {
		FailureAnalyzer analyzer = new UnknownWeComPropertyFailureAnalyzer();
		assertThat(analyzer.analyze(new IllegalStateException("other"))).isNull();
	}

	@Test
	void whenIdIsThereTwiceThenStartFailsAndSaysWhich() {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("wecom.registration.wecom.corp-id=wwother", "wecom.registration.wecom.agent-id=1",
					"wecom.registration.wecom.secret=another-secret-of-an-application-0123456789"));
		assertThat(analysis.getDescription()).contains("'wecom.registration.wecom'").contains("duplicate");
	}

	@Test
	void whenRulesBelongToNoApplicationThenStartFailsAndSaysWhere() {
		FailureAnalysis analysis = analysisOf(
				this.runner.withPropertyValues("wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu",
						"wecom.registration.hr.corp-id=wwother", "wecom.registration.hr.agent-id=1",
						"wecom.registration.hr.secret=another-secret-of-an-application-0123456789"));
		assertThat(analysis.getDescription()).contains("'wecom.roles'");
		assertThat(analysis.getAction()).contains("wecom.registration.<id>.roles");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a.b]", "[a,b]", "[h r]", "[h/r]", "[-hr]", "[人事]" })
	void whenIdDoesNotFitIntoUrlsThenStartFailsAndSaysSo(String id) {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(
				"wecom.registration." + id + ".corp-id=wwother", "wecom.registration." + id + ".agent-id=1",
				"wecom.registration." + id + ".secret=another-secret-of-an-application-0123456789"));
		assertThat(analysis.getDescription()).contains("not allowed in URLs");
	}

	@Test
	void whenIdIsThatOfAnotherProviderThenStartFailsAndSaysWhich() {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("spring.security.oauth2.client.registration.wecom.provider=github",
					"spring.security.oauth2.client.registration.wecom.client-id=id",
					"spring.security.oauth2.client.registration.wecom.client-secret=github-secret"));
		assertThat(analysis.getDescription()).contains("'spring.security.oauth2.client.registration.wecom'")
			.doesNotContain("github-secret");
		assertThat(analysis.getAction()).contains("another id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.github.wecomlogin.simulator", "com.github.tomakehurst.wiremock" })
	void whenSimulatorIsMissingThenStartFailsAndSaysWhatToAdd(String missing) {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues("wecom.simulator.enabled=true")
			.withClassLoader(new FilteredClassLoader(missing)));
		assertThat(analysis.getDescription()).contains("'wecom.simulator.enabled'");
		assertThat(analysis.getAction()).contains("classifier 'test'", "wiremock-standalone").matches(CHINESE);
	}

	@Test
	void whenSimulatorIsNotThereAndNotWantedThenNobodyMissesIt() {
		this.runner.withPropertyValues(COMPANY)
			.withClassLoader(
					new FilteredClassLoader("io.github.wecomlogin.simulator", "com.github.tomakehurst.wiremock"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenDemoCompanyMeetsRealEndpointsThenRefused() {
		FailureAnalysis analysis = analysisOf(demo());
		assertThat(analysis.getDescription()).contains("'wecom.corp-id'", "demo company");
	}

	@ParameterizedTest
	@ValueSource(strings = { "api", "authorize", "web-login" })
	void whenDemoCompanyMeetsOneRealEndpointThenRefused(String real) {
		String[] local = Stream.of("api", "authorize", "web-login")
			.filter((endpoint) -> !endpoint.equals(real))
			.map((endpoint) -> "wecom.endpoints." + endpoint + "=http://127.0.0.1:1/x")
			.toArray(String[]::new);
		assertThat(analysisOf(demo().withPropertyValues(local)).getDescription()).contains("demo company");
	}

	@Test
	void whenDemoSecretIsUsedByAnotherCompanyThenRefused() {
		FailureAnalysis analysis = analysisOf(
				this.runner.withPropertyValues(COMPANY).withPropertyValues("wecom.secret=" + SimulatedWeCom.SECRET));
		assertThat(analysis.getDescription()).contains("demo company").doesNotContain(SimulatedWeCom.SECRET);
	}

	private WebApplicationContextRunner demo() {
		return this.runner.withPropertyValues("wecom.corp-id=" + SimulatedWeCom.CORP_ID,
				"wecom.agent-id=" + SimulatedWeCom.AGENT_ID, "wecom.secret=" + SimulatedWeCom.SECRET);
	}

}
