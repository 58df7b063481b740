package io.github.wecomlogin.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;

/**
 * Decides whether a session may continue. A session ends only when WeCom or the rules
 * clearly refuse the member. After any other failure, of WeCom, the network or the
 * configuration, it continues until the grace period
 * ({@code wecom.session.recheck-grace}) is over. Every security filter chain uses the
 * bean of this type.
 */
public final class WeComSessionChecks implements AutoCloseable {

	/**
	 * Maximum delay of a request by a check. A later answer applies to the next request.
	 */
	static final Duration MAX_DELAY = Duration.ofSeconds(1);

	/**
	 * Maximum delay of a request whose session cannot continue without an answer.
	 */
	static final Duration MAX_DELAY_AFTER_GRACE = Duration.ofSeconds(5);

	/**
	 * Least age of a check: the tolerated lead of the clock of the node that made it.
	 * Intervals are minutes long and measured by wall clocks.
	 */
	private static final Duration MIN_AGE = Duration.ofMinutes(-1);

	/**
	 * Interval at which a member is looked for until the answer is clear. Shorter than
	 * the time for which an answer is reused.
	 */
	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

	private static final int MAX_LOOKS = 25;

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("leavers");

	private final MemberRevalidation revalidation;

	private final RevalidationLimiters limiters;

	private final GoneMembers gone;

	private final WeComAccess access;

	private final ChangeStamps stamps;

	private final SessionCheckSettings settings;

	private final Clock clock;

	/**
	 * Creates the checks.
	 * @param access reads members and applies the rules
	 * @param stamps the current change stamps
	 * @param limiters limits the calls of WeCom
	 * @param gone is told who is gone
	 * @param settings the settings of the checks
	 * @param clock the clock that ages are measured by
	 */
	public WeComSessionChecks(WeComAccess access, ChangeStamps stamps, RevalidationLimiters limiters, GoneMembers gone,
			SessionCheckSettings settings, Clock clock) {
		this.revalidation = new MemberRevalidation(access, limiters, gone, settings, clock);
		this.limiters = limiters;
		this.gone = gone;
		this.access = access;
		this.stamps = stamps;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Checks a session. Calls WeCom only if the session is due or a change stamp differs.
	 */
	SessionCheck check(WeComUser user) {
		return check(user, current(user));
	}

	/**
	 * Returns the current change stamps.
	 */
	Stamps current(WeComUser user) {
		return this.stamps.current(user);
	}

	/**
	 * Whether the last check of a member still counts, so that WeCom need not be called.
	 */
	boolean isCurrent(WeComUser user, Stamps stamps) {
		Duration age = age(user.getCheckedAt());
		return stamps.since(user.verification().seen()) == Change.NOTHING && !isAfterGrace(age) && !isDue(user, age);
	}

	/**
	 * Whether the last check of a member is too old to continue without an answer.
	 */
	boolean isAfterGrace(WeComUser user) {
		return isAfterGrace(age(user.getCheckedAt()));
	}

	private boolean isAfterGrace(Duration age) {
		return age.compareTo(this.settings.grace()) >= 0 || age.compareTo(MIN_AGE) < 0;
	}

	/**
	 * Returns the time by this node's clock.
	 */
	Instant now() {
		return this.clock.instant();
	}

	/**
	 * Returns how long ago something was, by this node's clock.
	 */
	Duration age(Instant then) {
		return Duration.between(then, now());
	}

	/**
	 * Checks a member under certain current stamps.
	 */
	SessionCheck check(WeComUser user, Stamps stamps) {
		Change change = stamps.since(user.verification().seen());
		if (change == Change.ENDED) {
			return SessionCheck.ended(WeComRefusal.SESSION_ENDED);
		}
		if (isCurrent(user, stamps)) {
			return SessionCheck.UNCHANGED;
		}
		boolean afterGrace = isAfterGrace(user);
		Duration patience = (afterGrace || change == Change.LOST) ? MAX_DELAY_AFTER_GRACE : MAX_DELAY;
		Deadline deadline = Deadline.after(patience);
		MemberRevalidation.Answer answer = this.revalidation.ask(user, stamps, afterGrace || change == Change.MEMBER,
				patience);
		if (answer.refusal() != null) {
			return SessionCheck.ended(answer.refusal());
		}
		if (answer.read() != null) {
			return renew(user, answer.read(), afterGrace, deadline);
		}
		boolean ended = change == Change.LOST
				&& this.stamps.current(user).since(user.verification().seen()) == Change.ENDED;
		return ended ? SessionCheck.ended(WeComRefusal.SESSION_ENDED) : SessionCheck.unknown(afterGrace);
	}

	private boolean isDue(WeComUser user, Duration age) {
		return age.compareTo(this.settings.interval()) >= 0
				&& age.compareTo(this.revalidation.interval(user.getCorpId())) >= 0;
	}

	private SessionCheck renew(WeComUser user, WeComUser read, boolean afterGrace, Deadline deadline) {
		try {
			return SessionCheck.renewed(this.access.renew(user, read, !afterGrace, deadline), afterGrace);
		}
		catch (WeComRefusalException ex) {
			if (ex.getRefusal() == WeComRefusal.SESSION_ENDED) {
				return SessionCheck.ended(WeComRefusal.SESSION_ENDED);
			}
			if (!ex.getRefusal().isAboutMember()) {
				// Otherwise every request of the member would wait for a check that fails
				this.revalidation.pause(user, ex);
			}
			return SessionCheck.failed(ex.getRefusal(), afterGrace);
		}
	}

	/**
	 * Finds out in the background whether a member whom an event was about has left, so
	 * that a {@link WeComMemberGoneEvent} is published where the member has no session.
	 * Takes one call of {@code user/get} per registration, or several within two minutes
	 * if WeCom gives no clear answer or may not be called.
	 */
	void lookFor(String corpId, String userId) {
		if (!this.gone.isListenedTo() || !AsciiIds.isId(userId)) {
			return;
		}
		for (WeComRegistration registration : this.limiters.registrationsOf(corpId)) {
			WeComUser user = WeComUser.withUserId(registration.registrationId(), corpId, userId).build();
			lookFor(user, 1);
		}
	}

	private void lookFor(WeComUser user, int attempt) {
		MemberRevalidation.Answer answer = this.revalidation.ask(user, current(user), attempt > 1, Duration.ZERO);
		if (answer.read() == null && answer.refusal() == null && attempt < MAX_LOOKS) {
			this.threads.executeLater(() -> lookFor(user, attempt + 1), LOOK_INTERVAL);
		}
	}

	/**
	 * Returns the current interval between checks:
	 * {@code wecom.session.recheck-interval}, or longer while more sessions are due than
	 * {@code wecom.session.rechecks-per-minute} allows.
	 * @param corpId the company
	 * @return the interval
	 */
	public Duration interval(String corpId) {
		return this.revalidation.interval(corpId);
	}

	/**
	 * Stops checks in progress.
	 */
	@Override
	public void close() {
		this.threads.close();
		this.revalidation.close();
	}

}
