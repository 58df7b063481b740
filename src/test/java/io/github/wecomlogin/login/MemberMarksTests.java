package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What marks make void, on the node that set them and on others.
 */
class MemberMarksTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	private static final Account ZHANGSAN = Account.of(CORP_ID, "ZhangSan");

	private static final Duration LIFETIME = Duration.ofMinutes(10);

	private static final MemberMarks.Kind KIND = MemberMarks.Kind.SIGNED_OUT;

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	private final List<BackgroundThreads> threads = new ArrayList<>();

	private final WeComRegistration registration = registration("wecom", CORP_ID);

	private final WeComRegistration secondOfTheCompany = registration("second", CORP_ID);

	private final WeComRegistration otherCompany = registration("other", "wwffffffffffffffff");

	private final MemberMarks one = marks(this.clock, 1000);

	private final MemberMarks two = marks(this.clock, 1000);

	@AfterEach
	void stop() {
		this.threads.forEach(BackgroundThreads::close);
	}

	@Test
	void whenMarkIsSetThenWhatWasBeforeIsVoidOnEveryNode() {
		Moment before = this.one.now();
		this.clock.advance(Duration.ofSeconds(30));
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		for (MemberMarks node : List.of(this.one, this.two)) {
			assertThat(node.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
			assertThat(node.isVoid(this.secondOfTheCompany, ZHANGSAN, KIND, before, null)).isTrue();
			assertThat(node.isVoid(this.otherCompany, Account.of("wwffffffffffffffff", "zhangsan"), KIND, before, null))
				.isFalse();
			assertThat(node.isVoid(this.registration, Account.of(CORP_ID, "lisi"), KIND, before, null)).isFalse();
		}
	}

	@Test
	void whenClocksMayDifferThenTooMuchIsVoidRatherThanTooLittle() {
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		this.clock.advance(Moment.SKEW);
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, this.one.now(), null)).as("one clock").isFalse();
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, this.two.now(), null)).as("two clocks").isTrue();
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, this.two.now(), null)).as("two clocks").isTrue();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, this.two.now(), null)).isFalse();
	}

	@Test
	void whenSlowClocksNodeMarksLaterThenTheMarkDoesNotGoBack() {
		MutableClock slow = new MutableClock();
		MemberMarks late = marks(slow, 1000);
		this.clock.advance(Duration.ofSeconds(20));
		Moment before = this.one.now();
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		late.mark(ZHANGSAN, KIND, LIFETIME);
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
	}

	@Test
	void whenTwoNodesMarkAlmostAtOnceThenNeitherClockIsTakenAtItsWord() {
		MutableClock ahead = new MutableClock();
		ahead.advance(Duration.ofSeconds(3));
		MemberMarks fast = marks(ahead, 1000);
		fast.mark(ZHANGSAN, KIND, LIFETIME);
		ahead.advance(Duration.ofSeconds(1));
		Moment before = fast.now();
		this.clock.advance(Duration.ofSeconds(2));
		// Really after that, although its clock says otherwise
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
		assertThat(fast.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
	}

	@Test
	void whenManyNodesMarkAtOnceThenTheLatestStays() throws Exception {
		Instant start = this.clock.instant();
		List<MemberMarks> nodes = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			nodes.add(marks(Clock.fixed(start.plus(Duration.ofMinutes(i)), ZoneOffset.UTC), 1000));
		}
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> marking = new ArrayList<>();
			nodes.forEach((node) -> marking.add(executor.submit(() -> {
				for (int i = 0; i < 200; i++) {
					node.mark(ZHANGSAN, KIND, LIFETIME);
				}
			})));
			for (Future<?> each : marking) {
				each.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		Moment latest = new Moment(start.plus(Duration.ofMinutes(7)), 1);
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, latest, null)).isTrue();
	}

	@Test
	void whenLifetimeIsOverThenTheMarkIsGone() {
		Moment before = this.one.now();
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		this.clock.advance(LIFETIME);
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isFalse();
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isFalse();
	}

	@Test
	void whenShorterMarkComesLaterThenTheLongerTimeStays() {
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		Moment before = this.one.now();
		this.clock.advance(Duration.ofSeconds(1));
		this.one.mark(ZHANGSAN, KIND, Duration.ofSeconds(1));
		this.clock.advance(Duration.ofMinutes(5));
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
	}

	@Test
	void whenStoreIsDownThenTheMarkHoldsHereAndLaterElsewhere() {
		Moment before = this.one.now();
		this.store.setDown(true);
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isFalse();
		this.store.setDown(false);
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)) {
			assertThat(System.nanoTime()).as("brought to the other nodes").isLessThan(end);
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

	@Test
	void whenThereIsNoRoomForAMarkThenItHoldsForEverybody() {
		MemberMarks small = marks(this.clock, 10);
		Moment before = small.now();
		this.store.setDown(true);
		for (int i = 0; i < 100; i++) {
			small.mark(Account.of(CORP_ID, "user" + i), KIND, LIFETIME);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(small.isVoid(this.registration, Account.of(CORP_ID, "user" + i), KIND, before, null)).isTrue();
		}
		this.clock.advance(Duration.ofMillis(1));
		assertThat(small.isVoid(this.registration, ZHANGSAN, KIND, small.now(), null)).isFalse();
	}

	@Test
	void whenAnotherVersionsMarkIsUnknownHereThenItIsAMark() {
		Moment now = this.one.now();
		put("{\"version\":2}");
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, now, null)).isFalse();
		put("{\"version\":2}");
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, this.one.now(), null)).isTrue();
		put("{\"at\":%d,\"node\":7,\"until\":%d,\"new\":1}".formatted(now.at().toEpochMilli(), Long.MAX_VALUE));
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, now, null)).isTrue();
		assertThat(this.one.isVoid(this.registration, ZHANGSAN, KIND, this.one.now(), null)).isFalse();
	}

	@Test
	void whenSomebodyPutsRubbishInTheWayThenTheMarkIsSetAllTheSame() {
		Moment before = this.one.now();
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		this.store.dump().keySet().forEach((key) -> this.store.put(key, new byte[100], LIFETIME));
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isFalse();
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		assertThat(this.two.isVoid(this.registration, ZHANGSAN, KIND, before, null)).isTrue();
	}

	@Test
	void whenStoreIsReadThenItTellsNothing() {
		this.one.mark(ZHANGSAN, KIND, LIFETIME);
		assertThat(this.store.dump()).hasSize(2);
		this.store.dump()
			.forEach((key, value) -> assertThat(key + new String(value, StandardCharsets.ISO_8859_1))
				.doesNotContainIgnoringCase("zhangsan")
				.doesNotContainIgnoringCase(CORP_ID)
				.doesNotContainIgnoringCase("signed"));
	}

	private void put(String json) {
		this.registration.sharedStore()
			.put("mark|signed-out|" + CORP_ID + "|zhangsan", json.getBytes(StandardCharsets.UTF_8), LIFETIME);
	}

	private WeComRegistration registration(String id, String corpId) {
		WeComApplication application = new WeComApplication(corpId, 1000002, "the-secret");
		SealedStore sealed = new SealedStore(this.store, id, application.deriveKey("shared-store-name"),
				application.deriveKey("shared-store-seal"), this.clock);
		// Marks need nothing of the rest
		return new WeComRegistration(id, null, application, WeComScope.SNSAPI_BASE, null, null, null, null, sealed);
	}

	private MemberMarks marks(Clock clock, int maxMarks) {
		BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("login");
		this.threads.add(threads);
		return new MemberMarks(
				new WeComRegistrations(List.of(this.registration, this.secondOfTheCompany, this.otherCompany)), threads,
				() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), clock, maxMarks);
	}

}
