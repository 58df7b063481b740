package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wecomlogin.client.Circuit.Permit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CircuitTests {

	private static final String ENDPOINT = "/cgi-bin/user/get";

	// Close to its overflow, which must not matter
	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final Circuit circuit = new Circuit("ww/1", this.nanoTime::get);

	@Test
	void whenNewThenClosed() {
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenFailuresAreFewerThanTheLimitThenClosed() {
		fail(Circuit.FAILURE_THRESHOLD - 1);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenAnAnswerIsBetweenThenCountingStartsAnew() {
		fail(Circuit.FAILURE_THRESHOLD - 1);
		answer();
		fail(Circuit.FAILURE_THRESHOLD - 1);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		fail(1);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.OPEN);
	}

	@Test
	void whenCallsAreAbandonedThenTheyCountNeitherWay() {
		fail(Circuit.FAILURE_THRESHOLD - 1);
		for (int i = 0; i < 100; i++) {
			this.circuit.acquire(ENDPOINT).close();
		}
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		fail(1);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.OPEN);
	}

	@Test
	void whenOpenThenFailsAtOnceAndSaysWhy() {
		open();
		WeComApiException failure = TestClients.failureOf(() -> this.circuit.acquire(ENDPOINT));
		assertThat(failure.getError()).isEqualTo(WeComError.CIRCUIT_OPEN);
		assertThat(failure.getEndpoint()).isEqualTo(ENDPOINT);
		assertThat(failure).hasMessageContaining("[timeout]");
	}

	@Test
	void whenPauseIsOverThenOneProbeAtATime() {
		open();
		advance(Circuit.INITIAL_DELAY.minusNanos(1));
		assertThat(isCallable()).isFalse();
		advance(Duration.ofSeconds(1).plusNanos(1));
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.HALF_OPEN);
		try (Permit probe = this.circuit.acquire(ENDPOINT)) {
			assertThat(probe).isNotNull();
			assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.HALF_OPEN);
			assertThat(isCallable()).isFalse();
		}
	}

	@Test
	void whenProbeIsAnsweredThenClosed() {
		open();
		advance(Duration.ofSeconds(6));
		answer();
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		fail(Circuit.FAILURE_THRESHOLD - 1);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 50 })
	void whenProbesFailThenLongerPausesUpToTheLongest(int probes) {
		open();
		for (int i = 0; i < probes; i++) {
			advance(Circuit.MAX_DELAY);
			fail(1);
		}
		long expected = Math.min(Circuit.INITIAL_DELAY.toSeconds() << Math.min(probes, 10),
				Circuit.MAX_DELAY.toSeconds());
		advance(Duration.ofSeconds(expected).minusNanos(1));
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.OPEN);
		assertThat(isCallable()).isFalse();
		advance(Duration.ofSeconds(expected).dividedBy(5).plusNanos(1));
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenItOpensAgainLaterThenTheShortestPauseAgain() {
		open();
		for (int i = 0; i < 5; i++) {
			advance(Circuit.MAX_DELAY);
			fail(1);
		}
		advance(Circuit.MAX_DELAY);
		answer();
		open();
		advance(Duration.ofSeconds(6));
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenProbeIsAbandonedThenTheNextCallMayProbeAtOnce() {
		open();
		advance(Duration.ofSeconds(6));
		assertThatIllegalStateException().isThrownBy(() -> {
			try (Permit probe = this.circuit.acquire(ENDPOINT)) {
				assertThat(probe).isNotNull();
				throw new IllegalStateException("whatever");
			}
		});
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenProbeTakesLongThenAnotherOneMay() {
		open();
		advance(Duration.ofSeconds(6));
		Permit slow = this.circuit.acquire(ENDPOINT);
		advance(Circuit.PROBE_TIMEOUT.minusNanos(1));
		assertThat(isCallable()).isFalse();
		advance(Duration.ofNanos(1));
		Permit second = this.circuit.acquire(ENDPOINT);
		assertThat(isCallable()).isFalse();
		slow.failed(WeComError.TIMEOUT);
		slow.close();
		assertThat(isCallable()).isFalse();
		second.answered();
		second.close();
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
	}

	@Test
	void whenProbesTimeOutAfterAnotherBeganThenThePauseGrows() {
		open();
		advance(Duration.ofSeconds(6));
		Permit slow = this.circuit.acquire(ENDPOINT);
		advance(Circuit.PROBE_TIMEOUT);
		Permit second = this.circuit.acquire(ENDPOINT);
		slow.failed(WeComError.TIMEOUT);
		slow.close();
		advance(Circuit.PROBE_TIMEOUT);
		assertThat(isCallable()).isFalse();
		second.failed(WeComError.TIMEOUT);
		second.close();
		advance(Duration.ofSeconds(20).minusNanos(1));
		assertThat(isCallable()).isFalse();
		advance(Duration.ofSeconds(4).plusNanos(1));
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenCallsThatBeganBeforeFailThenThePauseStaysTheSame() {
		Permit early = this.circuit.acquire(ENDPOINT);
		open();
		advance(Circuit.INITIAL_DELAY.minusSeconds(1));
		early.failed(WeComError.TIMEOUT);
		early.close();
		advance(Duration.ofSeconds(2));
		assertThat(isCallable()).isTrue();
	}

	@Test
	void whenACallThatBeganBeforeIsAnsweredThenClosed() {
		Permit early = this.circuit.acquire(ENDPOINT);
		open();
		early.answered();
		early.close();
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.CLOSED);
		assertThat(isCallable()).isTrue();
	}

	private void open() {
		fail(Circuit.FAILURE_THRESHOLD);
		assertThat(this.circuit.state()).isEqualTo(ClientState.Circuit.OPEN);
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			try (Permit permit = this.circuit.acquire(ENDPOINT)) {
				permit.failed(WeComError.TIMEOUT);
			}
		}
	}

	private void answer() {
		try (Permit permit = this.circuit.acquire(ENDPOINT)) {
			permit.answered();
		}
	}

	/**
	 * Looks without leaving anything behind.
	 */
	private boolean isCallable() {
		try (Permit permit = this.circuit.acquire(ENDPOINT)) {
			return permit != null;
		}
		catch (WeComApiException ex) {
			return false;
		}
	}

	private void advance(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

}
