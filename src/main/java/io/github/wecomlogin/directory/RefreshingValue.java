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

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A cached list of the directory. Loaded once by the first caller, refreshed in the
 * background while it is in use, and served stale after a failed refresh until
 * {@link DirectoryAges#usableFor()} ends. Failed loads are retried after 15 seconds, or
 * after a minute if WeCom refused the call. A value that was invalidated, or that lacks
 * what a caller needs, is loaded again before it is returned. Safe for concurrent use.
 * <p>
 * Not a Caffeine cache with {@code refreshAfterWrite}: that refreshes only when it is
 * accessed, so that the value would expire overnight, retries a failed refresh with the
 * next access and logs it with its stack trace, and counts the age from the end of a load
 * although changes may be missing that were made while it ran. With these rules on top,
 * only the single flight would be left to it.
 *
 * @param <T> the type of the value
 */
final class RefreshingValue<T> {

	static final Duration LOAD_TIMEOUT = Duration.ofSeconds(30);

	static final Duration RETRY_DELAY = Duration.ofSeconds(15);

	static final Duration RETRY_DELAY_IF_REFUSED = Duration.ofMinutes(1);

	/**
	 * Age from which an incomplete value is loaded again.
	 */
	static final Duration INCOMPLETE_MIN_AGE = Duration.ofMinutes(1);

	/**
	 * Idle time after which background refresh stops.
	 */
	static final Duration REFRESH_IDLE_TIMEOUT = Duration.ofHours(24);

	private final String endpoint;

	private final Function<Deadline, T> loader;

	private final DirectoryAges ages;

	private final BackgroundThreads threads;

	private final Clock clock;

	private @Nullable CompletableFuture<@Nullable Void> load;

	private State<T> state = new State<>(null, null, null);

	private Instant retryAt = Instant.MIN;

	private Instant lastUsed = Instant.MIN;

	private long invalidations;

	/**
	 * Number of invalidations that had been made when the load of the value began.
	 */
	private long invalidationsLoaded;

	private boolean closed;

	/**
	 * Creates a value. Nothing is loaded before it is used.
	 * @param endpoint the endpoint that the loader calls, for messages
	 * @param loader loads the value
	 * @param ages the ages at which it is refreshed and expires
	 * @param threads run the loader
	 * @param clock measures the age
	 */
	RefreshingValue(String endpoint, Function<Deadline, T> loader, DirectoryAges ages, BackgroundThreads threads,
			Clock clock) {
		this.endpoint = endpoint;
		this.loader = loader;
		this.ages = ages;
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Starts to load the value if that is due, without waiting.
	 */
	synchronized void prepare() {
		this.lastUsed = this.clock.instant();
		loadIfDue(this.lastUsed, false);
	}

	/**
	 * Returns the value, after waiting for a load if there is none, it was invalidated
	 * before this call, or it is incomplete and at least {@link #INCOMPLETE_MIN_AGE} old.
	 * @param complete tells whether the value has what the caller needs
	 * @param deadline how long to wait
	 */
	State<T> get(Predicate<T> complete, Deadline deadline) {
		long wanted = invalidations();
		while (true) {
			CompletableFuture<@Nullable Void> load;
			synchronized (this) {
				Instant now = this.clock.instant();
				this.lastUsed = now;
				T value = usable(now).value();
				boolean incomplete = value != null && isOlderThan(INCOMPLETE_MIN_AGE, now) && !complete.test(value);
				boolean outdated = value != null && this.invalidationsLoaded < wanted;
				loadIfDue(now, incomplete);
				load = this.load;
				if (load == null || (value != null && !incomplete && !outdated)) {
					return this.state;
				}
			}
			WeComApiException waitFailure = await(load, deadline);
			State<T> state = peek();
			if (waitFailure != null && state.value() == null && state.failure() == null) {
				return new State<>(null, null, waitFailure);
			}
			// The load may have begun before the invalidation
			if (waitFailure != null || state.failure() != null || hasLoaded(wanted)) {
				return state;
			}
		}
	}

	/**
	 * Makes the next caller wait for a new value. If it cannot be loaded, the old one is
	 * returned.
	 */
	synchronized void invalidate() {
		this.invalidations++;
	}

	private synchronized long invalidations() {
		return this.invalidations;
	}

	private synchronized boolean hasLoaded(long invalidations) {
		return this.invalidationsLoaded >= invalidations;
	}

	/**
	 * Returns the value without loading it.
	 */
	synchronized State<T> peek() {
		return usable(this.clock.instant());
	}

	/**
	 * Fails a load in progress and prevents further ones.
	 */
	synchronized void close() {
		this.closed = true;
		if (this.load != null) {
			finish(this.load, failed("closed"), 0, Duration.ZERO);
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

	private void loadIfDue(Instant now, boolean incomplete) {
		boolean due = incomplete || usable(now).value() == null || this.invalidationsLoaded < this.invalidations
				|| isOlderThan(this.ages.refreshAfter(), now);
		if (due && this.load == null && !this.closed && !now.isBefore(this.retryAt)) {
			CompletableFuture<@Nullable Void> load = new CompletableFuture<>();
			this.load = load;
			try {
				this.threads.execute(() -> run(load));
			}
			catch (RejectedExecutionException | OutOfMemoryError ex) {
				// Shutting down, or no thread can be started
				finish(load, failed(ex.getClass().getSimpleName()), 0, Duration.ZERO);
			}
		}
	}

	private void run(CompletableFuture<@Nullable Void> load) {
		long invalidations;
		synchronized (this) {
			if (this.load != load) {
				// Closed before a thread was free
				return;
			}
			invalidations = this.invalidations;
		}
		// A change that is made while WeCom answers may be missing in the answer
		Instant asked = this.clock.instant();
		State<T> result = null;
		Duration retryDelay = Duration.ZERO;
		Duration refreshDelay = this.ages.refreshAfter();
		try {
			result = new State<>(this.loader.apply(Deadline.after(LOAD_TIMEOUT)), asked, null);
		}
		catch (WeComApiException ex) {
			result = failed(ex);
			boolean passing = ex.getError().retry() == WeComError.Retry.LATER;
			retryDelay = passing ? RETRY_DELAY : RETRY_DELAY_IF_REFUSED;
			refreshDelay = passing ? RETRY_DELAY_IF_REFUSED : refreshDelay;
		}
		catch (Throwable ex) {
			result = failed(ex.getClass().getSimpleName());
			retryDelay = RETRY_DELAY;
		}
		finally {
			finish(load, (result != null) ? result : this.state, invalidations, retryDelay);
		}
		refreshLater(refreshDelay);
	}

	private State<T> failed(String detail) {
		return failed(new WeComApiException(this.endpoint, WeComError.UNREACHABLE, detail));
	}

	private State<T> failed(WeComApiException failure) {
		State<T> old = peek();
		return new State<>(old.value(), old.readAt(), failure);
	}

	private void finish(CompletableFuture<@Nullable Void> load, State<T> result, long invalidations,
			Duration retryDelay) {
		synchronized (this) {
			if (this.load == load) {
				this.state = result;
				if (result.failure() == null) {
					this.invalidationsLoaded = invalidations;
				}
				this.retryAt = this.clock.instant().plus(retryDelay);
				this.load = null;
			}
		}
		load.complete(null);
	}

	private void refreshLater(Duration delay) {
		try {
			this.threads.executeLater(this::refreshUnlessIdle, delay);
		}
		catch (RejectedExecutionException ex) {
			// Shutting down
		}
	}

	/**
	 * Refreshes the value before it expires, so that no caller has to wait, unless it has
	 * not been used for {@link #REFRESH_IDLE_TIMEOUT}.
	 */
	synchronized void refreshUnlessIdle() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.lastUsed.plus(REFRESH_IDLE_TIMEOUT))) {
			loadIfDue(now, false);
		}
	}

	private @Nullable WeComApiException await(CompletableFuture<@Nullable Void> load, Deadline deadline) {
		try {
			load.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
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
			throw new IllegalStateException("A load never completes exceptionally", ex);
		}
	}

	/**
	 * A value with its age and the outcome of the last load.
	 *
	 * @param <T> the type of the value
	 * @param value the value, or {@code null} if there is none
	 * @param readAt when it was asked for, or {@code null} if there is none
	 * @param failure why the last load failed, or {@code null} if it succeeded; the value
	 * is an older one then
	 */
	record State<T>(@Nullable T value, @Nullable Instant readAt, @Nullable WeComApiException failure) {

	}

}
