package io.github.wecomlogin.session;

import java.time.Clock;
import java.time.Duration;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Decides whether a session may go on. Only a clear answer about the member ends one;
 * everything else, be it a fault of WeCom's, of the network or of our own settings, lets
 * it go on for a while. A bean of this type is what each security filter chain asks.
 */
public final class WeComSessionChecks implements AutoCloseable {

	/**
	 * How long a page may be held up by a check. What it says later is for the next page.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(1);

	/**
	 * How long a page may be held up that cannot be shown without.
	 */
	static final Duration PATIENCE_AFTER_GRACE = Duration.ofSeconds(5);

	/**
	 * Tolerated lead of the clock of the node that checked a session last. Intervals are
	 * minutes, so that they are measured by wall clocks.
	 */
	private static final Duration SKEW = Duration.ofMinutes(1);

	private final MemberQuestions questions;

	private final WeComAccess access;

	private final ChangeStamps stamps;

	private final SessionCheckSettings settings;

	private final SessionEnds ends;

	private final EndedSessions ended;

	private final Clock clock;

	/**
	 * Creates the checks.
	 * @param access asks about members and applies the rules
	 * @param stamps the current change stamps
	 * @param registrations the applications that members sign in with
	 * @param settings how true sessions are kept
	 * @param events hears of sessions that ended
	 * @param clock tells the time
	 */
	public WeComSessionChecks(WeComAccess access, ChangeStamps stamps, WeComRegistrations registrations,
			SessionCheckSettings settings, ApplicationEventPublisher events, Clock clock) {
		this.questions = new MemberQuestions(access, registrations, settings, clock);
		this.access = access;
		this.stamps = stamps;
		this.settings = settings;
		this.ends = new SessionEnds(events);
		this.ended = new EndedSessions(registrations);
		this.clock = clock;
	}

	SessionEnds ends() {
		return this.ends;
	}

	EndedSessions ended() {
		return this.ended;
	}

	/**
	 * Checks a session, which takes no call to WeCom unless it is due.
	 */
	SessionCheck check(WeComUser user) {
		Stamps stamps = this.stamps.current(user);
		Change change = stamps.since(user.verification().seen());
		if (change == Change.ENDED) {
			return SessionCheck.ended(WeComRefusal.SESSION_ENDED);
		}
		Duration age = Duration.between(user.getCheckedAt(), this.clock.instant());
		boolean afterGrace = age.compareTo(this.settings.grace()) >= 0 || age.compareTo(SKEW.negated()) < 0;
		if (change == Change.NOTHING && !afterGrace && !isDue(user, age)) {
			return SessionCheck.UNCHANGED;
		}
		Duration patience = (afterGrace || change == Change.LOST) ? PATIENCE_AFTER_GRACE : PATIENCE;
		Deadline deadline = Deadline.after(patience);
		MemberQuestions.Answer answer = this.questions.ask(user, stamps, afterGrace || change == Change.MEMBER,
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
				&& age.compareTo(this.questions.interval(user.getCorpId())) >= 0;
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
				// Or each page of the member would wait for what cannot be known
				this.questions.pause(user, ex);
			}
			return SessionCheck.failed(ex.getRefusal(), afterGrace);
		}
	}

	/**
	 * Returns how old what is known of a member may become at the moment before WeCom is
	 * asked again: more than the configured interval where more sessions are due than may
	 * be checked.
	 * @param corpId the company
	 * @return the interval
	 */
	public Duration interval(String corpId) {
		return this.questions.interval(corpId);
	}

	/**
	 * Stops what goes on in the background.
	 */
	@Override
	public void close() {
		this.questions.close();
	}

}
