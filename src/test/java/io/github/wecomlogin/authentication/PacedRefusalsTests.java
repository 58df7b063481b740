package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many refusals are told at a time. Times are large enough for a slow machine.
 */
@Timeout(60)
class PacedRefusalsTests {

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("queue");

	private final PacedRefusals refusals = new PacedRefusals(this.threads);

	// Only the tests tell refusals
	@BeforeEach
	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void whenThereIsTimeThenToldOneByOne() {
		List<CompletableFuture<Void>> queued = refuse(500, Duration.ofMinutes(10));
		assertThat(told(queued)).isZero();
		this.refusals.next();
		this.refusals.next();
		assertThat(told(queued)).isEqualTo(2);
		assertThat(this.refusals.size()).isEqualTo(498);
	}

	@Test
	void whenTimeIsShortThenSeveralAtOnce() {
		List<CompletableFuture<Void>> queued = refuse(4_000, Duration.ofSeconds(11));
		this.refusals.next();
		// 100 intervals a second
		assertThat(told(queued)).isGreaterThan(2);
	}

	@Test
	void whenDeadlineIsNearThenToldAtOnceBeforeOthers() {
		List<CompletableFuture<Void>> queued = refuse(100, Duration.ofMinutes(10));
		List<CompletableFuture<Void>> urgent = refuse(100, Duration.ofSeconds(1));
		this.refusals.next();
		assertThat(urgent).allMatch(CompletableFuture::isDone);
		assertThat(told(queued)).isEqualTo(1);
		this.refusals.next();
		assertThat(told(queued)).isEqualTo(2);
	}

	@Test
	void whenAllAreToldThenNothingIsLeft() {
		List<CompletableFuture<Void>> queued = refuse(3, Duration.ofMinutes(10));
		IntStream.range(0, 5).forEach((i) -> this.refusals.next());
		assertThat(queued).allMatch(CompletableFuture::isDone);
	}

	private List<CompletableFuture<Void>> refuse(int number, Duration time) {
		return IntStream.range(0, number).mapToObj((i) -> {
			CompletableFuture<Void> queued = new CompletableFuture<>();
			this.refusals.add(Deadline.after(time), () -> queued.complete(null));
			return queued;
		}).toList();
	}

	private static long told(List<CompletableFuture<Void>> queued) {
		return queued.stream().filter(CompletableFuture::isDone).count();
	}

}
