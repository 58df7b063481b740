package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many questions a company's quota may be used for, and what becomes of the rest.
 */
class RevalidationLimiterTests {

	private static final Duration INTERVAL = Duration.ofMinutes(10);

	private static final Duration GRACE = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	@Test
	void whenMinuteIsUsedUpThenTheNextOneIsWaitedFor() {
		RevalidationLimiter budget = budget(120, null);
		assertThat(take(budget, 200, false)).isEqualTo(120);
		assertThat(take(budget, 200, false)).isZero();
		this.clock.advance(MINUTE);
		assertThat(take(budget, 200, false)).isEqualTo(120);
	}

	@Test
	void whenCheckIsUrgentThenThereIsAsMuchAgain() {
		RevalidationLimiter budget = budget(120, null);
		assertThat(take(budget, 200, false)).isEqualTo(120);
		assertThat(take(budget, 200, true)).isEqualTo(120);
		assertThat(take(budget, 200, true)).isZero();
		assertThat(take(budget, 1, false)).isZero();
	}

	@Test
	void whenNodesShareAStoreThenTheyShareTheLimit() {
		List<RevalidationLimiter> nodes = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			nodes.add(budget(1000, sealed()));
		}
		int taken = 0;
		for (int i = 0; i < 1000; i++) {
			for (RevalidationLimiter node : nodes) {
				taken += node.take(false) ? 1 : 0;
			}
		}
		assertThat(taken).isEqualTo(1000);
	}

	@Test
	void whenNodesShareAStoreThenTheyShareTheReserveAndAskForItRarely() {
		AtomicInteger calls = new AtomicInteger();
		RevalidationLimiter one = budget(500, sealed(new WatchedStore(this.store, calls::incrementAndGet)));
		RevalidationLimiter two = budget(500, sealed(new WatchedStore(this.store, calls::incrementAndGet)));
		assertThat(take(one, 600, true) + take(two, 600, true)).isEqualTo(1000);
		assertThat(calls).hasValueLessThan(50);
		assertThat(take(one, 1, true) + take(two, 1, true)).isZero();
	}

	@Test
	@Timeout(60)
	void whenStoreIsSlowThenTheIntervalIsKnownAllTheSame() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answers = new CountDownLatch(1);
		RevalidationLimiter budget = budget(100, sealed(new WatchedStore(this.store, () -> {
			asked.countDown();
			answers.await();
			return null;
		})));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<Boolean> first = executor.submit(() -> budget.take(false));
			assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(budget.interval()).isEqualTo(INTERVAL);
			assertThat(budget.take(false)).as("with the next request").isFalse();
			assertThat(budget.take(true)).as("cannot wait").isTrue();
			answers.countDown();
			assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
			assertThat(budget.take(false)).isTrue();
			this.clock.advance(MINUTE);
			assertThat(budget.interval()).as("nothing was used up").isEqualTo(INTERVAL);
		}
		finally {
			answers.countDown();
			executor.shutdownNow();
		}
	}

	@Test
	void whenMinuteEndsWhileTheStoreIsAskedThenTheNextOneCounts() {
		AtomicInteger asked = new AtomicInteger();
		RevalidationLimiter budget = budget(100, sealed(new WatchedStore(this.store, () -> {
			if (asked.getAndIncrement() == 0) {
				this.clock.advance(MINUTE);
			}
			return null;
		})));
		assertThat(budget.take(false)).isTrue();
		assertThat(take(budget, 300, false)).isEqualTo(99);
		this.clock.advance(MINUTE);
		asked.set(0);
		assertThat(budget.take(true)).isTrue();
	}

	@Test
	void whenMinuteEndsWhileTheStoreIsAskedThenNothingWasUsedUp() {
		AtomicInteger asked = new AtomicInteger();
		RevalidationLimiter budget = budget(100, sealed(new WatchedStore(this.store, () -> {
			if (asked.getAndIncrement() == 0) {
				this.clock.advance(MINUTE);
			}
			return null;
		})));
		assertThat(budget.take(false)).isTrue();
		this.clock.advance(MINUTE);
		assertThat(budget.interval()).isEqualTo(INTERVAL);
	}

	@Test
	void whenStoreIsAwayThenEachNodeHasTheLimit() {
		RevalidationLimiter one = budget(100, sealed());
		RevalidationLimiter two = budget(100, sealed());
		this.store.setDown(true);
		assertThat(take(one, 300, false)).isEqualTo(100);
		assertThat(take(two, 300, false)).isEqualTo(100);
		this.store.setDown(false);
		this.clock.advance(MINUTE);
		assertThat(take(one, 300, false) + take(two, 300, false)).isEqualTo(100);
	}

	@Test
	void whenSomebodyPutsRubbishIntoTheStoreThenChecksGoOn() {
		RevalidationLimiter one = budget(100, sealed());
		take(one, 1, false);
		this.store.dump().keySet().forEach((key) -> this.store.put(key, new byte[100], MINUTE));
		assertThat(take(budget(100, sealed()), 300, false)).isEqualTo(100);
	}

	@Test
	void whenFewAreDueThenTheIntervalStays() {
		RevalidationLimiter budget = budget(100, null);
		for (int i = 0; i < 120; i++) {
			take(budget, 99, false);
			this.clock.advance(MINUTE);
		}
		assertThat(budget.interval()).isEqualTo(INTERVAL);
	}

	@Test
	void whenTheRushIsOverThenTheIntervalGoesBack() {
		RevalidationLimiter budget = budget(100, null);
		for (int i = 0; i < 30; i++) {
			take(budget, 101, false);
			this.clock.advance(MINUTE);
		}
		assertThat(budget.interval()).isEqualTo(Duration.ofMinutes(45));
		this.clock.advance(Duration.ofHours(2));
		assertThat(budget.interval()).isEqualTo(INTERVAL);
	}

	@Test
	void whenHundredThousandAreActiveThenAllAreCheckedWithinTheGrace() {
		int members = 100_000;
		RevalidationLimiter budget = budget(2000, null);
		long[] checkedAt = new long[members];
		Random random = new Random(1);
		long start = this.clock.millis();
		for (int i = 0; i < members; i++) {
			// They signed in within half an hour
			checkedAt[i] = start - random.nextInt((int) Duration.ofMinutes(30).toMillis());
		}
		int[] perHour = new int[5];
		long oldest = 0;
		// Each opens a page every minute or so
		for (int second = 0; second < 5 * 3600; second += 60) {
			long now = this.clock.millis();
			int first = random.nextInt(members);
			for (int i = 0; i < members; i++) {
				int member = (first + i) % members;
				long age = now - checkedAt[member];
				boolean afterGrace = age >= GRACE.toMillis();
				if ((afterGrace || age >= budget.interval().toMillis()) && budget.take(afterGrace)) {
					checkedAt[member] = now;
					perHour[second / 3600]++;
				}
				else {
					oldest = Math.max(oldest, age);
				}
			}
			this.clock.advance(MINUTE);
		}
		System.out.printf("Checks of 100,000 active members in each hour: %d, %d, %d, %d, %d; oldest %d s%n",
				perHour[0], perHour[1], perHour[2], perHour[3], perHour[4], oldest / 1000);
		for (int checks : perHour) {
			assertThat(checks).isLessThanOrEqualTo(150_000);
		}
		assertThat(Duration.ofMillis(oldest)).isLessThan(GRACE);
	}

	private static int take(RevalidationLimiter budget, int times, boolean urgent) {
		int taken = 0;
		for (int i = 0; i < times; i++) {
			taken += budget.take(urgent) ? 1 : 0;
		}
		return taken;
	}

	private RevalidationLimiter budget(int perMinute, SealedStore store) {
		return new RevalidationLimiter(new SessionCheckSettings(INTERVAL, GRACE, perMinute, Duration.ofSeconds(10), 32),
				store, this.clock);
	}

	private SealedStore sealed() {
		return sealed(this.store);
	}

	private SealedStore sealed(SharedStore store) {
		return new SealedStore(store, "wecom", new byte[32], new byte[32], this.clock);
	}

	/**
	 * A store with something that happens before each reading.
	 */
	private static final class WatchedStore extends DelegatingSharedStore {

		private final Callable<?> reading;

		WatchedStore(SharedStore store, Callable<?> reading) {
			super(store);
			this.reading = reading;
		}

		@Override
		public byte[] get(String key) {
			try {
				this.reading.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return super.get(key);
		}

	}

}
