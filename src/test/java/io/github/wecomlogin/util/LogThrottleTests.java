package io.github.wecomlogin.util;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogThrottleTests {

	private final AtomicLong nanos = new AtomicLong();

	private final LogThrottle throttle = new LogThrottle(2, this.nanos::get);

	@Test
	void whenLinesAreTooManyThenTheyAreCountedInTheNextOne() {
		assertThat(this.throttle.next()).isZero();
		assertThat(this.throttle.next()).isZero();
		assertThat(this.throttle.next()).isEqualTo(-1);
		assertThat(this.throttle.next()).isEqualTo(-1);
		this.nanos.addAndGet(LogThrottle.PERIOD.toNanos() - 1);
		assertThat(this.throttle.next()).isEqualTo(-1);
		this.nanos.addAndGet(1);
		assertThat(this.throttle.next()).isEqualTo(3);
		assertThat(this.throttle.next()).isZero();
		assertThat(this.throttle.next()).isEqualTo(-1);
	}

	@Test
	void whenLinesAreFewThenAllAreWritten() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.throttle.next()).isZero();
			this.nanos.addAndGet(LogThrottle.PERIOD.toNanos() / 2);
		}
	}

}
