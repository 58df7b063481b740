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

import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import org.jspecify.annotations.Nullable;

/**
 * One list that was read from WeCom and is kept. Only the first who asks has to wait, and
 * whoever comes when it is too old. It is read by one thread at a time, again in the
 * background when its time has come as long as somebody asks now and then, and kept if
 * that fails; not at once again after a failure.
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

	/**
	 * For how long it is kept fresh for nobody.
	 */
	static final Duration IN_USE = Duration.ofHours(24);

	private final String endpoint;

	private final Function<Deadline, T> reader;

	private final DirectoryAges ages;

	private final BackgroundThreads threads;

	private final Clock clock;

	private @Nullable CompletableFuture<@Nullable Void> running;

	private State<T> state = new State<>(null, null, null);

	private Instant notBefore = Instant.MIN;

	private Instant lastAsked = Instant.MIN;

	/**
	 * How often it has changed in WeCom, as far as we were told.
	 */
	private long changes;

	/**
	 * How many of these changes are surely in what was read.
	 */
	private long changesRead;

	private boolean closed;

	/**
	 * Creates a reading. Nothing is read before somebody asks.
	 * @param endpoint what the reader calls, for messages
	 * @param reader reads the list
	 * @param ages how old it may be
	 * @param threads read in the background
	 * @param clock tells how old it is
	 */
	KeptReading(String endpoint, Function<Deadline, T> reader, DirectoryAges ages, BackgroundThreads threads,
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
		Instant now = this.clock.instant();
		this.lastAsked = now;
		startIfDue(now, false);
	}

	/**
	 * Returns what is kept, reading it first if there is nothing.
	 * @param complete tells whether somebody misses something in it, which may be because
	 * it has become old
	 * @param deadline how long to wait
	 */
	State<T> get(Predicate<T> complete, Deadline deadline) {
		long wanted = changes();
		while (true) {
			CompletableFuture<@Nullable Void> reading;
			synchronized (this) {
				Instant now = this.clock.instant();
				this.lastAsked = now;
				T value = usable(now).value();
				boolean lacks = value != null && isOlderThan(TOO_YOUNG_TO_LACK, now) && !complete.test(value);
				boolean outdated = value != null && this.changesRead < wanted;
				startIfDue(now, lacks);
				reading = this.running;
				if (reading == null || (value != null && !lacks && !outdated)) {
					return this.state;
				}
			}
			WeComApiException gaveUp = await(reading, deadline);
			State<T> state = peek();
			if (gaveUp != null && state.value() == null && state.failure() == null) {
				return new State<>(null, null, gaveUp);
			}
			// It may have been asked for before the change that must be in it
			if (gaveUp != null || state.failure() != null || hasRead(wanted)) {
				return state;
			}
		}
	}

	/**
	 * Lets it be read again before it is used: something in it is no longer so. Until it
	 * could be read, the old one is used.
	 */
	synchronized void changed() {
		this.changes++;
	}

	private synchronized long changes() {
		return this.changes;
	}

	private synchronized boolean hasRead(long changes) {
		return this.changesRead >= changes;
	}

	/**
	 * Returns what is kept, without reading anything.
	 */
	synchronized State<T> peek() {
		return usable(this.clock.instant());
	}

	/**
	 * Reads nothing any more, and lets nobody wait.
	 */
	synchronized void close() {
		this.closed = true;
		if (this.running != null) {
			finish(this.running, failed("closed"), 0, Duration.ZERO);
		}
	}

	private State<T> usable(Instant now) {
		if (isOlderThan(this.ages.usableFor(), now)) {
			this.state = new State<>(null, null, this.state.failure());
		}
		return this.state;
	}

	private boolean isOlderThan(Duration age, Instant now) {
		Instant readAt = this.state.readAt();
		return readAt != null && !now.isBefore(readAt.plus(age));
	}

	private void startIfDue(Instant now, boolean lacks) {
		boolean due = lacks || usable(now).value() == null || this.changesRead < this.changes
				|| isOlderThan(this.ages.refreshAfter(), now);
		if (due && this.running == null && !this.closed && !now.isBefore(this.notBefore)) {
			CompletableFuture<@Nullable Void> reading = new CompletableFuture<>();
			this.running = reading;
			try {
				this.threads.execute(() -> read(reading));
			}
			catch (RejectedExecutionException | OutOfMemoryError ex) {
				// Shutting down, or the system gives no more threads
				finish(reading, failed(ex.getClass().getSimpleName()), 0, Duration.ZERO);
			}
		}
	}

	private void read(CompletableFuture<@Nullable Void> reading) {
		long changes;
		synchronized (this) {
			if (this.running != reading) {
				// Given up before there was a thread for it
				return;
			}
			changes = this.changes;
		}
		// Whatever changes while WeCom answers may not be in the answer
		Instant asked = this.clock.instant();
		State<T> result = null;
		Duration pause = Duration.ZERO;
		Duration next = this.ages.refreshAfter();
		try {
			result = new State<>(this.reader.apply(Deadline.after(TIME_TO_READ)), asked, null);
		}
		catch (WeComApiException ex) {
			result = failed(ex);
			boolean passing = ex.getError().retry() == WeComError.Retry.LATER;
			pause = passing ? PAUSE_AFTER_FAILURE : PAUSE_AFTER_REFUSAL;
			next = passing ? PAUSE_AFTER_REFUSAL : next;
		}
		catch (Throwable ex) {
			result = failed(ex.getClass().getSimpleName());
			pause = PAUSE_AFTER_FAILURE;
		}
		finally {
			finish(reading, (result != null) ? result : this.state, changes, pause);
		}
		refreshLater(next);
	}

	private State<T> failed(String detail) {
		return failed(new WeComApiException(this.endpoint, WeComError.UNREACHABLE, detail));
	}

	private State<T> failed(WeComApiException failure) {
		State<T> old = peek();
		return new State<>(old.value(), old.readAt(), failure);
	}

	private void finish(CompletableFuture<@Nullable Void> reading, State<T> result, long changes, Duration pause) {
		synchronized (this) {
			if (this.running == reading) {
				this.state = result;
				if (result.failure() == null) {
					this.changesRead = changes;
				}
				this.notBefore = this.clock.instant().plus(pause);
				this.running = null;
			}
		}
		reading.complete(null);
	}

	private void refreshLater(Duration delay) {
		try {
			this.threads.executeLater(this::refreshIfInUse, delay);
		}
		catch (RejectedExecutionException ex) {
			// Shutting down
		}
	}

	/**
	 * Lets it be read again before it is too old, so that nobody has to wait in the
	 * morning.
	 */
	synchronized void refreshIfInUse() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.lastAsked.plus(IN_USE))) {
			startIfDue(now, false);
		}
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
