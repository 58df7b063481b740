package io.github.wecomlogin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.AuditedApplication.Observations;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees of sign-ins in metrics and traces.
 */
class SignInObservationTests {

	private static RunningApplication application;

	private static Observations observations;

	@BeforeAll
	static void start() {
		application = new RunningApplication(AuditedApplication.class,
				"management.observations.enable.spring.security=true");
		observations = application.bean(Observations.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		observations.clear();
	}

	@Test
	void whenMemberSignsInThenOneObservationSaysHow() {
		application.signedIn(application.inWeCom(), "zhangsan");
		assertObserved("in_client", "success");
		application.bean(MeterRegistry.class)
			.get("wecom.sign.in")
			.tags("registration", "wecom", "way", "in_client", "outcome", "success")
			.timer();
	}

	@Test
	void whenMemberIsRefusedThenOneObservationSaysWhy() {
		application.wecom().signInAs("sunqi");
		application.desktop().open("/page");
		assertObserved("web_login", "not_active");
	}

	@Test
	void whenCallbackBelongsToNoAttemptThenWayIsUnknown() {
		application.wecom().signInAs("zhangsan");
		application.desktop().blockingCookies().open("/page");
		assertObserved("unknown", "cookies_blocked");
	}

	@Test
	void whenMemberCancelsThenWayIsKnown() {
		application.wecom().cancelSignIns(true);
		application.inWeCom().open("/page");
		assertObserved("in_client", "cancelled");
	}

	@Test
	void whenCallbackOnlyStartsAFreshSignInThenNothingIsObserved() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		browser.forgetAttempts();
		browser.get(callback);
		assertThat(observations.named("wecom.sign.in")).isEmpty();
	}

	@Test
	void whenCallbackIsRepeatedThenItsObservationsSaySo() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		for (int i = 0; i < 8; i++) {
			application.desktop().withCookiesOf(browser).get(callback);
		}
		assertThat(observations.named("wecom.sign.in"))
			.extracting((context) -> keys(context).get("repeat") + " " + keys(context).get("outcome"))
			.containsExactly("false success", "true success", "true success", "true success", "true success",
					"true success", "true code_rejected", "true code_rejected");
	}

	@Test
	void whenApplicationFailsAfterwardsThenItIsMisconfigured() {
		try (RunningApplication own = new RunningApplication(FailingListener.class)) {
			own.wecom().signInAs("zhangsan");
			own.inWeCom().open("/page");
			Observation.Context context = own.bean(Observations.class).named("wecom.sign.in").get(0);
			assertThat(keys(context)).containsEntry("outcome", "misconfigured");
			assertThat(context.getError()).isNull();
		}
	}

	@Test
	void whenMemberSignsInThenItsSpanHasThoseOfTheCallsWithin() {
		application.signedIn(application.desktop(), "lisi");
		observations.clear();
		application.signedIn(application.inWeCom(), "zhangsan");
		assertThat(observations.named("wecom.api")).hasSize(2)
			.allSatisfy((context) -> assertThat(ancestors(context)).contains("wecom.sign.in"));
	}

	private static List<String> ancestors(Observation.Context context) {
		List<String> names = new ArrayList<>();
		ObservationView parent = context.getParentObservation();
		while (parent != null) {
			names.add(parent.getContextView().getName());
			parent = parent.getContextView().getParentObservation();
		}
		return names;
	}

	private static void assertObserved(String way, String outcome) {
		List<Observation.Context> found = observations.named("wecom.sign.in");
		assertThat(found).hasSize(1);
		assertThat(keys(found.get(0)))
			.isEqualTo(Map.of("registration", "wecom", "way", way, "repeat", "false", "outcome", outcome));
		assertThat(found.get(0).getHighCardinalityKeyValues()).isEmpty();
	}

	private static Map<String, String> keys(Observation.Context context) {
		return context.getLowCardinalityKeyValues()
			.stream()
			.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class FailingListener {

		@Bean
		Failing failing() {
			return new Failing();
		}

		static class Failing {

			@EventListener
			void fail(InteractiveAuthenticationSuccessEvent event) {
				throw new IllegalStateException("for a reason of its own");
			}

		}

	}

}
