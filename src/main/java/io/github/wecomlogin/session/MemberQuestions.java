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
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.LogThrottle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks WeCom about members who are signed in: once for all sessions and requests of a
 * member that want to know at the same time, with few threads of its own, so that a WeCom
 * that hangs holds up nobody for long, and not at once again after a failure. Safe for
 * concurrent use.
 */
final class MemberQuestions implements AutoCloseable {

	/**
	 * How long somebody of whom WeCom said nothing clear is left alone.
	 */
	static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

	/**
	 * For how long a refusal holds for other requests of the member that are under way.
	 */
	private static final Duration REFUSAL_REMEMBERED = Duration.ofSeconds(15);

	private static final int THREADS = 8;

	private static final int QUESTIONS_WAITING = 1000;

	private static final int IDLE_SECONDS = 10;

	// A bound for memory only: who is dropped is asked about again
	private static final int MAX_KNOWN = 100_000;

	private static final Log logger = LogFactory.getLog(MemberQuestions.class);

	private final LogThrottle failures = new LogThrottle(1, Ticker.systemTicker());

	private final LogThrottle evaluationFailures = new LogThrottle(1, Ticker.systemTicker());

	private final ConcurrentMap<Key, Question> questions = new ConcurrentHashMap<>();

	private final Map<Key, Answer> known;

	private final CheckBudgets budgets;

	private final ThreadPoolExecutor executor;

	private final Semaphore waiting;

	private final WeComAccess access;

	private final SessionCheckSettings settings;

	private final Clock clock;

