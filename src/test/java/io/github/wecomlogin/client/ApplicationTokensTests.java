package io.github.wecomlogin.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class ApplicationTokensTests {

	private static final String GETTOKEN = ApiPaths.GETTOKEN;

	private static final String GETUSER = "/cgi-bin/user/get";

	private static final String MEMBER = "{\"errcode\":0,\"userid\":\"zhangsan\"}";

	private final MutableClock clock = new MutableClock();

	private final AtomicInteger fetches = new AtomicInteger();

	private final InMemoryApplicationTokenStore store = new InMemoryApplicationTokenStore();

	/**
	 * What the n-th {@code gettoken} is answered with.
	 */
	private volatile IntFunction<Reply> gettoken = (n) -> token("token-" + n);

	/**
	 * What {@code user/get} is answered with, depending on the token.
	 */
	private volatile Function<String, Reply> getuser = (token) -> Reply.json(MEMBER);

	private final StubServer server = new StubServer(this::reply);

	private final WeComClient client = client(TestClients.APPLICATION, this.store);

	@AfterEach
	void close() {
		this.server.close();
	}

	private Reply reply(Request request) {
		return request.path().equals(GETTOKEN) ? this.gettoken.apply(this.fetches.incrementAndGet())
				: this.getuser.apply(request.parameter("access_token"));
	}

	@Test
	void whenTokenIsColdAndManyCallThenOneFetch() {
		List<Throwable> failures = atOnce(200, this::call);
		assertThat(failures).hasSize(200).containsOnlyNulls();
		assertThat(fetchesSeen()).isOne();
		assertThat(this.server.requests(GETUSER)).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40014, 42001 })
	void whenTokenIsWithdrawnAndManyCallThenOneMoreFetchAndAllSucceed(int code) {
		call();
		this.getuser = (token) -> token.equals("token-1") ? error(code) : Reply.json(MEMBER);
		List<Throwable> failures = atOnce(50, this::call);
		assertThat(failures).hasSize(50).containsOnlyNulls();
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40014, 42001 })
	void whenTokenFailsThenCallIsRepeatedOnceWithANewOne(int code) {
		this.getuser = (token) -> token.equals("token-1") ? error(code) : Reply.json(MEMBER);
		assertThat(call().userId()).isEqualTo("zhangsan");
		assertThat(tokensUsed()).containsExactly("token-1", "token-2");
		call();
		assertThat(tokensUsed()).containsExactly("token-1", "token-2", "token-2");
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@Test
	void whenCodeIsSpentWithAWithdrawnTokenThenItIsSentOnceMore() {
		this.getuser = (token) -> token.equals("token-1") ? error(40014) : error(40029);
		WeComApiException failure = TestClients
			.failureOf(() -> this.client.getUserInfo("code", null, TestClients.time()));
		assertThat(failure.getError()).isEqualTo(WeComError.of(40029));
		assertThat(this.server.requests("/cgi-bin/auth/getuserinfo")).isEqualTo(2);
	}

	@Test
	void whenSecondAnswerFailsThenItsCodeCounts() {
		this.getuser = (token) -> token.equals("token-1") ? error(40014) : error(60111);
		assertThat(failure()).isEqualTo(WeComError.of(60111));
	}

	@Test
	void whenNewTokenFailsTooThenNoThirdCall() {
		this.getuser = (token) -> error(42001);
		assertThat(failure()).isEqualTo(WeComError.of(42001));
		assertThat(tokensUsed()).containsExactly("token-1", "token-2");
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 40003, 40029, 60011, 60020, 60111 })
	void whenFailureIsNotTheTokensThenTokenStaysAndNothingIsRepeated(int code) {
		this.getuser = (token) -> error(code);
		assertThat(failure()).isEqualTo(WeComError.of(code));
		this.getuser = (token) -> Reply.json(MEMBER);
		call();
		assertThat(tokensUsed()).containsExactly("token-1", "token-1");
		assertThat(fetchesSeen()).isOne();
	}

	@Test
	void whenSameTokenComesAgainThoughRefusedThenThatIsRemembered() {
		this.gettoken = (n) -> token("same");
		this.getuser = (token) -> error(40014);
		for (int i = 0; i < 20; i++) {
			assertThat(failure()).isEqualTo(WeComError.of(40014));
		}
		assertThat(fetchesSeen()).isEqualTo(2);
		assertThat(this.server.requests(GETUSER)).isEqualTo(2);
		this.clock.advance(Duration.ofSeconds(15));
		this.getuser = (token) -> Reply.json(MEMBER);
		call();
		assertThat(fetchesSeen()).isEqualTo(3);
	}

	@Test
	void whenAnotherThreadReplacedTheTokenThenNoSecondFetch() {
		this.getuser = (token) -> {
			if (token.equals("token-1")) {
				this.store.save(TestClients.APPLICATION.tokenKey(), new ApplicationToken("theirs", Instant.MAX));
				return error(40014);
			}
			return Reply.json(MEMBER);
		};
		call();
		assertThat(tokensUsed()).containsExactly("token-1", "theirs");
		assertThat(fetchesSeen()).isOne();
	}

	@Test
	void whenTokenIsWithdrawnWhileBeingSavedThenAnotherIsFetched() throws Exception {
		this.getuser = (token) -> token.equals("token-1") ? error(42001) : Reply.json(MEMBER);
		SlowStore slow = new SlowStore(this.store);
		WeComClient client = client(TestClients.APPLICATION, slow);
		FutureTask<UserResponse> first = new FutureTask<>(
				() -> client.getUser("zhangsan", Deadline.after(Duration.ofSeconds(30))));
		new Thread(first).start();
		slow.saving.await();
		FutureTask<UserResponse> second = new FutureTask<>(
				() -> client.getUser("zhangsan", Deadline.after(Duration.ofSeconds(30))));
		Thread thread = new Thread(second);
		thread.start();
		slow.removed.await();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		slow.goOn.countDown();
		assertThat(second.get().userId()).isEqualTo("zhangsan");
		assertThat(first.get().userId()).isEqualTo("zhangsan");
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@Test
	void whenNoThreadCanBeStartedThenFailureAndFetchedAsSoonAsOneCan() {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		BackgroundThreads threads = new BackgroundThreads((work) -> {
			if (exhausted.get()) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(work);
		}, new ThreadPoolExecutor.AbortPolicy());
		WeComClient client = TestClients.builder(TestClients.APPLICATION, this.server.url()).threads(threads).build();
		Deadline soon = Deadline.after(Duration.ofSeconds(10));
		assertThat(TestClients.failureOf(() -> client.getUser("zhangsan", soon)).getError())
			.isEqualTo(WeComError.UNREACHABLE);
		exhausted.set(false);
		assertThat(client.getUser("zhangsan", soon).userId()).isEqualTo("zhangsan");
		assertThat(fetchesSeen()).isOne();
		threads.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40013, 40091, 41002, 48002, 60020, 301007, 2000002, 12345 })
	void whenSecretIsRefusedThenThatIsRememberedFor15Seconds(int code) {
		this.gettoken = (n) -> error(code);
		for (int i = 0; i < 50; i++) {
			assertThat(failure()).isEqualTo(WeComError.of(code));
		}
		assertThat(fetchesSeen()).isOne();
		this.clock.advance(Duration.ofSeconds(14));
		assertThat(failure()).isEqualTo(WeComError.of(code));
		assertThat(fetchesSeen()).isOne();
		this.clock.advance(Duration.ofSeconds(1));
		this.gettoken = (n) -> token("mended");
		call();
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@Test
	void whenSecretIsRefusedAndManyCallThenFewFetches() {
		this.gettoken = (n) -> error(40001);
		List<Throwable> failures = atOnce(50, this::call);
		assertThat(failures).hasSize(50)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(WeComApiException.class,
					(ex) -> assertThat(ex.getError()).isEqualTo(WeComError.of(40001))));
		assertThat(fetchesSeen()).isOne();
	}

	@Test
	void whenSecretIsRefusedThenAtMostFiveFetchesAMinute() {
		this.gettoken = (n) -> error(40001);
		for (int i = 0; i < 60; i++) {
			failure();
			this.clock.advance(Duration.ofSeconds(1));
		}
		assertThat(fetchesSeen()).isBetween(2L, 5L);
	}

	@Test
	void whenSecretIsRefusedAgainThenThatIsRememberedAgain() {
		this.gettoken = (n) -> error(40001);
		failure();
		this.clock.advance(Duration.ofSeconds(15));
		failure();
		failure();
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@Test
	void whenLimitIsExceededThenThatIsRememberedForAMinute() {
		this.gettoken = (n) -> error(45009);
		failure();
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(failure()).isEqualTo(WeComError.of(45009));
		assertThat(fetchesSeen()).isOne();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(failure()).isEqualTo(WeComError.of(45009));
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 6000, 45033 })
	void whenWeComIsBusyThenThatIsNotRemembered(int code) {
		this.gettoken = (n) -> (n == 1) ? error(code) : token("token");
		assertThat(failure()).isEqualTo(WeComError.of(code));
		call();
		assertThat(fetchesSeen()).isEqualTo(2);
	}

	@Test
	void whenConnectionBreaksOrAnswerIsNoneThenThatIsNotRemembered() {
		this.gettoken = (n) -> switch (n) {
			case 1 -> Reply.reset();
			case 2 -> Reply.json("<html>");
			case 3 -> Reply.json("{\"errcode\":0,\"errmsg\":\"ok\"}");
			default -> token("token");
		};
		assertThat(failure()).isEqualTo(WeComError.UNREACHABLE);
		assertThat(failure()).isEqualTo(WeComError.NOT_JSON);
		assertThat(failure()).isEqualTo(WeComError.INCOMPLETE);
		call();
		assertThat(fetchesSeen()).isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"expires_in":7200          | 6900
			"expires_in":"7200"        | 6900
			"expires_in":7201          | 6900
			"expires_in":999999999     | 6900
			"expires_in":600           | 540
			"expires_in":10            | 9
			"expires_in":0             | 54
			"expires_in":-7200         | 54
			"expires_in":99999999999   | 54
			"expires_in":null          | 54
			"expires_in":"soon"        | 54
			"other":1                  | 54
			""")
	void whenTokenIsFetchedThenUsedUntilShortlyBeforeItExpires(String expiresIn, int usableSeconds) {
		this.gettoken = (n) -> Reply.json("{\"errcode\":0,\"access_token\":\"token-" + n + "\"," + expiresIn + "}");
		call();
		this.clock.advance(Duration.ofSeconds(usableSeconds - 1));
		call();
		assertThat(fetchesSeen()).isOne();
		this.clock.advance(Duration.ofSeconds(1));
		call();
		assertThat(fetchesSeen()).isEqualTo(2);
		assertThat(tokensUsed()).containsExactly("token-1", "token-1", "token-2");
	}

	@Test
	void whenThereAreTwoApplicationsThenEachHasItsOwnToken() {
		WeComApplication other = new WeComApplication(TestClients.APPLICATION.corpId(), 1000003, "other");
		WeComApplication abroad = new WeComApplication("ww9999999999999999", TestClients.APPLICATION.agentId(),
				"abroad");
		for (int i = 0; i < 2; i++) {
			call();
			client(other, this.store).getUser("zhangsan", TestClients.time());
			client(abroad, this.store).getUser("zhangsan", TestClients.time());
		}
		assertThat(tokensUsed()).containsExactly("token-1", "token-2", "token-3", "token-1", "token-2", "token-3");
		assertThat(this.server.requests()).filteredOn((request) -> request.path().equals(GETTOKEN))
			.extracting((request) -> request.parameter("corpid") + "/" + request.parameter("corpsecret"))
			.containsExactly("ww0123456789abcdef/" + TestClients.APPLICATION.secret(), "ww0123456789abcdef/other",
					"ww9999999999999999/abroad");
	}

	@Test
	void whenNodesShareAStoreThenTheyShareTheToken() {
		call();
		client(TestClients.APPLICATION, this.store).getUser("zhangsan", TestClients.time());
		assertThat(fetchesSeen()).isOne();
	}

	@Test
	void whenFetchFailsThenAllWaitersFailAlikeAndTheNextCallWorks() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> (n == 1) ? whenOpen(answer, error(-1)) : token("token");
		List<Throwable> failures = whileFetching(answer, this::call);
		assertThat(failures).hasSize(10)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(WeComApiException.class,
					(ex) -> assertThat(ex.getError()).isEqualTo(WeComError.of(-1))));
		assertThat(fetchesSeen()).isOne();
		call();
	}

	@Test
	void whenStoreFailsThenAllWaitersFailAlikeAndTheNextCallWorks() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> (n == 1) ? whenOpen(answer, token("token")) : token("token");
		WeComClient client = client(TestClients.APPLICATION, new FailingOnceStore(this.store));
		List<Throwable> failures = whileFetching(answer, () -> client.getUser("zhangsan", TestClients.time()));
		assertThat(failures).hasSize(10)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasMessage("store is down"));
		assertThat(fetchesSeen()).isOne();
		assertThat(client.getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
	}

	@Test
	void whenWaiterHasLessTimeThanTheFetchThenTimeout() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> whenOpen(answer, token("token"));
		FutureTask<UserResponse> fetching = new FutureTask<>(this::call);
		new Thread(fetching).start();
		awaitFetch();
		WeComApiException failure = TestClients
			.failureOf(() -> this.client.getUser("zhangsan", Deadline.after(Duration.ofMillis(50))));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		answer.countDown();
		assertThat(failureOf(fetching)).isNull();
		assertThat(fetchesSeen()).isOne();
	}

	@Test
	void whenWaiterIsInterruptedThenItStopsWaiting() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> whenOpen(answer, token("token"));
		FutureTask<UserResponse> fetching = new FutureTask<>(this::call);
		new Thread(fetching).start();
		awaitFetch();
		Thread.currentThread().interrupt();
		WeComApiException failure = TestClients.failureOf(this::call);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure.getError()).isEqualTo(WeComError.UNREACHABLE);
		answer.countDown();
		assertThat(failureOf(fetching)).isNull();
	}

	@Test
	void whenNothingIsCalledThenNothingIsFetched() {
		client(TestClients.APPLICATION, this.store);
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void whenTokenOfTheStoreIsOutOfDateThenNewOne() {
		this.store.save(TestClients.APPLICATION.tokenKey(), new ApplicationToken("old", this.clock.instant()));
		call();
		assertThat(tokensUsed()).containsExactly("token-1");
	}

	@Test
	void whenTokenIsRemovedThenOnlyIfItIsStillTheOneThatFailed() {
		ApplicationToken token = new ApplicationToken("new", Instant.MAX);
		this.store.save("a", token);
		this.store.save("b", token);
		this.store.remove("a", "old");
		assertThat(this.store.find("a")).isEqualTo(token);
		this.store.remove("a", "new");
		assertThat(this.store.find("a")).isNull();
		assertThat(this.store.find("b")).isEqualTo(token);
		this.store.remove("c", "new");
		assertThat(this.store.find("c")).isNull();
	}

	private UserResponse call() {
		return this.client.getUser("zhangsan", TestClients.time());
	}

	private WeComError failure() {
		return TestClients.failureOf(this::call).getError();
	}

	private long fetchesSeen() {
		return this.server.requests(GETTOKEN);
	}

	private List<String> tokensUsed() {
		return this.server.requests()
			.stream()
			.filter((request) -> request.path().equals(GETUSER))
			.map((request) -> request.parameter("access_token"))
			.toList();
	}

	private WeComClient client(WeComApplication application, ApplicationTokenStore store) {
		return TestClients.withoutRetries(application, this.server.url(), store, this.clock);
	}

	private static Reply token(String value) {
		return Reply.json("{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"" + value + "\",\"expires_in\":7200}");
	}

	private static Reply error(int code) {
		return Reply.json("{\"errcode\":" + code + ",\"errmsg\":\"no\"}");
	}

	private static Reply whenOpen(CountDownLatch latch, Reply reply) {
		return (socket) -> {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			reply.to(socket);
		};
	}

	/**
	 * Makes one call that fetches and nine that wait for it, and lets them go on.
	 */
	private List<Throwable> whileFetching(CountDownLatch answer, Callable<UserResponse> call) {
		List<FutureTask<UserResponse>> tasks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			FutureTask<UserResponse> task = new FutureTask<>(call);
			Thread thread = new Thread(task);
			thread.start();
			awaitFetch();
			while (thread.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
			tasks.add(task);
		}
		answer.countDown();
		return tasks.stream().map(ApplicationTokensTests::failureOf).toList();
	}

	private void awaitFetch() {
		while (this.fetches.get() == 0) {
			Thread.onSpinWait();
		}
	}

	private static List<Throwable> atOnce(int count, Callable<UserResponse> call) {
		CountDownLatch start = new CountDownLatch(1);
		List<FutureTask<UserResponse>> tasks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			FutureTask<UserResponse> task = new FutureTask<>(() -> {
				start.await();
				return call.call();
			});
			new Thread(task).start();
			tasks.add(task);
		}
		start.countDown();
		return tasks.stream().map(ApplicationTokensTests::failureOf).toList();
	}

	private static Throwable failureOf(FutureTask<UserResponse> task) {
		Throwable failure = catchThrowable(task::get);
		return (failure != null) ? failure.getCause() : null;
	}

	/**
	 * A store that has a token already while it still tells the others.
	 */
	private static final class SlowStore implements ApplicationTokenStore {

		final CountDownLatch saving = new CountDownLatch(1);

		final CountDownLatch removed = new CountDownLatch(1);

		final CountDownLatch goOn = new CountDownLatch(1);

		private final ApplicationTokenStore store;

		SlowStore(ApplicationTokenStore store) {
			this.store = store;
		}

		@Override
		public ApplicationToken find(String application) {
			return this.store.find(application);
		}

		@Override
		public void save(String application, ApplicationToken token) {
			this.store.save(application, token);
			this.saving.countDown();
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void remove(String application, String failedToken) {
			this.store.remove(application, failedToken);
			this.removed.countDown();
		}

	}

	/**
	 * A store of a user's own, whose server is away for a moment.
	 */
	private static final class FailingOnceStore implements ApplicationTokenStore {

		private final AtomicInteger saved = new AtomicInteger();

		private final ApplicationTokenStore store;

		FailingOnceStore(ApplicationTokenStore store) {
			this.store = store;
		}

		@Override
		public ApplicationToken find(String application) {
			return this.store.find(application);
		}

		@Override
		public void save(String application, ApplicationToken token) {
			if (this.saved.incrementAndGet() == 1) {
				throw new IllegalStateException("store is down");
			}
			this.store.save(application, token);
		}

		@Override
		public void remove(String application, String failedToken) {
			this.store.remove(application, failedToken);
		}

	}

}
