package io.github.wecomlogin.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In which order events are handled, and what becomes of them if that fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class WeComEventQueueTests {

	private static final RetryDelays AT_ONCE = new RetryDelays(Duration.ofMillis(1), Duration.ofMillis(2), 5);

	private final List<WeComEventQueue> queues = new ArrayList<>();

	@AfterEach
	void close() {
		this.queues.forEach(WeComEventQueue::close);
	}

	@Test
	void whenEventsAreAboutOneMemberThenTheyComeInOrderOneByOne() throws Exception {
		Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
		Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
		AtomicInteger overlaps = new AtomicInteger();
		WeComEventQueue queue = queue((event) -> {
			AtomicInteger here = busy.computeIfAbsent(event.subject().toLowerCase(), (key) -> new AtomicInteger());
			if (here.incrementAndGet() != 1) {
				overlaps.incrementAndGet();
			}
			seen.computeIfAbsent(event.subject().toLowerCase(),
					(key) -> Collections.synchronizedList(new ArrayList<>()))
				.add(Integer.valueOf(event.getField("Number")));
			here.decrementAndGet();
		});
		List<Thread> senders = new ArrayList<>();
		for (int sender = 0; sender < 4; sender++) {
			String member = "member" + sender;
			senders.add(new Thread(() -> {
				for (int i = 0; i < 1000; i++) {
					assertThat(queue.accept(event((i % 2 == 0) ? member : member.toUpperCase(), i))).isTrue();
				}
			}));
		}
		senders.forEach(Thread::start);
		for (Thread sender : senders) {
			sender.join();
		}
		await(() -> queue.pending() == 0);
		assertThat(overlaps).hasValue(0);
		assertThat(seen).hasSize(4).allSatisfy((member, numbers) -> {
			assertThat(numbers).hasSize(1000).isSorted();
		});
	}

	@Test
	void whenHandlerFailsThenItIsAskedAgainBeforeTheNextOne() {
		List<String> seen = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger failures = new AtomicInteger(3);
		WeComEventQueue queue = queue((event) -> {
			seen.add(event.getField("Number"));
			if (failures.getAndDecrement() > 0) {
				throw new IllegalStateException("secret");
			}
		});
		queue.accept(event("a", 1));
		queue.accept(event("a", 2));
		await(() -> queue.pending() == 0);
		assertThat(seen).containsExactly("1", "1", "1", "1", "2");
	}

	@Test
	void whenMemoryIsShortThenTheHandlerIsAskedAgain() {
		List<String> seen = Collections.synchronizedList(new ArrayList<>());
		WeComEventQueue queue = queue((event) -> {
			seen.add(event.getField("Number"));
			if (seen.size() == 1) {
				throw new OutOfMemoryError("as if");
			}
		});
		queue.accept(event("a", 1));
		queue.accept(event("a", 2));
		await(() -> queue.pending() == 0);
		assertThat(seen).containsExactly("1", "1", "2");
	}

	@Test
	void whenHandlerFailsForGoodThenItIsSaidAndTheNextOneComes(CapturedOutput output) {
		List<String> seen = Collections.synchronizedList(new ArrayList<>());
		WeComEventQueue queue = queue((event) -> {
			if (event.getField("Number").equals("1")) {
				throw new StackOverflowErrorLike("secret of " + event.subject());
			}
			seen.add(event.getField("Number"));
		});
		queue.accept(event("zhangsan", 1));
		queue.accept(event("zhangsan", 2));
		await(() -> queue.pending() == 0);
		assertThat(seen).containsExactly("2");
		assertThat(output).contains("Gave up handling a WeCom event after 5 attempts", "StackOverflowErrorLike")
			.doesNotContain("zhangsan", "secret of");
	}

	@Test
	void whenOneHandlerHangsThenTheOthersDoNot() throws Exception {
		CountDownLatch hang = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		WeComEventQueue queue = queue((event) -> {
			try {
				hang.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, (event) -> handled.incrementAndGet());
		for (int i = 0; i < 100; i++) {
			queue.accept(event("member" + i, i));
		}
		await(() -> handled.get() == 100);
		hang.countDown();
		await(() -> queue.pending() == 0);
	}

	@Test
	void whenOneMembersEventHangsThenThoseOfOthersDoNot() {
		CountDownLatch hang = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		WeComEventQueue queue = queue((event) -> {
			if (event.subject().equals("slow")) {
				try {
					hang.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			handled.incrementAndGet();
		});
		queue.accept(event("slow", 1));
		queue.accept(event("slow", 2));
		for (int i = 0; i < 50; i++) {
			queue.accept(event("fast", i));
		}
		await(() -> queue.pending() == 2);
		assertThat(handled).hasValue(50);
		hang.countDown();
		await(() -> queue.pending() == 0);
	}

	@Test
	void whenThereIsNoRoomThenNothingIsTakenUntilThereIs() {
		CountDownLatch hang = new CountDownLatch(1);
		WeComEventQueue queue = queue((event) -> {
			try {
				hang.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		for (int i = 0; i < WeComEventQueue.MAX_PENDING; i++) {
			assertThat(queue.accept(event("a", i))).isTrue();
		}
		assertThat(queue.accept(event("a", 0))).isFalse();
		assertThat(queue.accept(event("b", 0))).isFalse();
		hang.countDown();
		await(() -> queue.pending() == 0);
		assertThat(queue.accept(event("a", 0))).isTrue();
	}

	@Test
	void whenClosedThenWhatIsThereIsHandledAndNothingIsTaken() {
		AtomicInteger handled = new AtomicInteger();
		WeComEventQueue queue = queue((event) -> {
			LockSupport.parkNanos(1_000_000);
			handled.incrementAndGet();
		});
		for (int i = 0; i < 100; i++) {
			queue.accept(event("a", i));
		}
		queue.close();
		assertThat(handled).hasValue(100);
		assertThat(queue.accept(event("a", 0))).isFalse();
	}

	@Test
	void whenClosedWhileEventsComeThenEachOneThatWasTakenIsHandled() throws Exception {
		for (int round = 0; round < 100; round++) {
			AtomicInteger handled = new AtomicInteger();
			AtomicInteger taken = new AtomicInteger();
			WeComEventQueue queue = queue((event) -> handled.incrementAndGet());
			CountDownLatch started = new CountDownLatch(2);
			List<Thread> senders = new ArrayList<>();
			for (int sender = 0; sender < 2; sender++) {
				String member = "member" + sender;
				senders.add(new Thread(() -> {
					for (int i = 0; queue.accept(event(member, i)); i++) {
						taken.incrementAndGet();
						started.countDown();
					}
				}));
			}
			senders.forEach(Thread::start);
			started.await();
			queue.close();
			for (Thread sender : senders) {
				sender.join();
			}
			assertThat(handled).hasValue(taken.get());
		}
	}

	@Test
	void whenClosedBeforeEverythingIsHandledThenItIsSaid(CapturedOutput output) {
		WeComEventQueue queue = new WeComEventQueue(List.of((event) -> {
			throw new IllegalStateException("secret");
		}), new RetryDelays(Duration.ofHours(1), Duration.ofHours(1), 2), Duration.ofMillis(1));
		queue.accept(event("zhangsan", 1));
		queue.accept(event("zhangsan", 2));
		queue.close();
		queue.close();
		assertThat(output.getAll().lines()).hasSize(1)
			.first()
			.asString()
			.contains("2 WeCom events", "next check")
			.doesNotContain("zhangsan", "secret");
	}

	@Test
	void whenEverythingIsHandledThenNothingIsKept() {
		SerialEventExecutor work = new SerialEventExecutor((event) -> {
		}, AT_ONCE, () -> {
		});
		for (int i = 0; i < 1000; i++) {
			work.add(event("member" + i, i));
		}
		await(() -> work.keys() == 0);
		work.close();
	}

	@Test
	void whenHandlerFailsAgainAndAgainThenThePausesGrow() {
		RetryDelays delays = new RetryDelays();
		List<Long> seconds = new ArrayList<>();
		for (int i = 1; delays.after(i) != null; i++) {
			seconds.add(delays.after(i).toSeconds());
		}
		assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L);
	}

	private WeComEventQueue queue(WeComEventHandler... handlers) {
		WeComEventQueue queue = new WeComEventQueue(List.of(handlers), AT_ONCE, Duration.ofSeconds(30));
		this.queues.add(queue);
		return queue;
	}

	private static WeComEvent event(String userId, int number) {
		return WeComEvents.of("contacts", "ww0123456789abcdef", Map.of("MsgType", "event", "Event", "change_contact",
				"ChangeType", "update_user", "UserID", userId, "Number", Integer.toString(number)), Instant.EPOCH);
	}

	private static void await(java.util.function.BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

	@SuppressWarnings("serial")
	private static final class StackOverflowErrorLike extends Error {

		private StackOverflowErrorLike(String message) {
			super(message);
		}

	}

}
