package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client remembers of its calls: the circuit, limits, and what it tells of them.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class WeComClientStateTests {

	private static final String MEMBER = "{\"errcode\":0,\"userid\":\"zhangsan\"}";

	private static final String TOKEN = "{\"errcode\":0,\"access_token\":\"token\",\"expires_in\":7200}";

	private final MutableClock clock = new MutableClock();

	private final AtomicLong nanoTime = new AtomicLong();

	private volatile Reply getuser = Reply.json(MEMBER);

	private volatile Reply gettoken = Reply.json(TOKEN);

	private final StubServer server = new StubServer(
			(request) -> request.path().equals(ApiEndpoints.GETTOKEN.path()) ? this.gettoken : this.getuser);

	private final WeComClient client = client(this.server.url(), Duration.ofSeconds(20));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenNothingWasCalledThenNothingIsKnownAndNothingAsked() {
		assertThat(this.client.state()).isEqualTo(new ClientState(null, null, null, ClientState.Circuit.CLOSED, null));
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void whenCallSucceedsThenItsTimeAndTheTokensAreKnown() {
		call();
		assertThat(this.client.state()).isEqualTo(new ClientState(this.clock.instant(), null, null,
				ClientState.Circuit.CLOSED, this.clock.instant().plusSeconds(6900)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 40029, 40163, 60111, 60011 })
	void whenAnswerIsAboutACodeOrAMemberThenThatIsASuccess(int code) {
		this.getuser = error(code);
		failure();
		assertThat(this.client.state().lastSuccess()).isEqualTo(this.clock.instant());
		assertThat(this.client.state().failure()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 40001, 45009, 48002, 50001, 60020, 12345 })
	void whenFailureIsAboutMoreThanThatThenItIsRemembered(int code) {
		call();
		this.clock.advance(Duration.ofSeconds(1));
		this.getuser = error(code);
		failure();
		ClientState state = this.client.state();
		assertThat(state.lastSuccess()).isEqualTo(this.clock.instant().minusSeconds(1));
		assertThat(state.lastFailure()).isEqualTo(this.clock.instant());
		assertThat(state.failure().getError()).isEqualTo(WeComError.of(code));
	}

	@Test
	void whenTokenCannotBeFetchedThenThatIsTheFailure() {
		this.gettoken = error(40001);
		failure();
		assertThat(this.client.state().failure().getEndpoint()).isEqualTo(ApiEndpoints.GETTOKEN.path());
		assertThat(this.client.state().tokenUsableUntil()).isNull();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE,
			names = { "RESET", "CLOSED", "NO_HTTP", "EMPTY", "HTML_PAGE", "BAD_GATEWAY", "JSON_OF_A_GATEWAY" })
	void whenTenCallsGetNoUsableAnswerThenNoMoreCalls(WeComClientFailureTests.Fault fault, CapturedOutput output) {
		call();
		this.getuser = fault.reply();
		openCircuit();
		long calls = this.server.requests(ApiEndpoints.GETUSER.path());
		assertThat(calls).isEqualTo(11);
		for (int i = 0; i < 20; i++) {
			assertThat(failure()).isEqualTo(WeComError.CIRCUIT_OPEN);
		}
		assertThat(this.server.requests(ApiEndpoints.GETUSER.path())).isEqualTo(calls);
		assertThat(this.client.state().circuit()).isEqualTo(ClientState.Circuit.OPEN);
		assertThat(this.client.state().failure().getError()).isNotEqualTo(WeComError.CIRCUIT_OPEN);
		assertThat(output).containsOnlyOnce("gave no usable answer");
		this.getuser = Reply.json(MEMBER);
		this.nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
		call();
		assertThat(this.client.state().circuit()).isEqualTo(ClientState.Circuit.CLOSED);
		assertThat(output).containsOnlyOnce("WeCom answers");
	}

	@Test
	void whenWeComIsBusyThenTheCircuitOpens() {
		this.getuser = error(-1);
		openCircuit();
	}

	@Test
	void whenTokensCannotBeFetchedForNoAnswerThenTheCircuitOpens() {
		this.gettoken = Reply.close();
		openCircuit();
		assertThat(this.server.requests(ApiEndpoints.GETTOKEN.path())).isEqualTo(10);
	}

	@Test
	void whenWeComHangsThenTheCircuitOpens() {
		this.getuser = Reply.hang();
		WeComClient impatient = client(this.server.url(), Duration.ofMillis(50));
		for (int i = 0; i < 10; i++) {
			assertThat(TestClients.failureOf(() -> impatient.getUser("x", TestClients.time())).getError())
				.isEqualTo(WeComError.TIMEOUT);
		}
		assertThat(impatient.state().circuit()).isEqualTo(ClientState.Circuit.OPEN);
	}

	@Test
	void whenCallersHaveNoTimeThenTheCircuitStaysClosed() {
		call();
		this.getuser = Reply.hang();
		for (int i = 0; i < 20; i++) {
			int millis = i;
			TestClients.failureOf(() -> this.client.getUser("x", Deadline.after(Duration.ofMillis(millis))));
		}
		assertThat(this.client.state().circuit()).isEqualTo(ClientState.Circuit.CLOSED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40014, 40029, 45009, 45033, 48002, 60020, 60111, 12345 })
	void whenAnswersAreRefusalsThenTheCircuitStaysClosed(int code) {
		this.getuser = error(code);
		this.gettoken = error(code);
		for (int i = 0; i < 20; i++) {
			assertThat(failure()).isEqualTo(WeComError.of(code));
		}
		assertThat(this.client.state().circuit()).isEqualTo(ClientState.Circuit.CLOSED);
	}

	@Test
	void whenProbeIsInterruptedThenTheNextCallProbes() {
		call();
		this.getuser = Reply.close();
		openCircuit();
		this.nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
		Thread.currentThread().interrupt();
		failure();
		assertThat(Thread.interrupted()).isTrue();
		this.getuser = Reply.json(MEMBER);
		call();
		assertThat(this.client.state().circuit()).isEqualTo(ClientState.Circuit.CLOSED);
	}

	@Test
	void whenLimitIsExceededThenThatEndpointIsLeftAloneForAMinute(CapturedOutput output) {
		call();
		this.getuser = error(45009);
		for (int i = 0; i < 10; i++) {
			assertThat(failure()).isEqualTo(WeComError.of(45009));
		}
		assertThat(this.server.requests(ApiEndpoints.GETUSER.path())).isEqualTo(2);
		assertThat(output).containsOnlyOnce("WeCom limits the calls of").contains("checkCorpSpamBlock", "ERROR");
		TestClients.failureOf(() -> this.client.getUserInfo("code", null, TestClients.time()));
		assertThat(this.server.requests(ApiEndpoints.GETUSERINFO.path())).isOne();
		this.clock.advance(Duration.ofSeconds(59));
		failure();
		assertThat(this.server.requests(ApiEndpoints.GETUSER.path())).isEqualTo(2);
		this.clock.advance(Duration.ofSeconds(1));
		this.getuser = Reply.json(MEMBER);
		call();
		assertThat(this.server.requests(ApiEndpoints.GETUSER.path())).isEqualTo(3);
	}

	private void openCircuit() {
		for (int i = 0; this.client.state().circuit() == ClientState.Circuit.CLOSED; i++) {
			assertThat(i).isLessThan(10);
			assertThat(failure()).isNotEqualTo(WeComError.CIRCUIT_OPEN);
		}
	}

	private void call() {
		this.client.getUser("zhangsan", TestClients.time());
	}

	private WeComError failure() {
		return TestClients.failureOf(this::call).getError();
	}

	private WeComClient client(String url, Duration readTimeout) {
		return WeComClient.forApplication(TestClients.APPLICATION, TestClients.settings(url, readTimeout))
			.clock(this.clock)
			.nanoTime(this.nanoTime::get)
			.build();
	}

	private static Reply error(int code) {
		return Reply.json("{\"errcode\":" + code + "}");
	}

}
