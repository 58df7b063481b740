package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.SharedApplicationTokenStore;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Several nodes, each with a client of its own, and one application token for all.
 */
@Timeout(60)
class ClusterTokensTests {

	private static final String APPLICATION = TestClients.APPLICATION.tokenKey();

	private final MutableClock storeClock = new MutableClock();

	private final InMemorySharedStore shared = new InMemorySharedStore(this.storeClock);

	private final CountingStore store = new CountingStore(this.shared);

	private final AtomicInteger fetches = new AtomicInteger();

	private final List<WeComClient> nodes = new ArrayList<>();

	/**
	 * What the n-th {@code gettoken} is answered with.
	 */
	private volatile IntFunction<Reply> gettoken = ClusterTokensTests::token;

	/**
	 * The only token that WeCom accepts.
	 */
	private volatile String goodToken = "token-1";

	private final StubServer server = new StubServer(this::reply);

	@AfterEach
	void close() {
		this.nodes.forEach(WeComClient::close);
		this.server.close();
	}

	private Reply reply(Request request) {
		if (request.path().equals(ApiPaths.GETTOKEN)) {
			return this.gettoken.apply(this.fetches.incrementAndGet());
		}
		return request.parameter("access_token").equals(this.goodToken)
				? Reply.json("{\"errcode\":0,\"userid\":\"" + request.parameter("userid") + "\"}") : error(40014);
	}

