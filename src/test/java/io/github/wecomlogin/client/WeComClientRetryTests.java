package io.github.wecomlogin.client;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.util.Deadline;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Which calls are made again, and how often.
 */
@Timeout(60)
class WeComClientRetryTests {

	/**
	 * Enough for every endpoint.
	 */
	private static final String ANSWER = "{\"errcode\":0,\"access_token\":\"token\",\"expires_in\":7200,"
			+ "\"userid\":\"zhangsan\",\"department\":[],\"userlist\":[{\"userid\":\"lisi\"}]}";

	private static final Reply BAD_GATEWAY = Reply.http("502 Bad Gateway", "text/html", "<html>");

	private final AtomicInteger received = new AtomicInteger();

	private volatile String faultyPath = "";

	/**
	 * What the n-th call of the faulty path is answered with, from 1.
	 */
	private volatile IntFunction<Reply> reply = (n) -> Reply.json(ANSWER);

	private final StubServer server = new StubServer((request) -> request.path().equals(this.faultyPath)
			? this.reply.apply(this.received.incrementAndGet()) : Reply.json(ANSWER));

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Reply> passing() {
		return Stream.concat(IntStream.of(-1, 6000, 45033, 45035, 45036).mapToObj(WeComClientRetryTests::error), Stream
			.of(Reply.reset(), Reply.close(), BAD_GATEWAY, Reply.http("500 Error", "application/json", "{\"x\":1}")));
	}

	static Stream<Arguments> passingOfReads() {
		return Stream.of(ApiEndpoints.values())
			.filter(ApiEndpoints::onlyReads)
			.flatMap((api) -> passing().map((reply) -> Arguments.of(api, reply)));
	}