	MemberQuestions(WeComAccess access, WeComRegistrations registrations, SessionCheckSettings settings, Clock clock) {
		this.access = access;
		this.budgets = new CheckBudgets(registrations, settings, clock);
		this.settings = settings;
		this.clock = clock;
		this.waiting = new Semaphore(settings.waitingRequests());
		this.known = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(settings.interval())
			.maximumSize(MAX_KNOWN)
			.<Key, Answer>build()
			.asMap();
		AtomicInteger started = new AtomicInteger();
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(QUESTIONS_WAITING), (work) -> {
					Thread thread = new Thread(work, "wecom-session-" + started.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns how long a session of a company's member may go on at the moment.
	 */
	Duration interval(String corpId) {
		return this.budgets.of(corpId).interval();
	}

	/**
	 * Asks about a member, unless that has just been done.
	 * @param user the member as signed in
	 * @param stamps the change stamps that are current; with others an earlier answer
	 * does not count
	 * @param urgent whether the session cannot go on for long without an answer
	 * @param patience how long the request may be held up, counted from when WeCom was
	 * asked
	 */
	Answer ask(WeComUser user, Stamps stamps, boolean urgent, Duration patience) {
		Deadline deadline = Deadline.after(patience);
		Question asked = this.questions.get(Key.of(user));
		Answer answer = askOnce(user, stamps, urgent, patience);
		if (asked != null && answer.read() != null
				&& stamps.since(answer.read().verification().seen()) == Change.MEMBER) {
			answer = askOnce(user, stamps, urgent, deadline.remaining());
		}
		return answer;
	}

	private Answer askOnce(WeComUser user, Stamps stamps, boolean urgent, Duration patience) {
		Key key = Key.of(user);
		Answer known = known(key, stamps);
		if (known != null) {
			return known;
		}
		Question question = this.questions.get(key);
		if (question == null) {
			if (!this.budgets.of(user.getCorpId()).take(urgent)) {
				return Answer.NONE;
			}
			Question mine = new Question();
			question = this.questions.putIfAbsent(key, mine);
			if (question == null) {
				question = mine;
				start(key, user, stamps, mine);
			}
		}
		return await(question, patience);
	}

	/**
	 * Suspends checks of a member for {@link #PAUSE_AFTER_FAILURE} after WeCom's answer
	 * could not be evaluated, and logs why.
	 */
	void pause(WeComUser user, WeComRefusalException reason) {
		long leftOut = this.evaluationFailures.next();
		if (leftOut >= 0) {
			logger.warn("A signed-in member could not be checked: " + reason.getRefusal().code()
					+ ". The session goes on until " + this.settings.grace()
					+ " (wecom.session.recheck-grace) after the last complete check. 已登录成员的复核未能完成，会话在宽限期内继续有效。"
					+ ((reason.getExplanation() != null) ? " " + reason.getExplanation() : ""));
		}
		this.known.put(Key.of(user), Answer.failed(this.clock.instant()));
	}

	private void start(Key key, WeComUser user, Stamps stamps, Question question) {
		// Somebody may have got an answer since this one looked
		Answer known = known(key, stamps);
		if (known != null) {
			finish(key, question, known);
			return;
		}
		Runnable work = () -> finish(key, question, answer(user, stamps));
		if (stamps.since(user.verification().seen()) == Change.LOST) {
			CompletableFuture
				.delayedExecutor(ChangeStamps.SETTLING_TIME.toMillis(), TimeUnit.MILLISECONDS,
						(later) -> execute(key, question, later))
				.execute(work);
		}
		else {
			execute(key, question, work);
		}
	}

	private void execute(Key key, Question question, Runnable work) {
		boolean started = false;
		try {
			this.executor.execute(work);
			started = true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// Too much to do, shutting down, or no more threads
		}
		finally {
			if (!started) {
				// Or nobody would ever ask about this member again
				finish(key, question, Answer.NONE);
			}
		}
	}

	private void finish(Key key, Question question, Answer answer) {
		if (answer != Answer.NONE) {
			this.known.put(key, answer);
		}
		this.questions.remove(key, question);
		question.answer().complete(answer);
	}

	private Answer answer(WeComUser user, Stamps stamps) {
		Instant asked = this.clock.instant();
		try {
			return Answer.of(this.access.read(user.getRegistrationId(), user.getUserId(),
					Deadline.after(this.settings.timeout())), asked);
		}
		catch (WeComRefusalException ex) {
			if (ex.getRefusal().isAboutMember()) {
				return Answer.of(ex.getRefusal(), asked, stamps);
			}
			tell(ex.getRefusal().code(), ex.getExplanation());
		}
		catch (IllegalArgumentException ex) {
			tell("misconfigured", "There is no registration '" + user.getRegistrationId()
					+ "' any more with which a member signed in. 成员登录所用的注册 id 已不存在。");
		}
		catch (RuntimeException | Error ex) {
			tell("error", ex.getClass().getName());
		}
		return Answer.failed(asked);
	}

	private void tell(String code, @Nullable String explanation) {
		long leftOut = this.failures.next();
		if (leftOut >= 0) {
			logger.warn("WeCom did not say whether a member may still be signed in: " + code
					+ ". The session goes on until " + this.settings.grace()
					+ " (wecom.session.recheck-grace) after the last clear answer. 无法确认已登录成员的状态，会话在宽限期内继续有效。"
					+ ((explanation != null) ? " " + explanation : "") + ((leftOut > 0)
							? " (" + leftOut + " more since the last such line 另有 " + leftOut + " 次未逐条记录)" : ""));
		}
	}

	private @Nullable Answer known(Key key, Stamps stamps) {
		Answer known = this.known.get(key);
		if (known == null) {
			return null;
		}
		Duration age = Duration.between(known.asked(), this.clock.instant());
		if (known.read() != null) {
			return (age.compareTo(this.settings.interval()) < 0
					&& stamps.since(known.read().verification().seen()) == Change.NOTHING) ? known : null;
		}
		if (known.refusal() != null) {
			boolean current = stamps.isComplete() && stamps.equals(known.stamps());
			return (current && age.compareTo(REFUSAL_REMEMBERED) < 0) ? known : null;
		}
		return (age.compareTo(PAUSE_AFTER_FAILURE) < 0) ? known : null;
	}

	private Answer await(Question question, Duration patience) {
		Answer there = question.answer().getNow(Answer.NONE);
		long nanos = patience.toNanos() - (System.nanoTime() - question.since());
		if (there != Answer.NONE || nanos <= 0 || !this.waiting.tryAcquire()) {
			return there;
		}
		try {
			return question.answer().get(nanos, TimeUnit.NANOSECONDS);
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
	 * What came of a question.
	 *
	 * @param read the member as WeCom shows one now, or {@code null}
	 * @param refusal the clear answer that the member may not be signed in, or
	 * {@code null}
	 * @param asked when WeCom was asked, by the clock of this node
	 * @param stamps the change stamps that were current before that
	 */
	record Answer(@Nullable WeComUser read, @Nullable WeComRefusal refusal, Instant asked, @Nullable Stamps stamps) {

		/**
		 * WeCom was not asked, or has not answered yet.
		 */
		static final Answer NONE = new Answer(null, null, Instant.MIN, null);

		static Answer of(WeComUser read, Instant asked) {
			return new Answer(read, null, asked, null);
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
	 * A question that WeCom has not answered yet.
	 */
	private record Question(CompletableFuture<Answer> answer, long since) {

		Question() {
			this(new CompletableFuture<>(), System.nanoTime());
		}

	}

	/**
	 * About whom, and with which application: another one may not see the member.
	 */
	private record Key(String registrationId, String corpId, String userId) {

		static Key of(WeComUser user) {
			return new Key(user.getRegistrationId(), user.getCorpId(), AsciiIds.toLowerCase(user.getUserId()));
		}

		@Override
		public String toString() {
			return "Key[" + this.registrationId + "]";
		}

	}

}
