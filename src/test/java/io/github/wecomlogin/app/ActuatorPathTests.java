package io.github.wecomlogin.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;

/**
 * Endpoints that properties of Spring Boot move to other paths.
 */
@ApplicationTest
@TestPropertySource(properties = { "management.endpoints.web.base-path=/internal",
		"management.endpoints.web.path-mapping.metrics=figures", "management.endpoints.web.exposure.include=*" })
class ActuatorPathTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@ValueSource(strings = { "/internal/health", "/internal/health/liveness", "/internal/health/readiness" })
	void whenLoadBalancerAsksThenItLearnsTheStatusAlone(String path) {
		assertThat(get(path, anonymous())).hasStatusOk().bodyJson().doesNotHavePath("components");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/internal", "/internal/env", "/internal/figures", "/internal/figures/jvm.info" })
	void whenEndpointHasMovedThenOnlyAdministratorsReadIt(String path) {
		assertThat(get(path, anonymous())).hasStatus(401);
		assertThat(get(path, Visitors.member("USER"))).hasStatus(403);
		assertThat(get(path, Visitors.member("ADMIN"))).hasStatusOk();
	}

	@Test
	void whenDefaultPathIsAskedForThenItStaysClosed() {
		assertThat(get("/actuator/metrics", Visitors.member("USER"))).hasStatus(403);
	}

	private MvcTestResult get(String path, RequestPostProcessor visitor) {
		return this.mvc.get()
			.uri(path)
			.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.with(visitor)
			.exchange();
	}

}
