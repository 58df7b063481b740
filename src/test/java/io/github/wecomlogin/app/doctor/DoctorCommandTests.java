package io.github.wecomlogin.app.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorCommandTests {

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private final SimulatedWeCom weCom = SimulatedWeCom.start();

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

	@AfterEach
	void close() {
		this.weCom.close();
	}

	@Test
	void whenNoCheckFailsThenExitStatusIsZero() {
		assertThat(run("--language=en", "--member=lisi")).isEqualTo(DoctorCommand.SOUND);
		assertThat(output())
			.contains("[ok] Secret and corp ID (secret, wecom, ", "    WeCom accepts corp-id and secret.",
					"lisi can sign in with the roles USER.", "[WARNING] Address of the site (base_url, ",
					"    -> https://developer.work.weixin.qq.com/document/path/91335",
					"0 failed, 1 warnings. 3 API calls, ")
			.doesNotContain(SimulatedWeCom.SECRET);
	}

	@Test
	void whenLanguageIsChineseThenReportIsChinese() {
		assertThat(run("--language=zh")).isEqualTo(DoctorCommand.SOUND);
		assertThat(output()).contains("[正常] Secret 与企业ID", "失败 0 项，警告 1 项").doesNotContain("WARNING");
	}

	@Test
	void whenCheckFailsThenExitStatusIsOne() {
		this.weCom.fail(SimulatedWeCom.GETTOKEN, 60020);
		assertThat(run("--language=en")).isEqualTo(DoctorCommand.FAILED);
		assertThat(output()).contains("[FAILED] Trusted IP (trusted_ip, wecom, ",
				"    -> In the WeCom console open the application and add 203.0.113.7 under 开发者接口 → 企业可信IP");
	}

	@Test
	void whenJsonThenBothLanguagesForScripts() {
		this.weCom.fail(SimulatedWeCom.AGENT_GET, 301002);
		assertThat(run("--json")).isEqualTo(DoctorCommand.FAILED);
		JsonNode report = JsonMapper.shared().readTree(output());
		assertThat(report.propertyNames()).containsExactly("status", "time", "durationMillis", "apiCalls", "findings");
		assertThat(report.path("status").asString()).isEqualTo("failed");
		assertThat(report.path("apiCalls").asInt()).isEqualTo(2);
		JsonNode finding = report.path("findings")
			.valueStream()
			.filter((one) -> one.path("check").asString().equals("agent_id"))
			.findFirst()
			.orElseThrow();
		assertThat(finding.propertyNames()).containsExactly("check", "registrationId", "status", "blocking",
				"durationMillis", "title", "text", "remedy", "document");
		assertThat(finding.path("registrationId").asString()).isEqualTo("wecom");
		assertThat(finding.path("blocking").asBoolean()).isTrue();
		assertThat(finding.path("text").propertyNames()).containsExactly("en", "zh");
		assertThat(finding.path("remedy").path("zh").asString()).contains("AgentId");
		assertThat(finding.path("document").asString())
			.isEqualTo("https://developer.work.weixin.qq.com/document/path/90227");
	}

	@Test
	void whenApplicationCouldNotStartThenAllProblemsAreNamed() {
		assertThat(
				DoctorCommand.run(
						List.of("--language=en", "--wecom.agent-id=x", "--wecom.sercet=hidden",
								"--wecom.enabled=perhaps", "--spring.main.web-application-type=reactive"),
						stream(), errors()))
			.isEqualTo(DoctorCommand.FAILED);
		assertThat(output())
			.contains("'wecom.corp-id' is missing", "'wecom.agent-id' is not a valid AgentId",
					"'wecom.secret' is missing", "Unknown property: 'wecom.sercet'",
					"'wecom.enabled' has a value that is no boolean", "0 API calls")
			.doesNotContain("hidden", "perhaps");
	}

	@Test
	void whenRedisIsNotThereThenStoreFails() {
		assertThat(run("--language=en", "--wecom.store=redis", "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + UnusedPorts.next(), "--spring.data.redis.password=hidden",
				"--spring.autoconfigure.exclude="))
			.isEqualTo(DoctorCommand.FAILED);
		assertThat(output()).contains("[FAILED] Shared store (store, ", "Redis cannot be used: ")
			.doesNotContain("hidden", "DependencyException");
	}

	@Test
	void whenRedisRunsThenStoreIsSound() {
		int status = run(Stream.of(redis.asStore("language=en", "spring.data.redis.connect-timeout=60s"))
			.map((option) -> "--" + option)
			.toArray(String[]::new));
		assertThat(output()).contains("[ok] Shared store (store, ");
		assertThat(status).isEqualTo(DoctorCommand.SOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "examine", "--jsno", "-h" })
	void whenArgumentIsUnknownThenUsage(String argument) {
		assertThat(run("--language=en", argument)).isEqualTo(DoctorCommand.CANNOT_RUN);
		assertThat(output()).startsWith("Unknown argument: " + argument + ". Usage: doctor [--json]");
	}

	@ParameterizedTest
	@CsvSource({ "wecom.secret=hidden,wecom.secret", "--json=true,--json", "--membre=hidden,--membre",
			"--WECOM_SECRET=hidden,--WECOM_SECRET", "--wecom.secret hidden,--wecom.secret" })
	void whenArgumentIsUnknownThenItsValueIsNotShown(String arguments, String shown) {
		assertThat(run(("--language=en " + arguments).split(" "))).isEqualTo(DoctorCommand.CANNOT_RUN);
		assertThat(output()).startsWith("Unknown argument: " + shown + ". Usage: ").doesNotContain("hidden");
	}

	@Test
	void whenJsonCannotBeWrittenThenReasonIsOnStandardError() {
		assertThat(run("--language=en", "--json", "--jsno")).isEqualTo(DoctorCommand.CANNOT_RUN);
		assertThat(output()).isEmpty();
		assertThat(this.errors.toString(StandardCharsets.UTF_8)).startsWith("Unknown argument: --jsno.");
	}

	@Test
	void whenConfigurationIsUnreadableThenItsContentIsNotShown(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("broken.yml"), "wecom:\n\t secret: \"hidden\n");
		assertThat(run("--language=en", "--spring.config.location=" + file.toUri()))
			.isEqualTo(DoctorCommand.CANNOT_RUN);
		assertThat(output()).startsWith("The configuration cannot be read (").doesNotContain("hidden");
	}

	@Test
	void whenApplicationScansItsPackagesThenNoBeanOfTheCommand() {
		assertThat(new ClassPathScanningCandidateComponentProvider(true)
			.findCandidateComponents(DoctorCommand.class.getPackageName())).isEmpty();
	}

	private int run(String... options) {
		List<String> arguments = new ArrayList<>(List.of(options));
		arguments
			.addAll(List.of("--wecom.corp-id=" + SimulatedWeCom.CORP_ID, "--wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
					"--wecom.secret=" + SimulatedWeCom.SECRET, "--wecom.endpoints.api=" + this.weCom.apiUrl(),
					"--wecom.endpoints.authorize=" + this.weCom.authorizeUrl(),
					"--wecom.endpoints.web-login=" + this.weCom.webLoginUrl()));
		return DoctorCommand.run(arguments, stream(), errors());
	}

	private PrintStream errors() {
		return new PrintStream(this.errors, true, StandardCharsets.UTF_8);
	}

	private PrintStream stream() {
		return new PrintStream(this.output, true, StandardCharsets.UTF_8);
	}

	private String output() {
		return this.output.toString(StandardCharsets.UTF_8);
	}

}