	@ParameterizedTest
	@MethodSource("passingOfReads")
	void whenReadingIsDisturbedTwiceThenTheThirdCallCounts(ApiEndpoints api, Reply fault) {
		fail(api, (n) -> (n <= 2) ? fault : Reply.json(ANSWER));
		api.call(client(api), TestClients.time());
		assertThat(sent(api)).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource("passingOfReads")
	void whenReadingIsDisturbedOnAndOnThenThreeCalls(ApiEndpoints api, Reply fault) {
		fail(api, (n) -> fault);
		WeComClient client = client(api);
		WeComApiException failure = TestClients.failureOf(() -> api.call(client, TestClients.time()));
		assertThat(failure.getError().isPassing()).isTrue();
		assertThat(sent(api)).isEqualTo(3);
	}

	@Test
	void whenOthersKeepTheCommonPoolBusyThenAnswersComeAllTheSame() {
		fail(ApiEndpoints.GETUSER, (n) -> (n == 1) ? BAD_GATEWAY : Reply.json(ANSWER));
		WeComClient client = client(ApiEndpoints.GETUSER);
		CountDownLatch over = new CountDownLatch(1);
		for (int i = 0; i < Math.max(1, ForkJoinPool.getCommonPoolParallelism()); i++) {
			ForkJoinPool.commonPool().execute(() -> awaitUninterruptibly(over));
		}
		try {
			ApiEndpoints.GETUSER.call(client, TestClients.time());
		}
		finally {
			over.countDown();
		}
		assertThat(sent(ApiEndpoints.GETUSER)).isEqualTo(2);
	}

	private static void awaitUninterruptibly(CountDownLatch over) {
		boolean done = false;
		while (!done) {
			try {
				over.await();
				done = true;
			}
			catch (InterruptedException ex) {
				// Whoever wants the thread gets it afterwards
			}
		}
	}

	@Test
	void whenDisturbancesDifferThenTheLastOneCounts() {
		fail(ApiEndpoints.GETUSER, (n) -> switch (n) {
			case 1 -> error(-1);
			case 2 -> Reply.reset();
			default -> error(60111);
		});
		assertThat(failure(ApiEndpoints.GETUSER)).isEqualTo(WeComError.of(60111));
		assertThat(sent(ApiEndpoints.GETUSER)).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource
	void whenAnswerIsClearThenNoSecondCall(ApiEndpoints api) {
		for (int code : new int[] { 40003, 40029, 45009, 48002, 50001, 60011, 60020, 60111, 12345 }) {
			int before = (int) sent(api);
			fail(api, (n) -> error(code));
			assertThat(failure(api)).isEqualTo(WeComError.of(code));
			assertThat(sent(api)).isEqualTo(before + 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenSomethingElseAnswersThenNoSecondCall(ApiEndpoints api) {
		fail(api, (n) -> Reply.http("404 Not Found", "text/html", "<html>"));
		assertThat(failure(api)).isEqualTo(WeComError.NOT_JSON);
		assertThat(sent(api)).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "GETUSERINFO", "GETUSERDETAIL" })
	void whenSomethingMayHaveBeenSpentThenNoSecondCall(ApiEndpoints api) {
		List<Reply> faults = Stream
			.concat(Stream.of(-1, 6000, 45035, 45036).map(WeComClientRetryTests::error), Stream.of(Reply.reset(),
					Reply.close(), BAD_GATEWAY, Reply.raw("HTTP/1.1 200 OK\r\nCont").then(Reply.reset())))
			.toList();
		for (Reply fault : faults) {
			long before = sent(api);
			fail(api, (n) -> fault);
			assertThat(failure(api).isPassing()).isTrue();
			assertThat(sent(api)).isEqualTo(before + 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "GETUSERINFO", "GETUSERDETAIL" })
	void whenTooManyWereAtWorkThenEvenSpendingIsRepeated(ApiEndpoints api) {
		fail(api, (n) -> (n <= 2) ? error(45033) : Reply.json(ANSWER));
		api.call(client(api), TestClients.time());
		assertThat(sent(api)).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "GETUSERINFO", "GETUSERDETAIL" })
	void whenNobodyListensThenEvenSpendingIsRepeated(ApiEndpoints api) {
		Attempts attempts = new Attempts();
		WeComClient client = builder("http://127.0.0.1:" + UnusedPorts.next(), api).customizers(List.of(attempts))
			.build();
		assertThat(TestClients.failureOf(() -> api.call(client, TestClients.time())).getError())
			.isEqualTo(WeComError.UNREACHABLE);
		assertThat(attempts.failures).hasSize(3)
			.allSatisfy((ex) -> assertThat(ex).isInstanceOf(ConnectException.class));
	}

	@Test
	void whenWarmConnectionBreaksAndPortIsClosedThenCodeIsNotRepeated() {
		Attempts attempts = new Attempts();
		WeComClient client = builder(this.server.url(), ApiEndpoints.GETUSERINFO).customizers(List.of(attempts))
			.build();
		client.getUser("zhangsan", TestClients.time());
		fail(ApiEndpoints.GETUSERINFO, (n) -> (socket) -> {
			this.server.close();
			Reply.reset().to(socket);
		});
		WeComApiException failure = TestClients.failureOf(() -> client.getUserInfo("code", null, TestClients.time()));
		assertThat(failure.getError()).isEqualTo(WeComError.UNREACHABLE);
		assertThat(attempts.failures).hasSize(1);
	}

	@Test
	void whenInterceptorRepeatsItselfThenNotSentAgainOnceSent() {
		AtomicInteger executed = new AtomicInteger();
		fail(ApiEndpoints.GETUSERINFO, (n) -> (socket) -> {
			this.server.close();
			Reply.reset().to(socket);
		});
		WeComClient client = builder(this.server.url(), ApiEndpoints.GETUSERINFO)
			.customizers(List.of((builder) -> builder.requestInterceptor((request, body, execution) -> {
				executed.incrementAndGet();
				Throwable first = catchThrowable(() -> execution.execute(request, body));
				assertThat(first).isInstanceOf(IOException.class);
				return execution.execute(request, body);
			})))
			.build();
		TestClients.failureOf(() -> client.getUserInfo("code", null, TestClients.time()));
		assertThat(executed).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "DEPARTMENT_LIST", "TAG_GET" })
	void whenServerHangsThenNoSecondCall(ApiEndpoints api) {
		fail(api, (n) -> Reply.hang());
		WeComClient client = WeComClient
			.forApplication(TestClients.APPLICATION, TestClients.settings(this.server.url(), Duration.ofMillis(200)))
			.tokenStore(api.store())
			.build();
		WeComApiException failure = TestClients.failureOf(() -> api.call(client, TestClients.time()));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sent(api) > 0);
		assertThat(sent(api)).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void whenServerHangsAfterADisturbanceThenTheDeadlineEndsIt(ApiEndpoints api) {
		fail(api, (n) -> (n == 1) ? error(45033) : Reply.hang());
		WeComClient client = client(api);
		WeComApiException failure = TestClients
			.failureOf(() -> api.call(client, Deadline.after(Duration.ofSeconds(1))));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		assertThat(sent(api)).isEqualTo(2);
	}

	@Test
	void whenThreadIsInterruptedAfterAFailureThenNothingMoreIsSent() {
		fail(ApiEndpoints.GETUSER, (n) -> error(-1));
		Thread thread = Thread.currentThread();
		WeComClient client = builder(this.server.url(), ApiEndpoints.GETUSER)
			.customizers(List.of((builder) -> builder.requestInterceptor((request, body, execution) -> {
				ClientHttpResponse response = execution.execute(request, body);
				thread.interrupt();
				return response;
			})))
			.build();
		assertThat(TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time())).getError())
			.isEqualTo(WeComError.of(-1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(sent(ApiEndpoints.GETUSER)).isOne();
	}

	@Test
	void whenListIsReadAgainThenNothingOfTheFirstAnswerIsLeft() {
		fail(ApiEndpoints.DEPARTMENT_LIST,
				(n) -> Reply.json("{\"department\":[{\"id\":" + n + "}],\"errcode\":" + ((n == 1) ? -1 : 0) + "}"));
		assertThat(client(ApiEndpoints.DEPARTMENT_LIST).getDepartments(TestClients.time()))
			.extracting(DepartmentResponse::id)
			.containsExactly(2L);
	}

	@Test
	void whenTokenIsWithdrawnWithinADisturbanceThenBothAreOvercome() {
		fail(ApiEndpoints.GETUSER, (n) -> switch (n) {
			case 1, 3 -> error(-1);
			case 2 -> error(42001);
			default -> Reply.json(ANSWER);
		});
		assertThat(client(ApiEndpoints.GETUSER).getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
		assertThat(sent(ApiEndpoints.GETUSER)).isEqualTo(4);
		assertThat(sent(ApiEndpoints.GETTOKEN)).isOne();
	}

	private void fail(ApiEndpoints api, IntFunction<Reply> reply) {
		this.received.set(0);
		this.reply = reply;
		this.faultyPath = api.path();
	}

	private WeComError failure(ApiEndpoints api) {
		return TestClients.failureOf(() -> api.call(client(api), TestClients.time())).getError();
	}

	private long sent(ApiEndpoints api) {
		return this.server.requests(api.path());
	}

	private WeComClient client(ApiEndpoints api) {
		return builder(this.server.url(), api).build();
	}

	private static WeComClient.Builder builder(String url, ApiEndpoints api) {
		return TestClients.builder(TestClients.APPLICATION, url).tokenStore(api.store());
	}

	private static Reply error(int code) {
		return Reply.json("{\"errcode\":" + code + "}");
	}

	/**
	 * Writes down how each attempt failed.
	 */
	private static final class Attempts implements WeComRestClientCustomizer {

		private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

		@Override
		public void customize(RestClient.Builder builder) {
			builder.requestInterceptor((request, body, execution) -> {
				try {
					return execution.execute(request, body);
				}
				catch (IOException ex) {
					this.failures.add(ex);
					throw ex;
				}
			});
		}

	}

}
