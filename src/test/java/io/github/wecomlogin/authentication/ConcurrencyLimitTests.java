package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A limit that follows WeCom's answer times.
 */
class ConcurrencyLimitTests {

	private static final Duration QUICK = Duration.ofMillis(100);

	private static final Duration HANGING = Duration.ofSeconds(5);

	private final AtomicLong nanos = new AtomicLong(-Duration.ofHours(1).toNanos());

	private final ConcurrencyLimit limit = new ConcurrencyLimit(64, this.nanos::get);

	@Test
	void whenAnswersStayQuickThenLimitGrowsToItsMaximum() {
		assertThat(this.limit.current()).isEqualTo(ConcurrencyLimit.INITIAL);
		rounds(10, QUICK, true);
		assertThat(this.limit.current()).isEqualTo(64);
		assertThat(this.limit.inFlight()).isZero();
	}

	@Test
	void whenPlacesAreNotUsedThenLimitStays() {
		for (int i = 0; i < 1_000; i++) {
			long start = acquire(this.limit);
			advance(QUICK);
			this.limit.release(start, true);
		}
		assertThat(this.limit.current()).isEqualTo(ConcurrencyLimit.INITIAL);
	}

	@Test
	void whenAnswersTakeLongerThanUsualThenLimitStays() {
		rounds(10, QUICK, true);
		rounds(10, QUICK.multipliedBy(10), true);
		assertThat(this.limit.current()).isEqualTo(64);
	}

	@Test
	void whenOneAnswerIsSlowThenThePaceStays() {
		rounds(10, QUICK, true);
		long start = acquire(this.limit);
		advance(HANGING);
		this.limit.release(start, true);
		assertThat(this.limit.serviceTime()).isLessThan(QUICK.multipliedBy(2));
	}

	@Test
	void whenAnswersAreSlowThenLimitShrinks() {
		rounds(10, QUICK, true);
		rounds(2, HANGING, true);
		assertThat(this.limit.current()).isLessThan(20);
	}

	@Test
	void whenWeComHangsThenLimitShrinksAndRecoversAfterwards() {
		rounds(10, QUICK, true);
		rounds(2, HANGING, false);
		assertThat(this.limit.current()).isBetween(4, 12);
		rounds(20, QUICK, true);
		assertThat(this.limit.current()).isEqualTo(64);
	}

	@Test
	void whenCallsFailAtOnceThenTheyTellNothingOfThePace() {
		rounds(2, QUICK, true);
		Duration before = this.limit.serviceTime();
		int limitBefore = this.limit.current();
		rounds(10, Duration.ofMillis(1), false);
		assertThat(this.limit.serviceTime()).isEqualTo(before);
		assertThat(this.limit.current()).isEqualTo(limitBefore);
	}

	@Test
	void whenMaximumIsSmallThenItIsKept() {
		ConcurrencyLimit small = new ConcurrencyLimit(1, this.nanos::get);
		for (int i = 0; i < 100; i++) {
			long start = acquire(small);
			assertThat(small.hasRoom()).isFalse();
			advance((i % 2 == 0) ? QUICK : HANGING);
			small.release(start, i % 2 == 0);
			assertThat(small.current()).isOne();
		}
	}

	@Test
	void whenPaceIsKnownThenWaitingTimeIsPredicted() {
		assertThat(this.limit.waitingTime(1_000)).as("nothing is known").isZero();
		rounds(10, QUICK, true);
		assertThat(this.limit.serviceTime()).isEqualTo(QUICK);
		assertThat(this.limit.waitingTime(640)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void whenNoCallCompletesThenPredictionGrows() {
		acquire(this.limit);
		advance(Duration.ofSeconds(2));
		assertThat(this.limit.serviceTime()).isZero();
		advance(Duration.ofSeconds(3));
		assertThat(this.limit.serviceTime()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void whenServerHasNoThreadThenThatIsNotWeComsPace() {
		this.limit.acquire();
		advance(HANGING);
		assertThat(this.limit.serviceTime()).isZero();
		long start = this.limit.start();
		advance(QUICK);
		this.limit.release(start, true);
		assertThat(this.limit.serviceTime()).isEqualTo(QUICK);
	}

	@Test
	void whenIdleThenPredictionDoesNotGrow() {
		this.limit.release(acquire(this.limit), true);
		advance(Duration.ofHours(1));
		acquire(this.limit);
		assertThat(this.limit.serviceTime()).isLessThan(QUICK);
	}

	/**
	 * Fills all places and empties them again.
	 */
	private void rounds(int rounds, Duration answerTime, boolean succeeded) {
		for (int i = 0; i < rounds; i++) {
			Deque<Long> started = new ArrayDeque<>();
			while (this.limit.hasRoom()) {
				started.add(acquire(this.limit));
			}
			advance(answerTime);
			started.forEach((start) -> this.limit.release(start, succeeded));
		}
	}

	private static long acquire(ConcurrencyLimit limit) {
		limit.acquire();
		return limit.start();
	}

	private void advance(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
