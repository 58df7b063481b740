package io.github.wecomlogin.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;

/**
 * What the application shows operators.
 */
@ApplicationTest
class ActuatorTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private HealthEndpointGroups groups;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void whenLoadBalancerAsksThenItLearnsTheStatusAlone(String path) {
		MvcTestResult result = get(path, anonymous());
		assertThat(result).hasStatusOk().bodyJson().extractingPath("status").isEqualTo("UP");
		assertThat(result).bodyJson().doesNotHavePath("components");
		assertThat(result.getRequest().getSession(false)).isNull();
	}

	@Test
	void whenNodeIsProbedThenWeComIsNoPartOfIt() {
		assertThat(group("liveness").isMember("livenessState")).isTrue();
		assertThat(group("readiness").isMember("readinessState")).isTrue();
		assertThat(group("liveness").isMember("wecom")).isFalse();
		assertThat(group("readiness").isMember("wecom")).isFalse();
	}

	private HealthEndpointGroup group(String name) {
		HealthEndpointGroup group = this.groups.get(name);
		assertThat(group).isNotNull();
		return group;
	}

	@Test
	void whenAdministratorAsksThenDetailsAreThere() {
		assertThat(get("/actuator/health", Visitors.member("ADMIN"))).hasStatusOk()
			.bodyJson()
			.extractingPath("components.wecom.details.registrations.wecom.circuit")
			.isEqualTo("closed");
	}

	@Test
	void whenMemberAsksThenDetailsAreNotThere() {
		assertThat(get("/actuator/health", Visitors.member("USER"))).hasStatusOk()
			.bodyJson()
			.doesNotHavePath("components");
		assertThat(get("/actuator/health/wecom", Visitors.member("USER"))).hasStatus(404);
		assertThat(get("/actuator/health/wecom", anonymous())).hasStatus(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/info", "/actuator/heapdump", "/actuator/metrics",
			"/actuator/auditevents" })
	void whenAnotherPathIsAskedForThenOnlyAdministratorsGet404(String path) {
		assertThat(get(path, anonymous())).hasStatus(401);
		assertThat(get(path, Visitors.member("USER"))).hasStatus(403);
		if (!path.equals("/actuator")) {
			assertThat(get(path, Visitors.member("ADMIN"))).hasStatus(404);
		}
	}

	private MvcTestResult get(String path, RequestPostProcessor visitor) {
		return this.mvc.get()
			.uri(path)
			.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.with(visitor)
			.exchange();
	}

}
