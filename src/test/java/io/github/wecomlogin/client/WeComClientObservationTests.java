package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.util.Deadline;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator's metrics and traces see of the calls.
 */
class WeComClientObservationTests {

	private static final String ANSWER = "{\"errcode\":0,\"access_token\":\"token-0123\",\"expires_in\":7200,"
			+ "\"userid\":\"zhangsan\",\"department\":[],\"userlist\":[]}";

	private volatile Reply reply = Reply.json(ANSWER);

	private final StubServer server = new StubServer((request) -> this.reply);

	private final Queue<Observation.Context> seen = new ConcurrentLinkedQueue<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	WeComClientObservationTests() {
		this.registry.observationConfig().observationHandler(new Recorder());
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenCallSucceedsThenOneObservationWithItsNameAndKeys(ApiEndpoints api) {
		api.call(client(api), TestClients.time());
		Observation.Context first = this.seen.iterator().next();
		assertThat(first.getName()).isEqualTo("wecom.api");
		assertThat(first.getContextualName()).isEqualTo("wecom " + api.path());
		assertThat(first.getAllKeyValues()).containsExactlyInAnyOrder(
				KeyValue.of("application", "ww0123456789abcdef/1000002"), KeyValue.of("endpoint", api.path()),
				KeyValue.of("outcome", "success"));
		assertThat(first.getHighCardinalityKeyValues()).isEmpty();
		assertThat(first.getError()).isNull();
		assertThat(this.seen).hasSameSizeAs(this.server.requests());
	}

	@Test
	void whenCallIsRepeatedThenEachAttemptIsObserved() {
		this.reply = Reply.json("{\"errcode\":-1}");
		TestClients.failureOf(() -> client(ApiEndpoints.GETUSER).getUser("zhangsan", TestClients.time()));
		assertThat(outcomes()).containsExactly("-1", "-1", "-1");
	}

	@Test
	void whenCallFailsThenItsErrorIsObserved() {
		WeComClient client = client(ApiEndpoints.GETUSERINFO);
		for (Reply each : List.of(Reply.json("{\"errcode\":40029}"), Reply.json("<html>"), Reply.close(),
				Reply.http("502 Bad", "text/html", ""))) {
			this.reply = each;
			TestClients.failureOf(() -> client.getUserInfo("code", null, TestClients.time()));
		}
		assertThat(outcomes()).containsExactly("40029", "not_json", "unreachable", "server_error");
		assertThat(this.seen)
			.allSatisfy((context) -> assertThat(context.getError()).isInstanceOf(WeComApiException.class));
	}

	@Test
	void whenCallsAreMeasuredThenTheirOutcomeCanBeTold() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		WeComClient client = client(ApiEndpoints.GETUSERINFO);
		client.getUserInfo("code", null, TestClients.time());
		this.reply = Reply.json("{\"errcode\":45009}");
		TestClients.failureOf(() -> client.getUserInfo("code", null, TestClients.time()));
		assertThat(meters.get("wecom.api").timers()).extracting((timer) -> timer.getId().getTag("outcome"))
			.containsExactlyInAnyOrder("success", "45009");
	}

	@Test
	void whenNothingIsSentThenNothingIsObserved() {
		TestClients.failureOf(() -> client(ApiEndpoints.GETUSER).getUser("zhangsan", Deadline.after(Duration.ZERO)));
		assertThat(this.seen).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whenInterceptorFailsWithTheUrlThenItIsNotObserved(ApiEndpoints api) {
		WeComClient client = builder(api)
			.customizers(List.of((builder) -> builder.requestInterceptor((request, body, execution) -> {
				throw new IllegalStateException("could not send " + request.getURI() + new String(body));
			})))
			.build();
		TestClients.failureOf(() -> api.call(client, TestClients.time()));
		assertThat(this.seen).isNotEmpty();
		assertNothingSecret();
	}

	@ParameterizedTest
	@EnumSource
	void whenAnythingHappensThenNothingSecretIsObserved(ApiEndpoints api) {
		api.call(client(api), TestClients.time());
		for (WeComClientFailureTests.Fault fault : WeComClientFailureTests.Fault.values()) {
			if (fault != WeComClientFailureTests.Fault.ENDLESS) {
				this.reply = fault.reply();
				TestClients.failureOf(() -> api.call(client(api), TestClients.time()));
			}
		}
		assertThat(this.seen).hasSizeGreaterThan(10);
		assertNothingSecret();
	}

	private void assertNothingSecret() {
		assertThat(this.seen).allSatisfy((context) -> {
			Throwable error = context.getError();
			String all = context.getName() + context.getContextualName() + context.getAllKeyValues() + context + error
					+ ((error != null) ? error.getCause() : "");
			Stream
				.of(TestClients.APPLICATION.secret(), TestClients.TOKEN, "token-0123", "code=", "ticket\"", "zhangsan")
				.forEach((secret) -> assertThat(all).doesNotContain(secret));
		});
	}

	private List<String> outcomes() {
		return this.seen.stream().map((context) -> context.getLowCardinalityKeyValue("outcome").getValue()).toList();
	}

	private WeComClient client(ApiEndpoints api) {
		return builder(api).build();
	}

	private WeComClient.Builder builder(ApiEndpoints api) {
		return TestClients.builder(TestClients.APPLICATION, this.server.url())
			.tokenStore(api.store())
			.observations(this.registry);
	}

	private final class Recorder implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			WeComClientObservationTests.this.seen.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
