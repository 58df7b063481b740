package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.autoconfigure.properties.SetUpReader;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.store.InMemorySharedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class WeComDoctorTests {

	private static SetUpUnderTest setUp;

	@BeforeAll
	static void start() {
		setUp = new SetUpUnderTest();
	}

	@AfterAll
	static void stop() {
		setUp.close();
	}

	@BeforeEach
	void reset() {
		setUp.reset();
	}

	@Test
	void whenSetUpIsSoundThenNothingIsWrong() {
		setUp.setStore(() -> new InMemorySharedStore(Clock.systemUTC()));
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.findings()).filteredOn((finding) -> finding.status() != Finding.Status.OK).isEmpty();
		assertThat(report.status()).isEqualTo(Finding.Status.OK);
		assertThat(report.findings()).extracting(Finding::check)
			.containsExactly("properties", "authorize_page", "web_login_page", "api_connection", "secret", "trusted_ip",
					"agent_id", "application", "visible_range", "departments", "department_names", "tags",
					"member_list", "rule", "rule", "rule", "member", "trusted_domain", "web_login_domain", "home_page",
					"clock", "base_url", "domain_file", "callback", "store");
		assertThat(text(report, "member")).isEqualTo("wangwu can sign in with the roles ADMIN, ON_CALL, USER.");
		assertThat(report.findings()).filteredOn((finding) -> finding.check().equals("rule"))
			.extracting((finding) -> finding.text().english())
			.containsExactly(
					"wecom.allow: can be decided. It selects 6 departments (with those below), 0 members tagged "
							+ "individually, 0 tagged departments and 0 user ids. It matches 9 members. 3 of them cannot "
							+ "sign in, because their account is not active.",
					"wecom.roles[0] (ADMIN): can be decided. It selects 3 departments (with those below), 0 members "
							+ "tagged individually, 0 tagged departments and 0 user ids. It matches 5 members. 1 of them "
							+ "cannot sign in, because their account is not active.",
					"wecom.roles[1] (ON_CALL): can be decided. It selects 0 departments (with those below), 1 members "
							+ "tagged individually, 1 tagged departments and 0 user ids. It matches 2 members.");
	}

	@Test
	void whenSetUpIsSoundThenSixCallsOfTheApi() {
		assertThat(setUp.examine("wangwu").apiCalls()).isEqualTo(6);
		assertThat(setUp.weCom().calls(SimulatedWeCom.GETTOKEN)).isEqualTo(1);
		assertThat(setUp.weCom().calls(SimulatedWeCom.AGENT_GET)).isEqualTo(1);
		assertThat(setUp.weCom().calls(SimulatedWeCom.DEPARTMENT_LIST)).isEqualTo(1);
		assertThat(setUp.weCom().calls(SimulatedWeCom.TAG_GET)).isEqualTo(1);
		assertThat(setUp.weCom().calls(SimulatedWeCom.USER_LIST)).isEqualTo(1);
		assertThat(setUp.weCom().calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
	}

	@Test
	void whenNothingIsConfiguredThenEachMissingValueIsNamed() {
		List.of("corp-id", "agent-id", "secret").forEach((key) -> setUp.remove("wecom." + key));
		assertThat(failures(setUp.examine(null))).contains("properties: Property 'wecom.corp-id' is missing.",
				"properties: Property 'wecom.agent-id' is missing.", "properties: Property 'wecom.secret' is missing.");
	}

	@Test
	void whenSeveralValuesAreMalformedThenEachIsNamedOnce() {
		setUp.set("wecom.corp-id", "\"");
		setUp.set("wecom.agent-id", "x");
		setUp.set("wecom.http.read-timeout", "x");
		setUp.set("wecom.http.proxy", "ftp://x");
		setUp.set("wecom.endpoints.authorize", "http://example.com");
		setUp.set("wecom.endpoints.web-login", "http://example.com");
		setUp.set("wecom.domain-verification", "a.txt,b.txt");
		setUp.set("wecom.roles[0].departments[0]", "/");
		setUp.set("wecom.roles[1].tags[0]", "-1");
		setUp.set("wecom.trusted-proxies", "x");
		setUp.set("wecom.limits.concurrent-sign-ins", "0");
		setUp.set("wecom.session.recheck-grace", "1m");
		setUp.set("wecom.scop", "x");
		assertThat(failures(setUp.examine(null))).filteredOn((failure) -> failure.startsWith("properties: "))
			.hasSize(14)
			.doesNotHaveDuplicates();
	}

	@Test
	void whenSeveralKeysAreUnknownThenEachIsNamed() {
		setUp.set("wecom.secert", "x");
		setUp.set("wecom.scop", "x");
		assertThat(failures(setUp.examine(null))).filteredOn((failure) -> failure.contains("Unknown property: "))
			.hasSize(2);
	}

	@Test
	void whenRulesAreInTwoSourcesThenTheSplitIsNamed() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(
					new MapPropertySource("file", Map.of("wecom.roles[0].role", "HR", "wecom.roles[0].users", "lisi")));
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("WECOM_ROLES_1_ROLE", "ADMIN", "WECOM_ROLES_1_USERS", "lisi")));
		SetUp split = SetUpReader.read(environment, () -> new InMemorySharedStore(Clock.systemUTC()));
		assertThat(split.problems()).extracting((problem) -> problem.description().english())
			.filteredOn((description) -> description.contains("wecom.roles"))
			.hasSize(2)
			.allSatisfy((description) -> assertThat(description).contains("does not merge lists", "wecom.roles[1]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "WECOM_ALLOW_DEPARTMENT", "WECOM_ROLES_0_USER" })
	void whenVariableIsNoRuleThenRulesAreSkipped(String variable) {
		setUp.setVariable(variable, "3");
		DoctorReport report = setUp.examine("wangwu");
		assertThat(text(report, "properties")).contains("'" + variable + "' looks like a rule");
		assertThat(report.findings()).filteredOn((one) -> one.check().equals("rule") || one.check().equals("member"))
			.hasSize(2)
			.allSatisfy((one) -> assertThat(one.status()).isEqualTo(Finding.Status.SKIPPED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "WECOM_REGISTRATION_HEAD_OFFICE_ROLES_0_USER", "WECOM_REGISTRATION_HEADOFFICE_ALLOW_USER",
			"WECOM_REGISTRATION_HEAD_OFFICE_ROLES_0_DEPARTMENTS" })
	void whenVariableIsOfIdWithHyphenThenItsRulesAreSkipped(String variable) {
		setUp.set("wecom.registration.head-office.corp-id", SimulatedWeCom.CORP_ID);
		setUp.set("wecom.registration.head-office.agent-id", SimulatedWeCom.AGENT_ID);
		setUp.set("wecom.registration.head-office.secret", SimulatedWeCom.SECRET);
		setUp.setVariable("WECOM_REGISTRATION_HEAD_OFFICE_ROLES_0_USERS", "wangwu");
		setUp.setVariable(variable, "3");
		assertThat(setUp.examine("wangwu").findings())
			.filteredOn((one) -> one.check().equals("rule") || one.check().equals("member"))
			.allSatisfy((one) -> assertThat(one.status() == Finding.Status.SKIPPED)
				.isEqualTo(!"wecom".equals(one.registrationId())));
	}

	@Test
	void whenVariablesAreOfNoRegistrationThenEachIsNamed() {
		setUp.setVariable("WECOM_REGISTRATION_HEAD_OFFICE_SECRET", SimulatedWeCom.SECRET);
		setUp.setVariable("WECOM_REGISTRATION_HEAD_OFFICE_ROLES_0_USERS", "wangwu");
		assertThat(failures(setUp.examine(null))).contains(
				"properties: Property 'WECOM_REGISTRATION_HEAD_OFFICE_SECRET' is not read as a property of a registration.",
				"properties: Property 'WECOM_REGISTRATION_HEAD_OFFICE_ROLES_0_USERS' is not read as a property of a registration.");
	}

	@Test
	void whenSecretIsRefusedThenNothingElseIsCalledOfTheApi() {
		setUp.weCom().fail(SimulatedWeCom.GETTOKEN, 40001);
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.apiCalls()).isEqualTo(1);
		assertThat(report.findings()).filteredOn(Finding::blocking)
			.extracting(Finding::check)
			.containsExactly("secret");
		assertThat(report.findings()).filteredOn((finding) -> finding.status() == Finding.Status.SKIPPED)
			.extracting(Finding::check)
			.contains("trusted_ip", "agent_id", "visible_range", "rule", "trusted_domain");
		assertThat(text(report, "agent_id")).isEqualTo("Skipped because of: Secret and corp ID.");
	}

	@Test
	void whenRulesNeedManyTagsThenFiveAreRead() {
		for (int i = 0; i < 20; i++) {
			setUp.set("wecom.roles[1].tags[" + i + "]", 7 + i);
		}
		assertThat(setUp.examine(null).apiCalls()).isEqualTo(4 + RuleChecks.MAX_TAGS);
		assertThat(setUp.weCom().calls(SimulatedWeCom.TAG_GET)).isEqualTo(RuleChecks.MAX_TAGS);
	}

	@Test
	void whenTagOfRoleIsNotReadThenItsRuleIsNamed() {
		tags("wecom.roles[1].tags", 1, 2, 3, 4, 5, 7);
		DoctorReport report = setUp.examine("wangwu");
		assertThat(finding(report, "member").status()).isEqualTo(Finding.Status.WARNING);
		assertThat(text(report, "member")).contains("roles ADMIN, USER.", "wecom.roles[1] (ON_CALL)");
	}

	@Test
	void whenTagOfAllowIsNotReadThenMemberIsNotChecked() {
		setUp.remove("wecom.allow.departments[0]");
		tags("wecom.allow.tags", 1, 2, 3, 4, 5, 7);
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.status()).isEqualTo(Finding.Status.WARNING);
		assertThat(finding(report, "member").status()).isEqualTo(Finding.Status.WARNING);
		assertThat(text(report, "member")).startsWith("It is not checked whether wangwu can sign in")
			.contains("wecom.allow");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.allow.leader=perhaps", "wecom.allow.departments[0]=/", "wecom.roles[3].role=X",
			"wecom.roles[1].role=", "wecom.roles[0].user=x" })
	void whenRulesAreMalformedThenMemberIsSkipped(String property) {
		setUp.set(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
		DoctorReport report = setUp.examine("wangwu");
		assertThat(finding(report, "properties").status()).isEqualTo(Finding.Status.FAILED);
		assertThat(report.findings()).filteredOn((one) -> one.check().equals("rule") || one.check().equals("member"))
			.hasSize(2)
			.allSatisfy((one) -> assertThat(one.status()).isEqualTo(Finding.Status.SKIPPED));
	}

	@ParameterizedTest
	@ValueSource(strings = { SimulatedWeCom.GETTOKEN, SimulatedWeCom.AGENT_GET })
	void whenApiIsUnreachableThenEachCheckIsReportedOnce(String path) {
		setUp.weCom().wireMock().stubFor(WireMock.any(WireMock.urlPathEqualTo(path)).willReturn(WireMock.ok("<html>")));
		DoctorReport report = setUp.examine("wangwu");
		assertThat(finding(report, "api_connection").status()).isEqualTo(Finding.Status.FAILED);
		assertThat(report.findings()).extracting(Finding::check)
			.contains("application", "visible_range", "departments", "department_names", "tags", "rule", "member",
					"trusted_domain", "web_login_domain", "home_page")
			.doesNotHaveDuplicates();
		assertThat(setUp.examine(null).findings()).extracting(Finding::check).doesNotContain("member");
	}

	@Test
	void whenExaminedThenNoSecretIsReportedOrLogged() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level before = root.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.TRACE);
		List<DoctorReport> reports = new ArrayList<>();
		try {
			reports.add(setUp.examine("wangwu"));
			setUp.weCom().fail(SimulatedWeCom.AGENT_GET, 60020);
			setUp.set("wecom.callback.token", "Other");
			reports.add(setUp.examine("wangwu"));
			setUp.set("wecom.secret", SimulatedWeCom.SECRET + " ");
			setUp.set("wecom.corp-id", SimulatedWeCom.SECRET);
			setUp.set("wecom.agent-id", SimulatedWeCom.SECRET);
			setUp.set("wecom.callback.encoding-aes-key", SetUpUnderTest.AES_KEY + "x");
			reports.add(setUp.examine(null));
		}
		finally {
			root.setLevel(before);
			root.detachAppender(log);
			log.stop();
		}
		String[] secrets = { SimulatedWeCom.SECRET, SetUpUnderTest.AES_KEY, SetUpUnderTest.TOKEN };
		assertThat(reports.toString()).contains("trusted_ip").doesNotContain(secrets);
		// The running application is bound from the same properties
		assertThat(List.copyOf(log.list)).isNotEmpty()
			.extracting(ILoggingEvent::getFormattedMessage)
			.allSatisfy((message) -> assertThat(message).doesNotContain(SimulatedWeCom.SECRET, SetUpUnderTest.AES_KEY)
				.doesNotContainPattern("access_token=[^*]"));
	}

	@Test
	void whenBeanIsUsedThenItExaminesTheRunningApplication() {
		WeComDoctor doctor = setUp.application().getBean(WeComDoctor.class);
		DoctorReport report = doctor.examine();
		assertThat(report.status()).isEqualTo(Finding.Status.OK);
		assertThat(doctor.examine()).isSameAs(report);
		assertThat(doctor.examine("lisi")).isNotSameAs(report);
	}

	@Test
	void whenSecretIsRefusedThenItsReportIsForAllMembers() {
		setUp.weCom().fail(SimulatedWeCom.GETTOKEN, 40001);
		MutableClock clock = new MutableClock();
		WeComDoctor doctor = new WeComDoctor(() -> {
			// A run takes 20 seconds
			clock.advance(Duration.ofSeconds(20));
			return setUp.read();
		}, List.of(), clock);
		DoctorReport report = doctor.examine("lisi");
		assertThat(doctor.examine("wangwu")).isSameAs(report);
		clock.advance(Duration.ofSeconds(14));
		assertThat(doctor.examine()).isSameAs(report);
		assertThat(setUp.weCom().calls(SimulatedWeCom.GETTOKEN)).isEqualTo(1);
		clock.advance(Duration.ofSeconds(1));
		assertThat(doctor.examine("lisi")).isNotSameAs(report);
	}

	@Test
	void whenSecretWasRefusedThenARunUnderWayIsNotAwaited() {
		setUp.weCom().fail(SimulatedWeCom.GETTOKEN, 40001);
		MutableClock clock = new MutableClock();
		AtomicReference<Runnable> duringRun = new AtomicReference<>(() -> {
		});
		AtomicReference<DoctorReport> answer = new AtomicReference<>();
		WeComDoctor doctor = new WeComDoctor(() -> {
			CompletableFuture.runAsync(duringRun.get()).join();
			return setUp.read();
		}, List.of(), clock);
		DoctorReport report = doctor.examine("lisi");
		clock.advance(Duration.ofMinutes(1));
		duringRun.set(() -> answer.set(doctor.examine("wangwu")));
		assertThat(doctor.examine("lisi")).isNotSameAs(report);
		assertThat(answer.get()).isSameAs(report);
	}

	private static void tags(String property, int... tags) {
		for (int i = 0; i < tags.length; i++) {
			setUp.set(property + "[" + i + "]", tags[i]);
			if (tags[i] != 7) {
				setUp.weCom().company().add(Tag.of(tags[i], "tag"));
			}
		}
	}

	private static String text(DoctorReport report, String check) {
		return finding(report, check).text().english();
	}

	private static Finding finding(DoctorReport report, String check) {
		return report.findings().stream().filter((finding) -> finding.check().equals(check)).findFirst().orElseThrow();
	}

	private static List<String> failures(DoctorReport report) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.status() == Finding.Status.FAILED)
			.map((finding) -> finding.check() + ": " + finding.text().english())
			.toList();
	}

}
