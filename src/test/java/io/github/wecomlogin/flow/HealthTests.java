package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import io.github.wecomlogin.fixture.MonitoredApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What health and meters tell of WeCom, over a real connection.
 */
class HealthTests {

	private RunningApplication application;

	private TestBrowser operator;

	@BeforeEach
	void start() {
		this.application = new RunningApplication(MonitoredApplication.class,
				"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true",
				"wecom.http.read-timeout=500ms", "wecom.roles[0].role=ON_CALL", "wecom.roles[0].tags=7");
		this.operator = this.application.signedIn(this.application.desktop(), "zhangsan");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void whenMembersSignInThenHealthIsUpAndSaysSinceWhen() {
		JsonNode wecom = component();
		assertThat(wecom.path("status").asString()).isEqualTo("UP");
		JsonNode registration = wecom.path("details").path("registrations").path("wecom");
		assertThat(registration.propertyNames()).containsExactly("status", "circuit", "lastSuccess", "tokenUsableUntil",
				"directory");
		assertThat(registration.path("directory").valueStream().map((list) -> list.path("list").asString()))
			.contains("tag 7");
	}

	@Test
	void whenHealthIsAskedForThenWeComIsNot() {
		int before = calls();
		for (int i = 0; i < 20; i++) {
			component();
		}
		this.application.bean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("wecom."))
			.forEach((meter) -> meter.measure().forEach(Measurement::getValue));
		assertThat(before).isPositive();
		assertThat(calls()).isEqualTo(before);
	}

	private int calls() {
		return Stream
			.of(SimulatedWeCom.GETTOKEN, SimulatedWeCom.GETUSERINFO, SimulatedWeCom.GETUSER, SimulatedWeCom.TAG_GET,
					SimulatedWeCom.DEPARTMENT_LIST)
			.mapToInt(this.application.wecom()::calls)
			.sum();
	}

	@Test
	void whenSettingsAreRefusedThenHealthIsDegradedAndSaysWhatToDo() {
		this.application.wecom().fail(SimulatedWeCom.GETUSERINFO, 60020);
		refusedSignIn();
		JsonNode wecom = component();
		assertThat(wecom.path("status").asString()).isEqualTo("DEGRADED");
		JsonNode failure = wecom.path("details").path("registrations").path("wecom").path("lastFailure");
		assertThat(failure.path("endpoint").asString()).isEqualTo(SimulatedWeCom.GETUSERINFO);
		assertThat(failure.path("error").asString()).isEqualTo("errcode 60020");
		assertThat(failure.path("message").asString()).contains("203.0.113.7", "企业可信IP");
		this.application.wecom().reset();
		this.application.forgetToken();
		this.application.signedIn(this.application.inWeCom(), "lisi");
		assertThat(component().path("status").asString()).isEqualTo("UP");
	}

	@Test
	void whenWeComIsDegradedThenNodeStaysInService() {
		this.application.wecom().fail(SimulatedWeCom.GETUSERINFO, 60020);
		refusedSignIn();
		assertThat(component().path("status").asString()).isEqualTo("DEGRADED");
		for (String path : List.of("/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness")) {
			HttpResponse<String> response = this.operator.get(path);
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			assertThat(json(response).path("status").asString()).as(path).isEqualTo("UP");
		}
		assertThat(this.operator.get("/actuator/health/wecom").statusCode()).isEqualTo(200);
		HealthEndpointGroups groups = this.application.bean(HealthEndpointGroups.class);
		assertThat(groups.get("readiness")).isNotNull().matches((group) -> !group.isMember("wecom"));
		assertThat(groups.get("liveness")).isNotNull().matches((group) -> !group.isMember("wecom"));
	}

	@Test
	void whenSomethingPassesThenHealthIsUpAndRemembersIt() {
		this.application.wecom().fail(SimulatedWeCom.GETUSER, -1);
		refusedSignIn();
		JsonNode wecom = component();
		assertThat(wecom.path("status").asString()).isEqualTo("UP");
		assertThat(
				wecom.path("details").path("registrations").path("wecom").path("lastFailure").path("error").asString())
			.isEqualTo("errcode -1");
	}

	@Test
	void whenMembersMayNotSignInThenHealthIsUp() {
		for (String person : List.of("sunqi", "zhengrui", SimulatedWeCom.OUTSIDER)) {
			this.application.wecom().signInAs(person);
			this.application.inWeCom().open("/page");
		}
		assertThat(component().path("status").asString()).isEqualTo("UP");
		assertThat(component().toString()).doesNotContain("sunqi", "zhengrui", "zhangsan");
	}

	@Test
	void whenApplicationHasNoOwnChainThenAllOfActuatorIsProtected() {
		TestBrowser visitor = this.application.desktop().with("Accept", "application/json");
		for (String path : List.of("/actuator", "/actuator/health", "/actuator/health/readiness", "/actuator/env")) {
			assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(401);
		}
		assertThat(visitor.cookies()).isEmpty();
	}

	@Test
	void whenMetersAreReadThenTheySayWhatIsKnown() {
		MeterRegistry meters = this.application.bean(MeterRegistry.class);
		assertThat(gauge(meters, "wecom.circuit.state", "state", "closed")).isEqualTo(1);
		assertThat(gauge(meters, "wecom.circuit.state", "state", "open")).isZero();
		assertThat(gauge(meters, "wecom.token.usable.for", "registration", "wecom")).isBetween(3_600.0, 7_200.0);
		assertThat(gauge(meters, "wecom.directory.age", "list", "tag 7")).isBetween(0.0, 60.0);
		assertThat(meters.get("wecom.sign.in.working").gauge().value()).isZero();
		assertThat(meters.get("wecom.sign.in.waiting").gauge().value()).isZero();
		assertThat(meters.get("wecom.sign.in.limit").gauge().value()).isEqualTo(32);
	}

	private static double gauge(MeterRegistry meters, String name, String tag, String value) {
		Gauge gauge = meters.get(name).tag("registration", "wecom").tag(tag, value).gauge();
		return gauge.value();
	}

	private void refusedSignIn() {
		this.application.wecom().signInAs("lisi");
		TestBrowser browser = this.application.inWeCom();
		browser.open("/page");
		assertThat(browser.visited().toString()).contains("error=");
	}

	private JsonNode component() {
		return json(this.operator.get("/actuator/health")).path("components").path("wecom");
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

}
