package io.github.wecomlogin.autoconfigure.properties;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.autoconfigure.Runners;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.fixture.RegistrationParts;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulator is switched on in an application that has the settings of a real company.
 */
@ExtendWith(OutputCaptureExtension.class)
class SimulatedSettingsTests {

	private static final String SECRET = "Secret-_0123456789abcdefghijklmnopqrstuvwxy";

	private static final WeComApplication DEMO = new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID,
			SimulatedWeCom.SECRET);

	private final WebApplicationContextRunner simulated = Runners.web()
		.withPropertyValues("wecom.simulator.enabled=true");

	private final WebApplicationContextRunner company = this.simulated
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000007", "wecom.secret=" + SECRET);

	@Test
	void whenCompanyIsConfiguredThenTheDemoCompanyReplacesIt(CapturedOutput output) {
		this.company
			.withPropertyValues("wecom.endpoints.api=https://wecom.example.com", "wecom.roles[0].role=A",
					"wecom.roles[0].users=zhangsan")
			.run((context) -> {
				assertThat(applications(context)).containsExactly(DEMO);
				WeComRegistration registration = context.getBean(WeComRegistrations.class).find("wecom");
				assertThat(registration.rules().roles()).hasSize(1);
				assertThat(RegistrationParts.of(context, "wecom", CompanyDirectory.class)
					.members()
					.read("zhangsan", Deadline.after(Duration.ofSeconds(20)))
					.name()).isEqualTo("张三");
				assertThat(context.getBean(SimulatedWeCom.class).calls(SimulatedWeCom.GETUSER)).isOne();
			});
		assertThat(output).contains("WARN")
			.containsOnlyOnce("these properties are ignored: wecom.corp-id, wecom.agent-id, wecom.secret.")
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "${WECOM_SECRET}", "short" })
	void whenSecretIsNoSecretThenItDoesNotMatter(String secret) {
		this.company.withPropertyValues("wecom.secret=" + secret)
			.run((context) -> assertThat(applications(context)).containsExactly(DEMO));
	}

	@Test
	void whenKeysAreBlankThenTheyCountAsMissing(CapturedOutput output) {
		this.simulated.withPropertyValues("wecom.corp-id=", "wecom.agent-id=", "wecom.secret=")
			.run((context) -> assertThat(applications(context)).containsExactly(DEMO));
		assertThat(output).doesNotContain("these properties are ignored");
	}

	@Test
	void whenSeveralAreConfiguredThenAllAreReplaced(CapturedOutput output) {
		this.simulated
			.withPropertyValues("wecom.registration.office.corp-id=ww0123456789abcdef",
					"wecom.registration.office.agent-id=1", "wecom.registration.office.secret=" + SECRET,
					"wecom.registration.factory.corp-id=wwfedcba9876543210", "wecom.registration.factory.agent-id=2",
					"wecom.registration.factory.secret=" + SECRET, "wecom.contact-callback.corp-id=wwfedcba9876543210",
					"wecom.contact-callback.token=token", "wecom.contact-callback.encoding-aes-key=" + "k".repeat(43))
			.run((context) -> assertThat(applications(context)).containsExactly(DEMO, DEMO));
		assertThat(output).contains("wecom.registration.office.corp-id", "wecom.registration.factory.secret");
	}

	@Test
	void whenAddressAndProxyAreOfTheRealSiteThenTheyAreNotUsed(CapturedOutput output) {
		this.company
			.withPropertyValues("wecom.base-url=https://portal.example.com", "wecom.http.proxy=http://127.0.0.1:1")
			.run((context) -> {
				assertThat(context.getBean(ClientRegistrationRepository.class)
					.findByRegistrationId("wecom")
					.getRedirectUri()).startsWith("{baseUrl}/");
				assertThat(RegistrationParts.of(context, "wecom", CompanyDirectory.class)
					.members()
					.read("zhangsan", Deadline.after(Duration.ofSeconds(20)))
					.name()).isEqualTo("张三");
			});
		assertThat(output).contains("wecom.base-url, wecom.http.proxy.");
	}

	@Test
	void whenAddressIsOfThisMachineThenItIsUsed() {
		this.company.withPropertyValues("wecom.base-url=http://localhost:8080/app")
			.run((context) -> assertThat(
					context.getBean(ClientRegistrationRepository.class).findByRegistrationId("wecom").getRedirectUri())
				.startsWith("http://localhost:8080/app/"));
	}

	@Test
	void whenStartedThenItsPagesAreLogged(CapturedOutput output) {
		this.simulated.run((context) -> {
			SimulatedWeCom weCom = context.getBean(SimulatedWeCom.class);
			assertThat(output).contains("Simulated WeCom: " + weCom.indexUrl(), weCom.companyUrl());
		});
	}

	@Test
	void whenNoPortIsSetThenAFixedOneOrTheNextFree() {
		this.simulated.run((first) -> {
			int port = first.getBean(SimulatedWeCom.class).port();
			assertThat(port).isBetween(8090, 8099);
			// Not always the next one: what runs at the same time takes and leaves them
			this.simulated.run((second) -> assertThat(second.getBean(SimulatedWeCom.class).port()).isBetween(8090, 8099)
				.isNotEqualTo(port));
		});
	}

	@Test
	void whenPortIsSetAndTakenThenStartFailsAndNamesIt() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			FailureAnalysis analysis = analysisOf(
					this.simulated.withPropertyValues("wecom.simulator.port=" + taken.getLocalPort()));
			assertThat(analysis.getDescription()).contains("'wecom.simulator.port' is " + taken.getLocalPort(),
					"in use");
			assertThat(analysis.getAction()).contains("8090");
		}
		assertThat(analysisOf(this.simulated.withPropertyValues("wecom.simulator.port=70000")).getDescription())
			.contains("'wecom.simulator.port' is 70000");
	}

	private static List<WeComApplication> applications(AssertableWebApplicationContext context) {
		assertThat(context).hasNotFailed();
		return StreamSupport.stream(context.getBean(WeComRegistrations.class).spliterator(), false)
			.map(WeComRegistration::application)
			.toList();
	}

}
