package io.github.wecomlogin.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.MemberKey;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads signed-in members from WeCom again. Concurrent checks of a member share one call,
 * which runs on one of 8 threads of its own, so that a slow WeCom cannot block request
 * threads for longer than the allowed delay. After a failed call, a member is not checked
 * for 15 seconds. Safe for concurrent use.
 */
final class MemberRevalidation implements AutoCloseable {

	/**
	 * Time during which a member is not checked again after WeCom gave no clear answer.
	 */
	static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

	/**
	 * Time during which a refusal applies to other requests of the member.
	 */
	private static final Duration REFUSAL_RETENTION = Duration.ofSeconds(15);

	private static final int THREADS = 8;

	private static final int MAX_QUEUED = 1000;

	private static final int IDLE_SECONDS = 10;

	// Bounds memory; a dropped member is read again
	private static final int MAX_ENTRIES = 100_000;

	private static final Log logger = LogFactory.getLog(MemberRevalidation.class);

	private final LogThrottle failures = new LogThrottle(1, Ticker.systemTicker());

	private final LogThrottle evaluationFailures = new LogThrottle(1, Ticker.systemTicker());

	private final ConcurrentMap<MemberKey, PendingRead> pendingReads = new ConcurrentHashMap<>();

	private final Map<MemberKey, Answer> known;

	private final RevalidationLimiters limiters;

	private final GoneMembers gone;

	private final ThreadPoolExecutor executor;

	private final Semaphore waiting;

	private final WeComAccess access;

	private final SessionCheckSettings settings;

	private final Clock clock;

