package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What nodes tell each other.
 */
class SharedLogTests {

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	@Test
	void whenNodesWriteThenAllReadItOnceInOneOrder() {
		SharedLog one = log();
		SharedLog two = log();
		SharedLog three = log();
		assertThat(List.of(one.read(), two.read(), three.read())).containsOnly(List.of());
		one.write("first message");
		two.write("second");
		one.write("third");
		assertThat(two.read()).containsExactly("first message", "second", "third");
		assertThat(one.read()).containsExactly("first message", "second", "third");
		assertThat(three.read()).containsExactly("first message", "second", "third");
		assertThat(three.read()).isEmpty();
		two.write("fourth");
		assertThat(three.read()).containsExactly("fourth");
	}

	@Test
	void whenNodeStartsThenItReadsOnlyWhatIsWrittenSince() {
		log().write("before");
		SharedLog late = log();
		assertThat(late.read()).isEmpty();
		log().write("after");
		assertThat(late.read()).containsExactly("after");
	}

	@Test
	void whenMessagesHaveExpiredThenReadingGoesOn() {
		SharedLog one = log();
		SharedLog two = log();
		two.read();
		one.write("old");
		this.clock.advance(Duration.ofHours(2));
		assertThat(two.read()).isEmpty();
		one.write("new");
		assertThat(two.read()).containsExactly("new");
	}

	@Test
	void whenStoreIsAwayThenWhatWasWrittenBeforeIsReadAfterwards() {
		SharedLog one = log();
		SharedLog two = log();
		two.read();
		one.write("message");
		this.store.setDown(true);
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(two::read);
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> one.write("lost"));
		this.store.setDown(false);
		assertThat(two.read()).containsExactly("message");
	}

	@Test
	void whenNodesWriteAtOnceThenAnotherReadsMessages() throws Exception {
		SharedLog reader = log();
		reader.read();
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			List<Callable<Void>> writers = new ArrayList<>();
			for (SharedLog writer : List.of(log(), log())) {
				writers.add(() -> {
					for (int i = 0; i < 50; i++) {
						writer.write("message");
					}
					return null;
				});
			}
			for (Future<Void> done : executor.invokeAll(writers)) {
				done.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(reader.read()).hasSizeBetween(50, 100).containsOnly("message");
	}

	private SharedLog log() {
		return new SharedLog(new SealedStore(this.store, "wecom", new byte[32], new byte[32], this.clock), "test");
	}

}
