package com.example.plain;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

import static io.github.wecomlogin.test.WeComLoginRequestPostProcessors.wecomLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Signs in without the simulator, and without what it needs on the class path.
 */
@WebMvcTest(properties = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
		"wecom.secret=a-secret-that-opens-nothing-0123456789ab", "wecom.allow.departments=演示公司" })
class MockMvcTests {

	@Autowired
	private MockMvc mockMvc;

	@Autowired
	private MockMvcTester mockMvcTester;

	@Autowired
	private WebApplicationContext context;

	@Test
	void whenTestsRunThenWithoutWhatTheSimulatorNeeds() {
		assertThat(ClassUtils.isPresent("com.github.tomakehurst.wiremock.WireMockServer", null)).isFalse();
	}

	@Test
	void whenAnonymousThenNoPage() throws Exception {
		this.mockMvc.perform(get("/hello").accept(MediaType.APPLICATION_JSON)).andExpect(status().isUnauthorized());
	}

	@Test
	void whenSignedInThenControllerKnowsTheMember() throws Exception {
		this.mockMvc.perform(get("/hello").with(wecomLogin().userId("zhangsan")))
			.andExpect(status().isOk())
			.andExpect(content().string("Hello zhangsan"));
	}

	@Test
	void whenRulesAreAppliedThenTheyDecideWhoIsLetIn() {
		assertThat(this.mockMvcTester.get()
			.uri("/hello")
			.with(wecomLogin().userId("zhangsan").department(2, "演示公司/研发部").withConfiguredRules()))
			.bodyText()
			.isEqualTo("Hello zhangsan");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.mockMvc
				.perform(get("/hello").with(wecomLogin().department(2, "分公司/研发部").withConfiguredRules())))
			.withMessageContaining("NOT_ALLOWED");
	}

	@Test
	void whenRestTestClientThenSignedIn() {
		RestTestClient client = RestTestClient.bindToApplicationContext(this.context)
			.configureServer((server) -> server.apply(springSecurity()).apply(wecomLogin().userId("zhangsan")))
			.build();
		client.get().uri("/hello").exchange().expectBody(String.class).isEqualTo("Hello zhangsan");
	}

}