	MemberRevalidation(WeComAccess access, RevalidationLimiters limiters, GoneMembers gone,
			SessionCheckSettings settings, Clock clock) {
		this.access = access;
		this.limiters = limiters;
		this.gone = gone;
		this.settings = settings;
		this.clock = clock;
		this.waiting = new Semaphore(settings.waitingRequests());
		this.known = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(settings.interval())
			.maximumSize(MAX_ENTRIES)
			.<MemberKey, Answer>build()
			.asMap();
		AtomicInteger started = new AtomicInteger();
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_QUEUED), (work) -> {
					Thread thread = new Thread(work, "wecom-session-" + started.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns the current interval between checks for members of a company.
	 */
	Duration interval(String corpId) {
		return this.limiters.of(corpId).interval();
	}

	/**
	 * Reads a member, or returns the answer of a recent read.
	 * @param user the member as signed in
	 * @param stamps the current change stamps; an answer read under other stamps is not
	 * reused
	 * @param urgent whether the session cannot continue much longer without an answer
	 * @param maxDelay the maximum delay of the request, counted from the start of the
	 * call
	 */
	Answer ask(WeComUser user, Stamps stamps, boolean urgent, Duration maxDelay) {
		Deadline deadline = Deadline.after(maxDelay);
		PendingRead asked = this.pendingReads.get(MemberKey.of(user));
		Answer answer = askOnce(user, stamps, urgent, maxDelay);
		if (asked != null && answer.read() != null
				&& stamps.since(answer.read().verification().seen()) == Change.MEMBER) {
			answer = askOnce(user, stamps, urgent, deadline.remaining());
		}
		return answer;
	}

	private Answer askOnce(WeComUser user, Stamps stamps, boolean urgent, Duration maxDelay) {
		MemberKey key = MemberKey.of(user);
		Answer known = known(key, stamps);
		if (known != null) {
			return known;
		}
		PendingRead pending = this.pendingReads.get(key);
		if (pending == null) {
			if (!this.limiters.of(user.getCorpId()).take(urgent)) {
				return Answer.NONE;
			}
			PendingRead mine = new PendingRead();
			pending = this.pendingReads.putIfAbsent(key, mine);
			if (pending == null) {
				pending = mine;
				start(key, user, stamps, mine);
			}
		}
		return await(pending, maxDelay);
	}

	/**
	 * Suspends checks of a member for {@link #PAUSE_AFTER_FAILURE} after WeCom's answer
	 * could not be evaluated, and logs why.
	 */
	void pause(WeComUser user, WeComRefusalException reason) {
		long suppressed = this.evaluationFailures.next();
		if (suppressed >= 0) {
			logger.warn(Texts.OPERATORS.inBoth("session.member-unchecked", reason.getRefusal().code(),
					this.settings.grace()) + ((reason.getExplanation() != null) ? " " + reason.getExplanation() : ""));
		}
		this.known.put(MemberKey.of(user), Answer.failed(this.clock.instant()));
	}

	private void start(MemberKey key, WeComUser user, Stamps stamps, PendingRead pending) {
		// Another request may have got an answer meanwhile
		Answer known = known(key, stamps);
		if (known != null) {
			finish(key, pending, known);
			return;
		}
		Runnable work = () -> finish(key, pending, answer(user, stamps));
		if (stamps.since(user.verification().seen()) == Change.LOST) {
			CompletableFuture
				.delayedExecutor(ChangeStamps.SETTLING_TIME.toMillis(), TimeUnit.MILLISECONDS,
						(later) -> execute(key, pending, later))
				.execute(work);
		}
		else {
			execute(key, pending, work);
		}
	}

	private void execute(MemberKey key, PendingRead pending, Runnable work) {
		boolean started = false;
		try {
			this.executor.execute(work);
			started = true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// Queue full, shutting down, or out of threads
		}
		finally {
			if (!started) {
				// Otherwise this member could never be checked again
				finish(key, pending, Answer.NONE);
			}
		}
	}

	private void finish(MemberKey key, PendingRead pending, Answer answer) {
		if (answer != Answer.NONE) {
			this.known.put(key, answer);
		}
		this.pendingReads.remove(key, pending);
		pending.answer().complete(answer);
	}

	private Answer answer(WeComUser user, Stamps stamps) {
		Instant asked = this.clock.instant();
		try {
			WeComUser read = this.access.read(user.getRegistrationId(), user.getUserId(),
					Deadline.after(this.settings.timeout()));
			if (!read.equals(user)) {
				// The registration belongs to another company now
				throw new IllegalArgumentException();
			}
			this.gone.confirmed(read);
			return Answer.of(read, asked);
		}
		catch (WeComRefusalException ex) {
			if (ex.getRefusal().isAboutMember()) {
				this.gone.gone(user, ex.getRefusal());
				return Answer.of(ex.getRefusal(), asked, stamps);
			}
			warn(ex.getRefusal().code(), ex.getExplanation());
		}
		catch (IllegalArgumentException ex) {
			warn("misconfigured", Texts.OPERATORS.inBoth("session.registration-gone", user.getRegistrationId()));
		}
		catch (RuntimeException | Error ex) {
			warn("error", ex.getClass().getName());
		}
		return Answer.failed(asked);
	}

	private void warn(String code, @Nullable String explanation) {
		long suppressed = this.failures.next();
		if (suppressed >= 0) {
			logger.warn(Texts.OPERATORS.inBoth("session.member-unconfirmed", code, this.settings.grace())
					+ ((explanation != null) ? " " + explanation : "") + LogThrottle.remark(suppressed));
		}
	}

	private @Nullable Answer known(MemberKey key, Stamps stamps) {
		Answer known = this.known.get(key);
		if (known == null) {
			return null;
		}
		Duration age = Duration.between(known.asked(), this.clock.instant());
		if (known.stamps() == null) {
			return (age.compareTo(PAUSE_AFTER_FAILURE) < 0) ? known : null;
		}
		Duration retention = (known.read() != null) ? this.settings.interval() : REFUSAL_RETENTION;
		return (age.compareTo(retention) < 0 && stamps.since(known.stamps()) == Change.NOTHING) ? known : null;
	}

	private Answer await(PendingRead pending, Duration maxDelay) {
		Answer there = pending.answer().getNow(Answer.NONE);
		long nanos = maxDelay.toNanos() - (System.nanoTime() - pending.since());
		if (there != Answer.NONE || nanos <= 0 || !this.waiting.tryAcquire()) {
			return there;
		}
		try {
			return pending.answer().get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return Answer.NONE;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Answer.NONE;
		}
		finally {
			this.waiting.release();
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * Result of a read.
	 *
	 * @param read the member as currently in WeCom, or {@code null}
	 * @param refusal the clear refusal, or {@code null}
	 * @param asked when WeCom was called, by this node's clock
	 * @param stamps the change stamps that were current before the call, or {@code null}
	 * if there was no clear answer
	 */
	record Answer(@Nullable WeComUser read, @Nullable WeComRefusal refusal, Instant asked, @Nullable Stamps stamps) {

		/**
		 * WeCom was not called, or has not answered yet.
		 */
		static final Answer NONE = new Answer(null, null, Instant.MIN, null);

		static Answer of(WeComUser read, Instant asked) {
			return new Answer(read, null, asked, read.verification().seen());
		}

		static Answer of(WeComRefusal refusal, Instant asked, Stamps stamps) {
			return new Answer(null, refusal, asked, stamps);
		}

		static Answer failed(Instant asked) {
			return new Answer(null, null, asked, null);
		}

		@Override
		public String toString() {
			return "Answer[]";
		}

	}

	/**
	 * A read in progress.
	 */
	private record PendingRead(CompletableFuture<Answer> answer, long since) {

		PendingRead() {
			this(new CompletableFuture<>(), System.nanoTime());
		}

	}

}
