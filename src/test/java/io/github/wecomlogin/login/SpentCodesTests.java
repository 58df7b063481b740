package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.UserDetailResponse;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What codes are worth on two nodes that meet in a shared store, and on one alone.
 */
class SpentCodesTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	private static final WeComApplication APPLICATION = new WeComApplication(CORP_ID, 1000002, "the-secret");

	private static final Identity ZHANGSAN = new Identity(Account.of(CORP_ID, "ZhangSan"), "ZhangSan",
			new UserDetailResponse("ZhangSan", "1", "https://pictures.example/zs", "13800000000", "zs@example.com",
					null));

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	private final AtomicInteger spent = new AtomicInteger();

	private final ExecutorService requests = Executors.newCachedThreadPool();

	private final List<AutoCloseable> closing = new ArrayList<>();

	private final Node one = new Node(this.clock, this.store);

	private final Node two = new Node(this.clock, this.store);

	private final Attempt attempt = attempt("nonce");

	@AfterEach
	void stop() throws Exception {
		this.requests.shutdownNow();
		for (AutoCloseable each : this.closing) {
			each.close();
		}
	}

	@Test
	void whenCallbackReachesBothNodesAtOnceThenOneSpendsTheCode() throws Exception {
		CountDownLatch spending = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Supplier<Identity> slowly = () -> {
			this.spent.incrementAndGet();
			spending.countDown();
			await(goOn);
			return ZHANGSAN;
		};
		List<Future<Identity>> callbacks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Node node = (i % 2 == 0) ? this.one : this.two;
			callbacks.add(this.requests.submit(() -> node.spend(this.attempt, "code", slowly)));
		}
		await(spending);
		goOn.countDown();
		for (Future<Identity> callback : callbacks) {
			assertThat(callback.get(10, TimeUnit.SECONDS)).isEqualTo(ZHANGSAN);
		}
		assertThat(this.spent).hasValue(1);
	}

	@Test
	void whenSpendingTakesLongerThanTheLeaseThenTheOtherNodeStillWaits() throws Exception {
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			pass(SharedCodes.LEASE.multipliedBy(2));
			return ZHANGSAN;
		}));
		until(() -> this.spent.get() == 1);
		assertThat(this.two.spend(this.attempt, "code", this::zhangsan)).isEqualTo(ZHANGSAN);
		assertThat(first.get()).isEqualTo(ZHANGSAN);
		assertThat(this.spent).hasValue(1);
	}

	@Test
	void whenCallbackComesAgainWithinAMinuteThenOtherNodeHasTheSameIdentity() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.two.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		assertThat(this.one.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		// The minute does not begin anew where the identity was learnt later
		this.clock.advance(Duration.ofSeconds(2));
		for (Node node : List.of(this.one, this.two)) {
			assertRefused(WeComRefusal.CODE_REJECTED,
					() -> node.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)));
		}
		assertThat(this.spent).hasValue(2);
	}

	@Test
	void whenCallbackComesFromAnotherBrowserThenItGetsNothing() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		assertRefused(WeComRefusal.CODE_REJECTED,
				() -> this.two.spend(attempt("other"), "code", refusing(WeComRefusal.CODE_REJECTED)));
		assertThat(this.spent).hasValue(2);
	}

	@Test
	void whenAttemptBringsAnotherCodeThenRefusedOnEveryNode() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		for (Node node : List.of(this.two, this.one)) {
			assertRefused(WeComRefusal.ATTEMPT_MISMATCH, () -> node.spend(this.attempt, "invented", this::never));
		}
		assertThat(this.two.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenSpendingFailedThenTheRefusalIsRepeated() {
		assertRefused(WeComRefusal.OUTSIDER,
				() -> this.one.spend(this.attempt, "code", refusing(WeComRefusal.OUTSIDER)));
		for (Node node : List.of(this.one, this.two)) {
			assertRefused(WeComRefusal.OUTSIDER, () -> node.spend(this.attempt, "code", this::never));
		}
		assertThat(this.spent).hasValue(1);
	}

	@Test
	void whenSpendingBrokeThenItIsNotTriedAgain() {
		assertThatThrownBy(() -> this.one.spend(this.attempt, "code", () -> {
			throw new IllegalStateException("of the code");
		})).isInstanceOf(IllegalStateException.class);
		for (Node node : List.of(this.one, this.two)) {
			assertThatThrownBy(() -> node.spend(this.attempt, "code", this::never))
				.isInstanceOfSatisfying(WeComRefusalException.class,
						(ex) -> assertThat(ex.getRefusal()).isEqualTo(WeComRefusal.WECOM_UNAVAILABLE))
				.satisfies((ex) -> assertThat(String.valueOf(ex.getCause())).doesNotContain("of the code"));
		}
	}

	@Test
	void whenMemberSignsOutOnOneNodeThenCodesOfBeforeAreWorthNothingOnAll() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		assertThat(this.two.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		this.one.codes.forget(ZHANGSAN.account());
		Node three = new Node(this.clock, this.store);
		for (Node node : List.of(this.one, this.two, three)) {
			assertRefused(WeComRefusal.CODE_REJECTED, () -> node.spend(this.attempt, "code", this::never));
		}
	}

	@Test
	void whenMemberSignsInAgainAtOnceThenOnlyCodesOfBeforeAreWorthNothing() {
		this.two.spend(this.attempt, "code", this::zhangsan);
		this.one.codes.forget(ZHANGSAN.account());
		this.clock.advance(Duration.ofMillis(1));
		Attempt later = attempt("later");
		this.one.spend(later, "code", this::zhangsan);
		for (Node node : List.of(this.two, this.one)) {
			assertThat(node.spend(later, "code", this::never)).isEqualTo(ZHANGSAN);
			assertRefused(WeComRefusal.CODE_REJECTED, () -> node.spend(this.attempt, "code", this::never));
		}
	}

	@Test
	void whenClocksDifferThenSigningOutStillCountsInTheOrderItHappened() {
		MutableClock fast = new MutableClock();
		fast.advance(Duration.ofSeconds(4));
		Node ahead = new Node(fast, this.store);
		ahead.codes.forget(ZHANGSAN.account());
		this.one.spend(this.attempt, "code", this::zhangsan);
		assertThat(this.two.spend(this.attempt, "code", this::never)).as("signed in after that").isEqualTo(ZHANGSAN);
		this.one.codes.forget(ZHANGSAN.account());
		for (Node node : List.of(this.one, this.two, ahead)) {
			assertRefused(WeComRefusal.CODE_REJECTED, () -> node.spend(this.attempt, "code", this::never));
		}
	}

	@Test
	void whenMemberSignsOutWhileTheStoreIsAwayThenEveryNodeKnowsWhenItIsBack() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		this.two.spend(this.attempt, "code", this::never);
		this.two.line.cut(true);
		this.two.codes.forget(ZHANGSAN.account());
		assertRefused(WeComRefusal.CODE_REJECTED, () -> this.two.spend(this.attempt, "code", this::never));
		this.two.line.cut(false);
		assertRefused(WeComRefusal.CODE_REJECTED, () -> this.two.spend(this.attempt, "code", this::never));
		this.two.stamps.synchronize();
		assertRefused(WeComRefusal.CODE_REJECTED, () -> this.one.spend(this.attempt, "code", this::never));
	}

	@Test
	void whenThereIsNoStoreThenNodesAreOnTheirOwn() {
		Node alone = new Node(this.clock, null);
		alone.spend(this.attempt, "code", this::zhangsan);
		assertThat(alone.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		alone.codes.forget(ZHANGSAN.account());
		assertRefused(WeComRefusal.CODE_REJECTED, () -> alone.spend(this.attempt, "code", this::never));
	}

	@Test
	void whenStoreIsDownThenThisNodeGoesOnAlone() {
		this.store.setDown(true);
		assertThat(this.one.spend(this.attempt, "code", this::zhangsan)).isEqualTo(ZHANGSAN);
		assertThat(this.one.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		this.store.setDown(false);
		assertThat(this.one.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		this.one.codes.forget(ZHANGSAN.account());
		assertRefused(WeComRefusal.CODE_REJECTED, () -> this.one.spend(this.attempt, "code", this::never));
	}

	@Test
	void whenStoreGoesDownAfterwardsThenThisNodeStillKnows() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		this.store.setDown(true);
		assertThat(this.one.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
		assertRefused(WeComRefusal.CODE_REJECTED,
				() -> this.two.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)));
	}

	@Test
	void whenStoreGoesDownWhileSpendingThenOthersStillComeToAnEnd() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			this.store.setDown(true);
			await(goOn);
			return ZHANGSAN;
		}));
		until(() -> this.spent.get() == 1);
		this.store.setDown(false);
		Future<Identity> second = this.requests
			.submit(() -> this.two.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)));
		until(() -> this.two.line.reads() > 1);
		this.store.setDown(true);
		assertRefused(WeComRefusal.CODE_REJECTED, () -> value(second));
		goOn.countDown();
		assertThat(first.get()).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenStoreWasAwayForAMomentThenTheOtherNodeHasTheIdentity() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			await(waiting);
			this.store.setDown(true);
			return ZHANGSAN;
		}));
		until(() -> this.spent.get() == 1);
		Future<Identity> second = this.requests.submit(() -> this.two.spend(this.attempt, "code", this::never));
		until(() -> this.two.line.reads() > 1);
		waiting.countDown();
		assertThat(first.get()).isEqualTo(ZHANGSAN);
		this.store.setDown(false);
		assertThat(value(second)).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenNodeDiesWhileSpendingThenExactlyOneOfThoseWhoWaitTriesItself() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			await(never);
			throw new IllegalStateException("dead");
		}));
		until(() -> this.spent.get() == 1);
		this.one.line.cut(true);
		Node three = new Node(this.clock, this.store);
		Future<Identity> second = this.requests.submit(() -> this.two.spend(this.attempt, "code", this::zhangsan));
		Future<Identity> third = this.requests.submit(() -> three.spend(this.attempt, "code", this::zhangsan));
		assertThat(value(second)).isEqualTo(ZHANGSAN);
		assertThat(value(third)).isEqualTo(ZHANGSAN);
		assertThat(this.spent).as("by the dead one and by one other").hasValue(2);
	}

	@Test
	void whenNodeDiedAfterItSpentTheCodeThenMemberMayStartAgain() {
		String name = "spent-code|" + SpentCodes.key(this.one.registration, this.attempt, "code");
		this.one.registration.sharedStore().put(name, SharedCode.pending(1, 0).write(), Duration.ofMinutes(1));
		for (Node node : List.of(this.two, new Node(this.clock, this.store))) {
			assertThatThrownBy(() -> node.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)))
				.isInstanceOf(LostCodeException.class);
		}
		assertThat(this.spent).as("and is not asked for again").hasValue(1);
	}

	@Test
	void whenNodeOnlySeemedDeadThenItsIdentityCountsMoreThanARefusal() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			await(goOn);
			return ZHANGSAN;
		}));
		until(() -> this.spent.get() == 1);
		this.one.line.cut(true);
		assertRefused(WeComRefusal.CODE_REJECTED,
				() -> this.two.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)));
		this.one.line.cut(false);
		goOn.countDown();
		assertThat(value(first)).isEqualTo(ZHANGSAN);
		assertThat(new Node(this.clock, this.store).spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenNodeOnlySeemedDeadAndWasTooLateThenItHasWhatTheOtherGot() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			await(goOn);
			throw new WeComRefusalException(WeComRefusal.CODE_REJECTED);
		}));
		until(() -> this.spent.get() == 1);
		this.one.line.cut(true);
		assertThat(this.two.spend(this.attempt, "code", this::zhangsan)).isEqualTo(ZHANGSAN);
		this.one.line.cut(false);
		goOn.countDown();
		assertThat(value(first)).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenNobodyHasAnAnswerInTimeThenTheCodeIsNotGivenUp() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		Future<Identity> first = this.requests.submit(() -> this.one.spend(this.attempt, "code", () -> {
			this.spent.incrementAndGet();
			await(goOn);
			return ZHANGSAN;
		}));
		until(() -> this.spent.get() == 1);
		assertRefused(WeComRefusal.WECOM_UNAVAILABLE, () -> this.two.codes.spendOnce(this.two.registration,
				this.attempt, "code", Deadline.after(Duration.ofMillis(100)), this::never));
		goOn.countDown();
		assertThat(value(first)).isEqualTo(ZHANGSAN);
		assertThat(this.two.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
	}

	@Test
	void whenEntriesWereTamperedWithThenTheyAreNoEntries() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		this.store.dump().forEach((key, value) -> {
			value[value.length - 1] ^= 1;
			this.store.put(key, value, Duration.ofMinutes(1));
		});
		assertRefused(WeComRefusal.CODE_REJECTED,
				() -> this.two.spend(this.attempt, "code", refusing(WeComRefusal.CODE_REJECTED)));
		assertThat(this.spent).hasValue(2);
	}

	@Test
	void whenEntriesChangedPlacesThenNobodyGetsSomebodyElsesIdentity() {
		Attempt other = attempt("other");
		Identity lisi = new Identity(Account.of(CORP_ID, "lisi"), "lisi", null);
		this.one.spend(this.attempt, "code", this::zhangsan);
		Map<String, byte[]> ofZhangsan = this.store.dump();
		this.one.spend(other, "code-2", () -> lisi);
		List<byte[]> foreign = new ArrayList<>(ofZhangsan.values());
		this.store.dump()
			.keySet()
			.stream()
			.filter((key) -> !ofZhangsan.containsKey(key))
			.forEach((key) -> foreign.forEach((value) -> this.store.put(key, value, Duration.ofMinutes(1))));
		assertRefused(WeComRefusal.CODE_REJECTED,
				() -> this.two.spend(other, "code-2", refusing(WeComRefusal.CODE_REJECTED)));
	}

	@Test
	void whenAnotherSecretIsInUseThenEntriesAreNotFound() {
		this.one.spend(this.attempt, "code", this::zhangsan);
		Node other = new Node(this.clock, this.store, new WeComApplication(CORP_ID, 1000002, "the-new-secret"));
		assertThat(other.spend(this.attempt, "code", this::zhangsan)).isEqualTo(ZHANGSAN);
		assertThat(this.spent).hasValue(2);
	}

	@Test
	void whenStoreIsReadThenItTellsNothing() {
		this.one.spend(this.attempt, "the-code", this::zhangsan);
		this.one.codes.forget(ZHANGSAN.account());
		Map<String, byte[]> dump = this.store.dump();
		assertThat(dump).hasSize(6);
		String all = String.join(" ", dump.keySet());
		for (byte[] value : dump.values()) {
			all += new String(value, StandardCharsets.ISO_8859_1);
		}
		assertThat(all.toLowerCase(Locale.ROOT)).doesNotContain("zhangsan", CORP_ID, "the-code", "nonce", "state",
				"138", "example", "spent", "signed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "null", "{}", "{\"claim\":1}", "{\"claim\":\"1\",\"beat\":0}",
			"{\"at\":1,\"node\":2}", "{\"at\":1,\"node\":2,\"refusal\":\"of_tomorrow\"}",
			"{\"at\":1,\"node\":2,\"corpId\":\"ww\"}", "{\"at\":1,\"node\":2,\"userId\":\"a\"}",
			"{\"at\":1,\"node\":2,\"corpId\":\"ww\",\"userId\":\"a\",\"detail\":{}}", "{\"version\":2}" })
	void whenAnotherVersionWroteWhatIsUnknownHereThenItIsNotThere(String json) {
		assertThat(SharedCode.read(json.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void whenAnotherVersionWroteMoreThenTheRestIsRead() {
		SharedCode identity = SharedCode.read("""
				{"at":1767600000000,"seen":"7","corpId":"ww1","userId":"Amy","new":[1],
				"detail":{"userId":"Amy","mobile":"1","new":{}}}""".getBytes(StandardCharsets.UTF_8));
		assertThat(identity).isEqualTo(SharedCode.of(Outcome.of(
				new Identity(Account.of("ww1", "amy"), "Amy",
						new UserDetailResponse("Amy", null, null, "1", null, null)),
				Instant.ofEpochMilli(1767600000000L), "7")));
		SharedCode refusal = SharedCode
			.read("{\"at\":1,\"node\":2,\"refusal\":\"outsider\",\"new\":1}".getBytes(StandardCharsets.UTF_8));
		assertThat(refusal.outcome().refusal()).isEqualTo(WeComRefusal.OUTSIDER);
		assertThat(SharedCode.read("{\"claim\":1,\"beat\":2,\"new\":1}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(SharedCode.pending(1, 2));
	}

	@Test
	void whenAnotherVersionSpendsInAWayUnknownHereThenMemberStillComesToAnEnd() {
		String name = "spent-code|" + SpentCodes.key(this.one.registration, this.attempt, "code");
		byte[] unknown = "{\"version\":2}".getBytes(StandardCharsets.UTF_8);
		this.two.registration.sharedStore().put(name, unknown, Duration.ofMinutes(1));
		assertThat(this.one.spend(this.attempt, "code", this::zhangsan)).isEqualTo(ZHANGSAN);
		assertThat(this.two.registration.sharedStore().get(name).value()).isEqualTo(unknown);
	}

	@Test
	void whenManyInventedCodesFailThenHonestIdentitiesAreStillKnown() {
		Node alone = new Node(this.clock, null);
		alone.spend(this.attempt, "code", this::zhangsan);
		for (int i = 0; i < 30_000; i++) {
			Attempt junk = attempt("junk" + i);
			assertRefused(WeComRefusal.CODE_REJECTED,
					() -> alone.spend(junk, "invented", refusing(WeComRefusal.CODE_REJECTED)));
		}
		assertThat(alone.spend(this.attempt, "code", this::never)).isEqualTo(ZHANGSAN);
	}

	private Identity zhangsan() {
		this.spent.incrementAndGet();
		return ZHANGSAN;
	}

	private Identity never() {
		throw new AssertionError("Spent once more");
	}

	private Supplier<Identity> refusing(WeComRefusal refusal) {
		return () -> {
			this.spent.incrementAndGet();
			throw new WeComRefusalException(refusal);
		};
	}

	private static void assertRefused(WeComRefusal refusal, Callable<Identity> callback) {
		assertThatThrownBy(callback::call).isInstanceOfSatisfying(WeComRefusalException.class,
				(ex) -> assertThat(ex.getRefusal()).isEqualTo(refusal));
	}

	private static Identity value(Future<Identity> future) throws Exception {
		try {
			return future.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private static Attempt attempt(String nonce) {
		return new Attempt("wecom", "state" + nonce, nonce, SignInWay.WEB_LOGIN, null,
				Instant.parse("2026-01-05T08:00:00Z"), false);
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(20, TimeUnit.SECONDS)) {
				throw new AssertionError("Nobody came");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void pass(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		until(() -> System.nanoTime() > end);
	}

	private static void until(Supplier<Boolean> condition) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.get()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Never came to be");
			}
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

	/**
	 * One of several that run the same application.
	 */
	private final class Node {

		private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("login");

		private final Line line;

		private final WeComRegistration registration;

		private final ChangeStamps stamps;

		private final SpentCodes codes;

		private Node(MutableClock clock, InMemorySharedStore store) {
			this(clock, store, APPLICATION);
		}

		private Node(MutableClock clock, InMemorySharedStore store, WeComApplication application) {
			this.line = new Line(store);
			SealedStore sealed = (store != null) ? new SealedStore(this.line, "wecom",
					application.deriveKey("shared-store-name"), application.deriveKey("shared-store-seal"), clock)
					: null;
			// Codes need nothing of the rest
			this.registration = new WeComRegistration("wecom", null, application, WeComScope.SNSAPI_BASE, null, null,
					null, null, sealed);
			this.stamps = new ChangeStamps(new WeComRegistrations(List.of(this.registration)), Duration.ofHours(1),
					clock, () -> nanos(clock));
			SpentCodesTests.this.closing.add(this.stamps);
			this.codes = new SpentCodes(this.stamps, this.threads, () -> nanos(clock), clock);
			SpentCodesTests.this.closing.add(this.threads);
		}

		private static long nanos(MutableClock clock) {
			return TimeUnit.MILLISECONDS.toNanos(clock.millis());
		}

		Identity spend(Attempt attempt, String code, Supplier<Identity> spend) {
			return this.codes.spendOnce(this.registration, attempt, code, Deadline.after(Duration.ofSeconds(20)),
					spend);
		}

	}

	/**
	 * What leads one node to the store.
	 */
	private static final class Line implements SharedStore {

		private final SharedStore store;

		private final AtomicInteger reads = new AtomicInteger();

		private volatile boolean cut;

		private Line(SharedStore store) {
			this.store = store;
		}

		void cut(boolean cut) {
			this.cut = cut;
		}

		int reads() {
			return this.reads.get();
		}

		private SharedStore store() {
			if (this.cut) {
				throw new SharedStoreException("cut");
			}
			return this.store;
		}

		@Override
		public byte[] get(String key) {
			this.reads.incrementAndGet();
			return store().get(key);
		}

		@Override
		public void put(String key, byte[] value, Duration timeToLive) {
			store().put(key, value, timeToLive);
		}

		@Override
		public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
			return store().putIfAbsent(key, value, timeToLive);
		}

		@Override
		public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
			return store().replace(key, expected, value, timeToLive);
		}

		@Override
		public boolean remove(String key, byte[] expected) {
			return store().remove(key, expected);
		}

	}

}