	@Test
	void whenAllNodesAreColdAndManyCallThenOneFetch() {
		nodes(4);
		assertThat(atOnce(50)).hasSize(200).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenAllNodesMeetAWithdrawnTokenAtOnceThenOneFetch() {
		nodes(4);
		atOnce(1);
		for (int i = 2; i < 7; i++) {
			this.goodToken = "token-" + i;
			assertThat(atOnce(50)).hasSize(200).containsOnlyNulls();
			assertThat(this.fetches).hasValue(i);
		}
	}

	@Test
	void whenNodeComesLaterThenItUsesTheTokenOfTheOthers() {
		call(node(Clock.systemUTC()));
		call(node(Clock.systemUTC()));
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenNodeDiesWhileItFetchesThenTheOthersWaitForOneLease() {
		assertThat(tokens(Clock.systemUTC()).lease(APPLICATION)).isNotNull();
		FutureTask<Throwable> waiting = start(node(Clock.systemUTC()));
		this.store.awaitPuts(3);
		this.storeClock.advance(Duration.ofMillis(1999));
		this.store.awaitPuts(3);
		assertThat(this.fetches).hasValue(0);
		this.storeClock.advance(Duration.ofMillis(1));
		assertThat(resultOf(waiting)).isNull();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenFetchIsSlowAndItsNodeLivesThenNobodyElseFetches() {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> whenOpen(answer, token(n));
		nodes(3);
		List<FutureTask<Throwable>> waiting = this.nodes.stream().map(ClusterTokensTests::start).toList();
		until(() -> this.fetches.get() == 1);
		for (int i = 0; i < 4; i++) {
			this.store.awaitReplacement();
			this.storeClock.advance(Duration.ofMillis(1500));
		}
		answer.countDown();
		assertThat(waiting).extracting(ClusterTokensTests::resultOf).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenLeaseIsNeverReleasedThenTheTokenIsFetchedAllTheSame() {
		SealedStore sealed = sealed(Clock.systemUTC());
		sealed.put("application-token-lease/" + APPLICATION, new byte[0], Duration.ofDays(1));
		WeComClient node = WeComClient
			.forApplication(TestClients.APPLICATION, TestClients.settings(this.server.url(), Duration.ofMillis(200)))
			.tokenStore(tokens(Clock.systemUTC()))
			.build();
		this.nodes.add(node);
		call(node);
		assertThat(this.fetches).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40013, 45009, 301007 })
	void whenWeComRefusesOneNodeThenTheOthersDoNotAsk(int code) {
		this.gettoken = (n) -> error(code);
		nodes(4);
		assertThat(atOnce(10)).hasSize(40)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(WeComApiException.class, (ex) -> {
				assertThat(ex.getError()).isEqualTo(WeComError.of(code));
				assertThat(ex.getEndpoint()).isEqualTo(ApiPaths.GETTOKEN);
			}));
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenRefusalIsOverThenOneNodeAsksAgainForAll() {
		MutableClock clock = new MutableClock();
		this.gettoken = (n) -> (n == 1) ? error(40001) : token(1);
		for (int i = 0; i < 3; i++) {
			node(clock);
		}
		assertThat(atOnce(5)).doesNotContainNull();
		clock.advance(ApplicationTokens.REFUSAL_RETENTION);
		assertThat(atOnce(5)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenAddressOfOneNodeIsNotTrustedThenTheOthersAskAllTheSame() {
		this.gettoken = (n) -> (n == 1) ? error(60020) : token(1);
		nodes(2);
		assertThat(resultOf(start(this.nodes.get(0)))).isInstanceOf(WeComApiException.class);
		call(this.nodes.get(1));
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenStoreIsDownThenEachNodeHasItsOwnTokenWithoutAnError() {
		this.shared.setDown(true);
		nodes(3);
		this.gettoken = (n) -> token(1);
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(3);
	}

	@Test
	void whenStoreGoesDownThenEachNodeReplacesWithdrawnTokens() {
		nodes(3);
		atOnce(1);
		this.shared.setDown(true);
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
		this.goodToken = "new";
		this.gettoken = (n) -> token("new");
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(4);
	}

	@Test
	void whenStoreComesBackEmptyThenKnownTokenIsNotFetchedAgain() {
		nodes(2);
		atOnce(1);
		this.shared.setDown(true);
		this.shared.clear();
		assertThat(atOnce(1)).containsOnlyNulls();
		this.shared.setDown(false);
		until(() -> !this.shared.dump().isEmpty());
		call(node(Clock.systemUTC()));
		assertThat(atOnce(10)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenIdleNodeOffersAWithdrawnTokenThenItIsNotTakenAgain() {
		SharedApplicationTokenStore idle = tokens(Clock.systemUTC());
		WeComClient busy = node(Clock.systemUTC());
		call(busy);
		assertThat(idle.findShared(APPLICATION)).isNotNull();
		this.shared.clear();
		this.goodToken = "token-2";
		this.gettoken = (n) -> {
			idle.offer(APPLICATION);
			return token(n);
		};
		call(busy);
		idle.offer(APPLICATION);
		call(node(Clock.systemUTC()));
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenTokenOfTheOthersIsWithdrawnTooThenAnotherOneIsFetched() {
		WeComClient idle = node(Clock.systemUTC());
		WeComClient busy = node(Clock.systemUTC());
		call(idle);
		this.goodToken = "token-2";
		call(busy);
		this.goodToken = "token-3";
		call(idle);
		assertThat(this.fetches).hasValue(3);
	}

	@Test
	void whenNoTokenIsAcceptedThenNobodyGoesOnFetching() {
		WeComClient node = node(Clock.systemUTC());
		this.goodToken = "none";
		assertThat(TestClients.failureOf(() -> call(node)).getError()).isEqualTo(WeComError.of(40014));
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenTokenWasRenewedByAnotherThenAnIdleNodeTakesItOver() {
		MutableClock clock = new MutableClock();
		SharedApplicationTokenStore one = tokens(clock);
		SharedApplicationTokenStore two = tokens(clock);
		one.save(APPLICATION, new ApplicationToken("old", clock.instant().plusSeconds(60)));
		two.save(APPLICATION, new ApplicationToken("new", clock.instant().plusSeconds(120)));
		one.offer(APPLICATION);
		assertThat(one.find(APPLICATION)).extracting(ApplicationToken::value).isEqualTo("new");
		two.offer(APPLICATION);
		assertThat(two.find(APPLICATION)).extracting(ApplicationToken::value).isEqualTo("new");
	}

	@Test
	void whenClocksOfNodesDifferThenStillOneFetch() {
		for (int minutes = -45; minutes <= 45; minutes += 45) {
			node(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
		}
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
		this.goodToken = "token-2";
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenClockOfANodeIsFarAheadThenItHasItsOwnTokenAndLeasesHold() {
		Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(5));
		assertThat(tokens(Clock.systemUTC()).lease(APPLICATION)).isNotNull();
		assertThat(tokens(ahead).lease(APPLICATION)).isNull();
		this.storeClock.advance(Duration.ofSeconds(2));
		this.gettoken = (n) -> token(1);
		call(node(Clock.systemUTC()));
		call(node(ahead));
		call(this.nodes.get(1));
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenTokenIsWithdrawnAllTheTimeThenAnswersAreNotMixedUp() throws Exception {
		nodes(4);
		this.gettoken = (n) -> token(this.goodToken);
		AtomicInteger right = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			WeComClient node = this.nodes.get(i % 4);
			String userId = "user-" + i;
			Thread thread = new Thread(() -> {
				for (int j = 0; j < 100; j++) {
					try {
						boolean same = node.getUser(userId, TestClients.time()).userId().equals(userId);
						(same ? right : wrong).incrementAndGet();
					}
					catch (WeComApiException ex) {
						// Withdrawn twice while one call was on its way
						assertThat(ex.getError()).isEqualTo(WeComError.of(40014));
					}
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (int i = 0; threads.stream().anyMatch(Thread::isAlive); i++) {
			this.goodToken = "good-" + i;
			threads.get(0).join(20);
		}
		assertThat(wrong).hasValue(0);
		assertThat(right).hasPositiveValue();
	}

	@Test
	void whenFirstCallerHasLittleTimeThenTheFetchGoesOnForTheOthers() {
		CountDownLatch answer = new CountDownLatch(1);
		this.gettoken = (n) -> whenOpen(answer, token(n));
		WeComClient node = node(Clock.systemUTC());
		WeComApiException failure = TestClients
			.failureOf(() -> node.getUser("zhangsan", Deadline.after(Duration.ofMillis(20))));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		FutureTask<Throwable> other = start(node);
		until(() -> this.fetches.get() == 1);
		answer.countDown();
		assertThat(resultOf(other)).isNull();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenClientIsClosedThenNobodyWaitsAnyLongerAndItsThreadsEnd() {
		this.gettoken = (n) -> Reply.hang();
		WeComClient node = node(Clock.systemUTC());
		FutureTask<Throwable> waiting = start(node);
		until(() -> this.fetches.get() == 1);
		node.close();
		assertThat(resultOf(waiting)).isInstanceOf(WeComApiException.class);
		assertThat(resultOf(start(node))).isInstanceOf(WeComApiException.class);
		until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("wecom-token-")));
	}

	private void nodes(int count) {
		for (int i = 0; i < count; i++) {
			node(Clock.systemUTC());
		}
	}

	private WeComClient node(Clock clock) {
		WeComClient node = TestClients.client(TestClients.APPLICATION, this.server.url(), tokens(clock), clock);
		this.nodes.add(node);
		return node;
	}

	private SharedApplicationTokenStore tokens(Clock clock) {
		return new SharedApplicationTokenStore(sealed(clock), clock);
	}

	private SealedStore sealed(Clock clock) {
		return new SealedStore(this.store, "wecom", TestClients.APPLICATION.deriveKey("name"),
				TestClients.APPLICATION.deriveKey("seal"), clock);
	}

	private static void call(WeComClient node) {
		assertThat(node.getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
	}

	private static FutureTask<Throwable> start(WeComClient node) {
		FutureTask<Throwable> task = new FutureTask<>(() -> catchThrowable(() -> call(node)));
		new Thread(task).start();
		return task;
	}

	/**
	 * Lets all nodes call at once, each from several threads.
	 */
	private List<Throwable> atOnce(int callers) {
		CountDownLatch start = new CountDownLatch(1);
		List<FutureTask<Throwable>> tasks = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			for (WeComClient node : this.nodes) {
				FutureTask<Throwable> task = new FutureTask<>(() -> {
					start.await();
					return catchThrowable(() -> call(node));
				});
				new Thread(task).start();
				tasks.add(task);
			}
		}
		start.countDown();
		return tasks.stream().map(ClusterTokensTests::resultOf).toList();
	}

	private static Throwable resultOf(FutureTask<Throwable> task) {
		try {
			return task.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void until(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static Reply token(int number) {
		return token("token-" + number);
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
	 * Tells what nodes do, so that a test can wait for it.
	 */
	private static final class CountingStore extends DelegatingSharedStore {

		private final AtomicInteger puts = new AtomicInteger();

		private final AtomicInteger replacements = new AtomicInteger();

		CountingStore(SharedStore store) {
			super(store);
		}

		void awaitPuts(int count) {
			int before = this.puts.get();
			until(() -> this.puts.get() >= before + count);
		}

		void awaitReplacement() {
			int before = this.replacements.get();
			until(() -> this.replacements.get() > before);
		}

		@Override
		public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
			boolean put = super.putIfAbsent(key, value, timeToLive);
			this.puts.incrementAndGet();
			return put;
		}

		@Override
		public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
			boolean replaced = super.replace(key, expected, value, timeToLive);
			this.replacements.incrementAndGet();
			return replaced;
		}

	}

}
