package io.github.wecomlogin.app.setup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.SetUp;
import io.github.wecomlogin.doctor.WeComDoctor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SetupChecksTests {

	private static final SetUp NOTHING = new SetUp(List.of(), List.of(), List.of(), List.of(), null, null, null,
			Map.of(), List.of(), null);

	private final AtomicInteger runs = new AtomicInteger();

	private final AtomicLong time = new AtomicLong();

	private final MutableClock clock = new MutableClock();

	private final SetupChecks checks = new SetupChecks(new WeComDoctor(this::count, List.of(), this.clock),
			this.time::get);

	@Test
	void whenChecksRunThenTheirReportIsShared() {
		assertThat(this.checks.report()).isNull();
		assertThat(this.checks.run(null)).isTrue();
		assertThat(this.checks.report()).isNotNull();
	}

	@Test
	void whenChecksRanJustNowThenTheyAreNotRepeated() {
		assertThat(this.checks.run("amy")).isTrue();
		DoctorReport report = this.checks.report();
		advance(SetupChecks.INTERVAL.toSeconds() - 1);
		assertThat(this.checks.run("bob")).isFalse();
		assertThat(this.checks.report()).isSameAs(report);
		assertThat(this.runs).hasValue(1);
		advance(1);
		assertThat(this.checks.run("amy")).isTrue();
		assertThat(this.checks.report()).isNotSameAs(report);
		assertThat(this.runs).hasValue(2);
	}

	@Test
	void whenChecksAreRunningThenOthersDoNotWait() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch finish = new CountDownLatch(1);
		SetupChecks slow = new SetupChecks(new WeComDoctor(() -> {
			started.countDown();
			try {
				finish.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return NOTHING;
		}, List.of(), Clock.systemUTC()), this.time::get);
		CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> slow.run(null));
		started.await();
		assertThat(slow.run(null)).isFalse();
		assertThat(slow.report()).isNull();
		finish.countDown();
		assertThat(first.get()).isTrue();
		assertThat(slow.report()).isNotNull();
	}

	@Test
	void whenChecksFailUnexpectedlyThenTheyCanRunAgainLater() {
		SetupChecks failing = new SetupChecks(new WeComDoctor(() -> {
			throw new IllegalStateException("" + this.runs.incrementAndGet());
		}, List.of(), this.clock), this.time::get);
		assertThatIllegalStateException().isThrownBy(() -> failing.run(null));
		assertThat(failing.run(null)).isFalse();
		advance(SetupChecks.INTERVAL.toSeconds());
		assertThatIllegalStateException().isThrownBy(() -> failing.run(null)).withMessage("2");
	}

	private void advance(long seconds) {
		this.time.addAndGet(seconds * 1_000_000_000);
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	private SetUp count() {
		this.runs.incrementAndGet();
		return NOTHING;
	}

}
