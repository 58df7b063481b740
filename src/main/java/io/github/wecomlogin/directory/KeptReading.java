package io.github.wecomlogin.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import org.jspecify.annotations.Nullable;

/**
 * One list that was read from WeCom and is kept. Only the first who asks has to wait, and
 * whoever comes when it is too old. It is read by one thread at a time, again in the
 * background when its time has come, and kept if that fails; not at once again after a
 * failure.
 *
 * @param <T> what was read
 */
final class KeptReading<T> {

	static final Duration TIME_TO_READ = Duration.ofSeconds(30);

	static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

	static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);

	/**
	 * How old something must be before it is read again because it lacks something.
	 */
	static final Duration TOO_YOUNG_TO_LACK = Duration.ofMinutes(1);

	private final String endpoint;

	private final Function<Deadline, T> reader;

	private final DirectoryAges ages;

	private final DirectoryThreads threads;

	private final Clock clock;

	private @Nullable CompletableFuture<@Nullable Void> running;

	private State<T> state = new State<>(null, null, null);

	private Instant notBefore = Instant.MIN;

	/**
	 * Creates a reading. Nothing is read before somebody asks.
	 * @param endpoint what the reader calls, for messages
	 * @param reader reads the list
	 * @param ages how old it may be
	 * @param threads read in the background
	 * @param clock tells how old it is
	 */
	KeptReading(String endpoint, Function<Deadline, T> reader, DirectoryAges ages, DirectoryThreads threads,
			Clock clock) {
		this.endpoint = endpoint;
		this.reader = reader;
		this.ages = ages;
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Lets it be read if it is not there, without waiting.
	 */
	synchronized void prepare() {
		dropIfTooOld();
		startIfDue((value) -> true);
	}

	/**
	 * Returns what is kept, reading it first if there is nothing.
	 * @param complete tells whether somebody misses something in it, which may be because
	 * it has become old
	 * @param deadline how long to wait
	 */
	State<T> get(Predicate<T> complete, Deadline deadline) {
		CompletableFuture<@Nullable Void> reading;
		synchronized (this) {
			dropIfTooOld();
			boolean lacks = startIfDue(complete);
			reading = this.running;
			if (reading == null || (this.state.value() != null && !lacks)) {
				return this.state;
			}
		}
		WeComApiException gaveUp = await(reading, deadline);
		synchronized (this) {
			dropIfTooOld();
			return (gaveUp != null && this.state.value() == null && this.state.failure() == null)
					? new State<>(null, null, gaveUp) : this.state;
		}
	}

	/**
	 * Returns what is kept, without reading anything.
	 */
	synchronized State<T> peek() {
		dropIfTooOld();
		return this.state;
	}

	private void dropIfTooOld() {
		if (isOlderThan(this.ages.usableFor())) {
			this.state = new State<>(null, null, this.state.failure());
		}
	}

	private boolean startIfDue(Predicate<T> complete) {
		T value = this.state.value();
		boolean lacks = value != null && isOlderThan(TOO_YOUNG_TO_LACK) && !complete.test(value);
		boolean due = value == null || lacks || isOlderThan(this.ages.refreshAfter());
		if (due && this.running == null && !this.clock.instant().isBefore(this.notBefore)) {
			CompletableFuture<@Nullable Void> reading = new CompletableFuture<>();
			this.running = reading;
			start(reading);
		}
		return lacks;
	}

	private void start(CompletableFuture<@Nullable Void> reading) {
		try {
			this.threads.execute(() -> read(reading));
		}
		catch (RejectedExecutionException ex) {
			this.running = null;
			this.state = new State<>(this.state.value(), this.state.readAt(),
					new WeComApiException(this.endpoint, WeComError.UNREACHABLE, "shutting down"));
		}
	}

	private boolean isOlderThan(Duration age) {
		Instant readAt = this.state.readAt();
		return readAt != null && !this.clock.instant().isBefore(readAt.plus(age));
	}

	private void read(CompletableFuture<@Nullable Void> reading) {
		// Whatever changes while WeCom answers may not be in the answer
		Instant asked = this.clock.instant();
		State<T> result;
		Duration pause = Duration.ZERO;
		try {
			result = new State<>(this.reader.apply(Deadline.after(TIME_TO_READ)), asked, null);
		}
		catch (Throwable ex) {
			WeComApiException failure = (ex instanceof WeComApiException known) ? known
					: new WeComApiException(this.endpoint, WeComError.UNREACHABLE, ex.getClass().getSimpleName());
			State<T> old = peek();
			result = new State<>(old.value(), old.readAt(), failure);
			pause = (failure.getError().retry() == WeComError.Retry.LATER) ? PAUSE_AFTER_FAILURE : PAUSE_AFTER_REFUSAL;
		}
		synchronized (this) {
			this.state = result;
			this.notBefore = this.clock.instant().plus(pause);
			this.running = null;
		}
		reading.complete(null);
	}

	private @Nullable WeComApiException await(CompletableFuture<@Nullable Void> reading, Deadline deadline) {
		try {
			reading.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
			return null;
		}
		catch (TimeoutException ex) {
			return new WeComApiException(this.endpoint, WeComError.TIMEOUT, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new WeComApiException(this.endpoint, WeComError.UNREACHABLE, "interrupted");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A reading never ends with an exception", ex);
		}
	}

	/**
	 * What is kept.
	 *
	 * @param <T> what was read
	 * @param value what was read, or {@code null} if there is nothing
	 * @param readAt when, or {@code null} if there is nothing
	 * @param failure why it could not be read the last time, or {@code null} if it could;
	 * the value is an older one then
	 */
	record State<T>(@Nullable T value, @Nullable Instant readAt, @Nullable WeComApiException failure) {

	}

}
