package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.AuditedApplication.AuthenticationEvents;
import io.github.wecomlogin.fixture.AuditedApplication.Observations;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.ForwardAuthenticationFailureHandler;
import org.springframework.security.web.authentication.ForwardAuthenticationSuccessHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callbacks that end in another page of the application, to which the container takes the
 * very same request: with the parameters of the callback, and through all filters again.
 */
class DispatchTests {

	@Test
	void whenRefusalIsAnErrorThenItIsToldOnce() {
		try (RunningApplication application = new RunningApplication(SendingErrors.class)) {
			application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
			HttpResponse<String> response = application.inWeCom().open("/page");
			assertThat(response.statusCode()).isEqualTo(418);
			assertHandledOnce(application);
			assertThat(application.bean(AuthenticationEvents.class).of(WeComSignInRefusedEvent.class)).hasSize(1);
		}
	}

	@Test
	void whenErrorPageNeedsASignInThenItStartsNoSignInAfterRefusal() {
		try (RunningApplication application = new RunningApplication(ProtectedErrors.class)) {
			application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
			HttpResponse<String> response = application.inWeCom().open("/page");
			assertThat(response.uri().getPath()).isEqualTo("/login");
			assertThat(application.bean(AuthenticationEvents.class).of(WeComSignInRefusedEvent.class)).hasSize(1);
		}
	}

	@Test
	void whenRefusalLeadsToAnotherPageThenItIsToldOnce() {
		try (RunningApplication application = new RunningApplication(Forwarding.class)) {
			application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
			assertThat(application.inWeCom().open("/page").body()).isEqualTo("failed");
			assertHandledOnce(application);
			assertThat(application.bean(AuthenticationEvents.class).of(WeComSignInRefusedEvent.class)).hasSize(1);
		}
	}

	@Test
	void whenSuccessLeadsToAnotherPageThenMemberSignsInOnce() {
		try (RunningApplication application = new RunningApplication(Forwarding.class)) {
			application.wecom().signInAs("zhangsan");
			assertThat(application.inWeCom().open("/page").body()).isEqualTo("zhangsan");
			assertHandledOnce(application);
			assertThat(application.bean(AuthenticationEvents.class).of(AuthenticationSuccessEvent.class)).hasSize(1);
		}
	}

	@Test
	void whenApplicationFailsAfterASignInThenItIsRefusedOnce() {
		try (RunningApplication application = new RunningApplication(FailingAfterwards.class)) {
			application.wecom().signInAs("zhangsan");
			assertThat(application.inWeCom().open("/page").uri().toString())
				.contains("/login?error=misconfigured&ref=");
			assertHandledOnce(application);
			assertThat(application.bean(AuthenticationEvents.class).of(AuthenticationSuccessEvent.class)).hasSize(1);
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
		}
	}

	private static void assertHandledOnce(RunningApplication application) {
		SignInBulkhead gate = application.bean(SignInBulkhead.class);
		// The answer to a forward is there before the callback is over
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (gate.working() > 0 && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(gate.working()).isZero();
		assertThat(application.bean(Observations.class).named("wecom.sign.in")).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class SendingErrors {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated())
				.oauth2Login((login) -> login.failureHandler((request, response, exception) -> response.sendError(418)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class ProtectedErrors {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.failureHandler((request, response, exception) -> response.sendError(418)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class FailingAfterwards {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated())
				.oauth2Login((login) -> login.successHandler((request, response, authentication) -> {
					throw new IllegalStateException("cannot go on");
				}))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class Forwarding {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/welcome", "/failed")
					.permitAll()
					.anyRequest()
					.authenticated())
				.oauth2Login((login) -> login.successHandler(new ForwardAuthenticationSuccessHandler("/welcome"))
					.failureHandler(new ForwardAuthenticationFailureHandler("/failed")))
				.build();
		}

		@RestController
		static class Pages {

			@GetMapping("/welcome")
			String welcome(HttpServletRequest request) {
				return request.getRemoteUser();
			}

			@GetMapping("/failed")
			String failed() {
				return "failed";
			}

		}

	}

}
