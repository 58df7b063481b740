package io.github.wecomlogin.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class RefreshingValueTests {

	private static final String ENDPOINT = "/cgi-bin/department/list";

	private static final Duration REFRESH_AFTER = Duration.ofMinutes(30);

	private static final Duration USABLE_FOR = Duration.ofHours(24);

	private static final Duration TICK = Duration.ofNanos(1);

	private static final Predicate<String> ANYTHING = (value) -> true;

	private final MutableClock clock = new MutableClock();

	private final BackgroundThreads threads = BackgroundThreads.refusingOnceClosed("directory");

	private final Source source = new Source();

	private final RefreshingValue<String> reading = new RefreshingValue<>(ENDPOINT, this.source,
			new DirectoryAges(REFRESH_AFTER, USABLE_FOR), this.threads, this.clock);

	@AfterEach
	void close() {
		this.source.open();
		this.threads.close();
	}

	@Test
	void whenNobodyAsksThenNothingIsRead() {
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		this.clock.advance(USABLE_FOR);
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		assertThat(this.source.reads()).isZero();
		assertThat(BackgroundWork.executor(this.threads).getPoolSize()).isZero();
	}

	@Test
	void whenFirstAsksThenWaitsAndGetsIt() {
		Instant now = this.clock.instant();
		assertThat(get()).isEqualTo(state("1", now));
		this.clock.advance(REFRESH_AFTER.minus(TICK));
		assertThat(get()).isEqualTo(state("1", now));
		assertThat(this.reading.peek()).isEqualTo(state("1", now));
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenFirstAskerHasToWaitThenUntilItIsRead() throws Exception {
		this.source.shut();
		CompletableFuture<RefreshingValue.State<String>> asker = ask(new ArrayList<>());
		this.source.awaitStart();
		assertThat(asker).isNotDone();
		assertThat(this.reading.peek().value()).isNull();
		this.source.open();
		assertThat(asker.get(60, TimeUnit.SECONDS).value()).isEqualTo("1");
	}

	@Test
	void whenManyAskAtOnceThenReadOnce() throws Exception {
		this.source.shut();
		List<Thread> askers = new ArrayList<>();
		List<CompletableFuture<RefreshingValue.State<String>>> answers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			answers.add(ask(askers));
		}
		this.source.awaitStart();
		askers.forEach(RefreshingValueTests::awaitWaiting);
		assertThat(answers).noneMatch(CompletableFuture::isDone);
		this.source.open();
		for (CompletableFuture<RefreshingValue.State<String>> answer : answers) {
			assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(state("1", this.clock.instant()));
		}
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenPreparedThenReadWithoutWaitingAndOnce() {
		this.source.shut();
		this.reading.prepare();
		this.source.awaitStart();
		this.reading.prepare();
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		this.source.open();
		assertThat(get().value()).isEqualTo("1");
		this.reading.prepare();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenRefreshIsDueThenOldOneAtOnceAndNewOneLater() {
		Instant first = this.clock.instant();
		get();
		this.source.shut();
		this.clock.advance(REFRESH_AFTER);
		Instant second = this.clock.instant();
		assertThat(get()).isEqualTo(state("1", first));
		this.source.awaitStart();
		assertThat(get()).isEqualTo(state("1", first));
		assertThat(this.source.reads()).isEqualTo(2);
		this.source.open();
		BackgroundWork.await(this.threads);
		assertThat(get()).isEqualTo(state("2", second));
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenRefreshIsDueThenPreparingIsEnough() {
		get();
		this.clock.advance(REFRESH_AFTER);
		this.reading.prepare();
		BackgroundWork.await(this.threads);
		assertThat(this.reading.peek()).isEqualTo(state("2", this.clock.instant()));
	}

	@Test
	void whenOnlyLookedAtThenNeverReadAgain() {
		get();
		this.clock.advance(REFRESH_AFTER);
		assertThat(this.reading.peek().value()).isEqualTo("1");
		this.clock.advance(USABLE_FOR);
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenReadingTakesLongThenAgeCountsFromTheQuestion() {
		this.source.shut();
		Instant asked = this.clock.instant();
		this.reading.prepare();
		this.source.awaitStart();
		this.clock.advance(Duration.ofSeconds(20));
		this.source.open();
		assertThat(get()).isEqualTo(state("1", asked));
		this.clock.advance(REFRESH_AFTER.minusSeconds(20));
		get();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenAnswerComesTooLateToBeUsableThenNotUsed() {
		this.source.shut();
		this.reading.prepare();
		this.source.awaitStart();
		this.clock.advance(USABLE_FOR);
		this.source.open();
		BackgroundWork.await(this.threads);
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		assertThat(get().value()).isEqualTo("2");
	}

	static List<WeComError> passing() {
		return List.of(WeComError.UNREACHABLE, WeComError.TIMEOUT, WeComError.NOT_JSON, WeComError.of(-1),
				WeComError.of(45033));
	}

	static List<WeComError> lasting() {
		return List.of(WeComError.of(60011), WeComError.of(48002), WeComError.of(40068), WeComError.of(45009),
				WeComError.of(42001), WeComError.of(123_456), WeComError.INCOMPLETE, WeComError.TOO_LARGE);
	}

	@ParameterizedTest
	@MethodSource("passing")
	void whenFailurePassesThenTriedAgainAfterAShortPause(WeComError error) {
		checkPause(error, RefreshingValue.RETRY_DELAY);
		assertThat(RefreshingValue.RETRY_DELAY).isEqualTo(Duration.ofSeconds(15));
	}

	@ParameterizedTest
	@MethodSource("lasting")
	void whenWeComRefusesThenTriedAgainAfterALongerPause(WeComError error) {
		checkPause(error, RefreshingValue.RETRY_DELAY_IF_REFUSED);
		assertThat(RefreshingValue.RETRY_DELAY_IF_REFUSED).isEqualTo(Duration.ofSeconds(60));
	}

	private void checkPause(WeComError error, Duration pause) {
		WeComApiException failure = failure(error);
		this.source.fail(failure);
		assertThat(get()).isEqualTo(nothing(failure));
		this.clock.advance(pause.minus(TICK));
		assertThat(get()).isEqualTo(nothing(failure));
		this.reading.prepare();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
		this.clock.advance(TICK);
		WeComApiException again = failure(error);
		this.source.fail(again);
		assertThat(get()).isEqualTo(nothing(again));
		assertThat(this.source.reads()).isEqualTo(2);
		this.clock.advance(pause);
		this.source.succeed();
		assertThat(get()).isEqualTo(state("3", this.clock.instant()));
	}

	@Test
	void whenFailureTookLongThenPauseCountsFromItsEnd() {
		this.source.fail(failure(WeComError.TIMEOUT));
		this.source.shut();
		this.reading.prepare();
		this.source.awaitStart();
		this.clock.advance(Duration.ofSeconds(30));
		this.source.open();
		BackgroundWork.await(this.threads);
		get();
		assertThat(this.source.reads()).isEqualTo(1);
		this.clock.advance(RefreshingValue.RETRY_DELAY);
		get();
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenRefreshFailsThenOldOneStaysAndIsAsOldAsItIs() {
		Instant first = this.clock.instant();
		get();
		WeComApiException failure = failure(WeComError.of(60011));
		this.source.fail(failure);
		this.clock.advance(REFRESH_AFTER);
		assertThat(get()).isEqualTo(state("1", first));
		BackgroundWork.await(this.threads);
		assertThat(get()).isEqualTo(new RefreshingValue.State<>("1", first, failure));
		this.clock.advance(RefreshingValue.RETRY_DELAY_IF_REFUSED.minus(TICK));
		get();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(2);
		this.source.succeed();
		this.clock.advance(TICK);
		assertThat(get()).isEqualTo(new RefreshingValue.State<>("1", first, failure));
		BackgroundWork.await(this.threads);
		assertThat(get()).isEqualTo(state("3", this.clock.instant()));
	}

	@Test
	void whenRefreshAlwaysFailsThenOldValueIsUsedUntilTooOld() {
		Instant first = this.clock.instant();
		get();
		WeComApiException failure = failure(WeComError.UNREACHABLE);
		this.source.fail(failure);
		this.clock.advance(REFRESH_AFTER);
		get();
		BackgroundWork.await(this.threads);
		this.clock.advance(USABLE_FOR.minus(REFRESH_AFTER).minus(TICK));
		assertThat(get()).isEqualTo(new RefreshingValue.State<>("1", first, failure));
		BackgroundWork.await(this.threads);
		assertThat(this.reading.peek().value()).isEqualTo("1");
		this.clock.advance(TICK);
		assertThat(this.reading.peek()).isEqualTo(nothing(failure));
		assertThat(get()).isEqualTo(nothing(failure));
		assertThat(this.source.reads()).isEqualTo(3);
	}

	@Test
	void whenTooOldThenNextAskerWaitsForANewOne() {
		get();
		this.clock.advance(USABLE_FOR);
		assertThat(get()).isEqualTo(state("2", this.clock.instant()));
	}

	@Test
	void whenTooOldWhileReadingThenFailureDoesNotBringItBack() {
		get();
		this.clock.advance(REFRESH_AFTER);
		WeComApiException failure = failure(WeComError.UNREACHABLE);
		this.source.fail(failure);
		this.source.shut();
		get();
		this.source.awaitStart();
		this.clock.advance(USABLE_FOR.minus(REFRESH_AFTER));
		this.source.open();
		BackgroundWork.await(this.threads);
		assertThat(this.reading.peek()).isEqualTo(nothing(failure));
	}

	@Test
	void whenReadAgainThenOldFailureIsForgotten() {
		this.source.fail(failure(WeComError.UNREACHABLE));
		get();
		this.source.succeed();
		this.clock.advance(RefreshingValue.RETRY_DELAY);
		assertThat(get().failure()).isNull();
		this.clock.advance(USABLE_FOR);
		assertThat(this.reading.peek().failure()).isNull();
	}

	@Test
	void whenTimeIsOverThenTimeoutAndReadingGoesOnForTheNext() {
		this.source.shut();
		RefreshingValue.State<String> state = this.reading.get(ANYTHING, Deadline.after(Duration.ofMillis(20)));
		assertThat(state.value()).isNull();
		assertThat(state.readAt()).isNull();
		assertThat(state.failure().getError()).isEqualTo(WeComError.TIMEOUT);
		assertThat(state.failure().getEndpoint()).isEqualTo(ENDPOINT);
		assertThat(this.reading.peek()).isEqualTo(nothing(null));
		this.source.awaitStart();
		this.source.open();
		assertThat(get().value()).isEqualTo("1");
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenNoTimeIsLeftThenStillWhatIsThere() {
		get();
		assertThat(this.reading.get(ANYTHING, Deadline.after(Duration.ZERO)).value()).isEqualTo("1");
		this.clock.advance(REFRESH_AFTER);
		assertThat(this.reading.get(ANYTHING, Deadline.after(Duration.ZERO)).value()).isEqualTo("1");
	}

	@Test
	void whenAskerIsInterruptedThenSaysSoAndReadingGoesOn() {
		this.source.shut();
		Thread.currentThread().interrupt();
		RefreshingValue.State<String> state = get();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(state.failure().getError()).isEqualTo(WeComError.UNREACHABLE);
		this.source.open();
		assertThat(get().value()).isEqualTo("1");
		assertThat(this.source.reads()).isEqualTo(1);
	}

	static List<Throwable> notOurs() {
		return List.of(new IllegalStateException("personal"), new StackOverflowError("personal"),
				new OutOfMemoryError("personal"), new AssertionError("personal"));
	}

	@ParameterizedTest
	@MethodSource("notOurs")
	void whenReaderThrowsAnythingThenAFailureLikeAnyOther(Throwable thrown) {
		Instant first = this.clock.instant();
		this.source.fail(thrown);
		WeComApiException failure = get().failure();
		assertThat(failure.getError()).isEqualTo(WeComError.UNREACHABLE);
		assertThat(failure.getEndpoint()).isEqualTo(ENDPOINT);
		assertThat(failure).hasMessageContaining(thrown.getClass().getSimpleName()).hasNoCause();
		assertThat(failure.getMessage()).doesNotContain("personal");
		assertThat(get().failure()).isSameAs(failure);
		assertThat(this.source.reads()).isEqualTo(1);
		this.source.succeed();
		this.clock.advance(RefreshingValue.RETRY_DELAY);
		assertThat(get()).isEqualTo(state("2", first.plus(RefreshingValue.RETRY_DELAY)));
	}

	@Test
	void whenThreadsAreClosedThenFailureAndNobodyWaits() {
		this.threads.close();
		RefreshingValue.State<String> state = get();
		assertThat(state.value()).isNull();
		assertThat(state.failure().getError()).isEqualTo(WeComError.UNREACHABLE);
		this.reading.prepare();
		assertThat(this.source.reads()).isZero();
	}

	@Test
	void whenThreadsAreClosedThenOldOneIsStillUsed() {
		Instant first = this.clock.instant();
		get();
		this.threads.close();
		this.clock.advance(REFRESH_AFTER);
		RefreshingValue.State<String> state = get();
		assertThat(state.value()).isEqualTo("1");
		assertThat(state.readAt()).isEqualTo(first);
		assertThat(state.failure().getError()).isEqualTo(WeComError.UNREACHABLE);
	}

	@Test
	void whenThreadsCloseWhileReadingThenReaderIsInterrupted() throws Exception {
		this.source.shut();
		CompletableFuture<RefreshingValue.State<String>> asker = ask(new ArrayList<>());
		this.source.awaitStart();
		this.threads.close();
		assertThat(asker.get(60, TimeUnit.SECONDS).failure().getError()).isEqualTo(WeComError.UNREACHABLE);
	}

	@Test
	void whenNoThreadCanBeStartedThenFailureAndReadAsSoonAsOneCan() {
		ThreadPoolExecutor executor = BackgroundWork.executor(this.threads);
		ThreadFactory factory = executor.getThreadFactory();
		executor.setThreadFactory((work) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		assertThat(catchThrowable(this::get)).isNull();
		RefreshingValue.State<String> state = get();
		assertThat(state.value()).isNull();
		assertThat(state.failure().getError()).isEqualTo(WeComError.UNREACHABLE);
		executor.setThreadFactory(factory);
		assertThat(get().value()).isEqualTo("1");
	}

	@Test
	void whenSomethingIsLackingAndItIsYoungThenNotReadAgain() {
		Instant first = this.clock.instant();
		get();
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE.minus(TICK));
		assertThat(lacking("2")).isEqualTo(state("1", first));
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
		assertThat(RefreshingValue.INCOMPLETE_MIN_AGE).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void whenSomethingIsLackingAndItIsOlderThenAskerWaitsForANewOne() throws Exception {
		Instant first = this.clock.instant();
		get();
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
		this.source.shut();
		CompletableFuture<RefreshingValue.State<String>> asker = CompletableFuture.supplyAsync(() -> lacking("2"));
		this.source.awaitStart();
		// Who lacks nothing need not wait
		assertThat(get()).isEqualTo(state("1", first));
		assertThat(asker).isNotDone();
		this.source.open();
		assertThat(asker.get(60, TimeUnit.SECONDS)).isEqualTo(state("2", this.clock.instant()));
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenItIsLackingForeverThenReadOnceAMinuteAtMost() {
		get();
		for (int minute = 1; minute <= 3; minute++) {
			this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
			for (int i = 0; i < 5; i++) {
				assertThat(lacking("nothing like it").value()).isEqualTo(String.valueOf(minute + 1));
			}
		}
		assertThat(this.source.reads()).isEqualTo(4);
	}

	@Test
	void whenSomethingIsLackingAndReadingFailsThenOldOne() {
		Instant first = this.clock.instant();
		get();
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
		WeComApiException failure = failure(WeComError.of(60011));
		this.source.fail(failure);
		assertThat(lacking("2")).isEqualTo(new RefreshingValue.State<>("1", first, failure));
		// Nobody waits again before the pause is over
		this.source.shut();
		assertThat(lacking("2")).isEqualTo(new RefreshingValue.State<>("1", first, failure));
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenSomethingIsLackingAndTimeIsOverThenOldOne() {
		Instant first = this.clock.instant();
		get();
		this.clock.advance(RefreshingValue.INCOMPLETE_MIN_AGE);
		this.source.shut();
		assertThat(this.reading.get("2"::equals, Deadline.after(Duration.ofMillis(20)))).isEqualTo(state("1", first));
		this.source.awaitStart();
		this.source.open();
		assertThat(lacking("2").value()).isEqualTo("2");
		assertThat(this.source.reads()).isEqualTo(2);
	}

	@Test
	void whenClosedThenWhoeverWaitsIsToldAndNothingIsReadAnyMore() throws Exception {
		this.source.shut();
		CompletableFuture<RefreshingValue.State<String>> asker = ask(new ArrayList<>());
		this.source.awaitStart();
		this.reading.close();
		assertThat(asker.get(60, TimeUnit.SECONDS).failure().getError()).isEqualTo(WeComError.UNREACHABLE);
		this.source.open();
		BackgroundWork.await(this.threads);
		assertThat(get().value()).isNull();
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenSomebodyAskedLatelyThenReadAgainWithoutAnybodyWaiting() {
		get();
		this.reading.refreshUnlessIdle();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
		this.clock.advance(REFRESH_AFTER);
		this.reading.refreshUnlessIdle();
		BackgroundWork.await(this.threads);
		assertThat(this.reading.peek()).isEqualTo(state("2", this.clock.instant()));
	}

	@Test
	void whenNobodyAskedForLongThenNotReadAgain() {
		get();
		this.clock.advance(RefreshingValue.REFRESH_IDLE_TIMEOUT);
		this.reading.refreshUnlessIdle();
		BackgroundWork.await(this.threads);
		assertThat(this.source.reads()).isEqualTo(1);
	}

	@Test
	void whenManyReadingsShareTheThreadsThenAllAreRead() {
		List<Source> sources = new ArrayList<>();
		List<RefreshingValue<String>> readings = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			Source another = new Source();
			sources.add(another);
			readings.add(new RefreshingValue<>(ENDPOINT, another, new DirectoryAges(REFRESH_AFTER, USABLE_FOR),
					this.threads, this.clock));
		}
		sources.get(0).shut();
		readings.forEach(RefreshingValue::prepare);
		sources.get(0).awaitStart();
		for (int i = 1; i < readings.size(); i++) {
			assertThat(readings.get(i).get(ANYTHING, time()).value()).isEqualTo("1");
		}
		sources.get(0).open();
		assertThat(readings.get(0).get(ANYTHING, time()).value()).isEqualTo("1");
		assertThat(sources).extracting(Source::reads).containsOnly(1);
		assertThat(BackgroundWork.executor(this.threads).getLargestPoolSize()).isEqualTo(2);
	}

	private RefreshingValue.State<String> get() {
		return this.reading.get(ANYTHING, time());
	}

	private RefreshingValue.State<String> lacking(String wanted) {
		return this.reading.get(wanted::equals, time());
	}

	private CompletableFuture<RefreshingValue.State<String>> ask(List<Thread> askers) {
		CompletableFuture<RefreshingValue.State<String>> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> answer.complete(get()));
		thread.setDaemon(true);
		askers.add(thread);
		thread.start();
		return answer;
	}

	private static void awaitWaiting(Thread thread) {
		while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.TERMINATED) {
			Thread.onSpinWait();
		}
	}

	private static Deadline time() {
		return Deadline.after(Duration.ofSeconds(60));
	}

	private static WeComApiException failure(WeComError error) {
		return new WeComApiException(ENDPOINT, error, null);
	}

	private static RefreshingValue.State<String> state(String value, Instant readAt) {
		return new RefreshingValue.State<>(value, readAt, null);
	}

	private static RefreshingValue.State<String> nothing(WeComApiException failure) {
		return new RefreshingValue.State<>(null, null, failure);
	}

	/**
	 * Answers with the number of the reading, or as it is told, and not before it may.
	 */
	private static final class Source implements Function<Deadline, String> {

		private final AtomicInteger reads = new AtomicInteger();

		private final Semaphore started = new Semaphore(0);

		private volatile CountDownLatch gate = new CountDownLatch(0);

		private volatile Supplier<Throwable> failure = () -> null;

		@Override
		public String apply(Deadline deadline) {
			int number = this.reads.incrementAndGet();
			CountDownLatch gate = this.gate;
			this.started.release();
			try {
				gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			Throwable failure = this.failure.get();
			if (failure instanceof RuntimeException exception) {
				throw exception;
			}
			if (failure instanceof Error error) {
				throw error;
			}
			return String.valueOf(number);
		}

		int reads() {
			return this.reads.get();
		}

		void fail(Throwable failure) {
			this.failure = () -> failure;
		}

		void succeed() {
			this.failure = () -> null;
		}

		void shut() {
			this.gate = new CountDownLatch(1);
			this.started.drainPermits();
		}

		void open() {
			this.gate.countDown();
		}

		void awaitStart() {
			try {
				assertThat(this.started.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
