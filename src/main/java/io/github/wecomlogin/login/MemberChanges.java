package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.BackgroundThreads;
import org.jspecify.annotations.Nullable;

/**
 * What is no longer so since WeCom was asked about a member, on all nodes that share a
 * store. A change never says what is so instead: it only makes somebody ask again. Safe
 * for concurrent use.
 */
public final class MemberChanges implements AutoCloseable {

	/**
	 * Longer than any session without an index is of use to anybody.
	 */
	private static final Duration ENDS_REMEMBERED = Duration.ofDays(30);

	/**
	 * Longer than anything that a code was worth could be repeated.
	 */
	static final Duration SIGN_OUTS_REMEMBERED = CookieAttemptStore.MAX_AGE;

	/**
	 * By how much clocks of nodes may differ, twice.
	 */
	private static final Duration SKEW = Duration.ofMinutes(2);

	private static final Pattern STAMP = Pattern.compile("(-?\\d{1,18}),(-?\\d{1,19}),(-?\\d{0,18})");

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("marks");

	private final WeComRegistrations registrations;

	private final Duration remembered;

	private final MemberMarks marks;

	/**
	 * Which change of a company's lists this node knows of.
	 */
	private final Map<String, Instant> directories = new ConcurrentHashMap<>();

	/**
	 * Creates the memory of changes.
	 * @param registrations the applications that members sign in with
	 * @param recheckGrace after which time no session goes on without a check, so that
	 * older changes need not be remembered
	 * @param clock tells the time
	 */
	public MemberChanges(WeComRegistrations registrations, Duration recheckGrace, Clock clock) {
		this.registrations = registrations;
		this.remembered = recheckGrace.plus(SKEW);
		this.marks = new MemberMarks(registrations, this.threads, Ticker.systemTicker(), clock);
	}

	/**
	 * Notes that something about a member may be no longer so: WeCom is asked again
	 * before the member's sessions go on, and codes of before are worth nothing any more.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public void memberChanged(String corpId, String userId) {
		Account account = Account.of(corpId, userId);
		this.marks.mark(account, MemberMarks.Kind.CHANGED, this.remembered);
		this.marks.mark(account, MemberMarks.Kind.SIGNED_OUT, SIGN_OUTS_REMEMBERED);
	}

	/**
	 * Notes that departments or tags of a company changed in a way that anybody's roles
	 * may depend on: WeCom is asked again before any session of its members goes on.
	 * @param corpId the company
	 */
	public void companyChanged(String corpId) {
		directoryChanged(corpId);
		this.marks.mark(Account.ofCompany(corpId), MemberMarks.Kind.CHANGED, this.remembered);
	}

	/**
	 * Notes that departments or tags of a company changed: they are read again before
	 * they are used the next time.
	 * @param corpId the company
	 */
	public void directoryChanged(String corpId) {
		this.marks.mark(Account.ofCompany(corpId), MemberMarks.Kind.DIRECTORY, this.remembered);
	}

	/**
	 * Ends all sessions of a member that have begun, each with its next request, whether
	 * or not somebody knows where they are. Codes of before are worth nothing any more.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public void endSessions(String corpId, String userId) {
		Account account = Account.of(corpId, userId);
		this.marks.mark(account, MemberMarks.Kind.ENDED, ENDS_REMEMBERED);
		this.marks.mark(account, MemberMarks.Kind.SIGNED_OUT, SIGN_OUTS_REMEMBERED);
	}

	/**
	 * Says whether what is known of a member may still be so.
	 * @param user the member, as signed in or as just read
	 * @return what happened since
	 */
	public Since since(WeComUser user) {
		Standing standing = user.standing();
		WeComRegistration registration = this.registrations.find(user.getRegistrationId());
		Names names = Names.of(user.account());
		MarkView view = (registration != null) ? this.marks.view(registration, names.ofSessions()) : MarkView.UNKNOWN;
		if (this.marks.isVoid(view, names.ended(), standing.signedIn(), standing.seenEnd())) {
			return Since.ENDED;
		}
		if (this.marks.isVoid(view, names.changed(), standing.checked(), standing.seenChange())) {
			return Since.MEMBER_CHANGED;
		}
		return this.marks.isVoid(view, names.companyChanged(), standing.checked(), standing.seenCompanyChange())
				? Since.COMPANY_CHANGED : Since.NOTHING;
	}

	/**
	 * Returns the standing of a member about whom WeCom is asked now. Looked up before
	 * that, because what changes meanwhile may not be in the answer.
	 */
	Standing standing(WeComRegistration registration, Account account) {
		Moment now = this.marks.now();
		Names names = Names.of(account);
		MarkView view = this.marks.view(registration, names.ofSessions());
		return new Standing(now, now, view.seen(names.changed()), view.seen(names.companyChanged()),
				view.seen(names.ended()));
	}

	/**
	 * Lets the lists of a company be read again if they changed, wherever that was noted.
	 */
	void refreshDirectory(WeComRegistration registration) {
		MemberMarks.Name name = new MemberMarks.Name(MemberMarks.Kind.DIRECTORY,
				Account.ofCompany(registration.application().corpId()));
		Instant latest = this.marks.latest(this.marks.view(registration, List.of(name)), name);
		if (latest != null && !latest.equals(this.directories.put(registration.registrationId(), latest))) {
			registration.organisation().changed();
		}
	}

	/**
	 * Notes that a member has signed out: results of codes are no longer repeated.
	 */
	void signedOut(Account account) {
		this.marks.mark(account, MemberMarks.Kind.SIGNED_OUT, SIGN_OUTS_REMEMBERED);
	}

	/**
	 * Returns a value that {@link #isCurrent} accepts on any node until the member signs
	 * out or an event about the member comes.
	 */
	String stamp(WeComRegistration registration, Account account) {
		Moment now = this.marks.now();
		Instant seen = this.marks.seen(registration, account, MemberMarks.Kind.SIGNED_OUT);
		return now.at().toEpochMilli() + "," + now.node() + "," + ((seen != null) ? seen.toEpochMilli() : "");
	}

	/**
	 * Whether the member has neither signed out nor changed since the stamp was made.
	 */
	boolean isCurrent(WeComRegistration registration, Account account, @Nullable String stamp) {
		Matcher parts = STAMP.matcher((stamp != null) ? stamp : "");
		if (!parts.matches()) {
			return false;
		}
		Moment moment = new Moment(Instant.ofEpochMilli(Long.parseLong(parts.group(1))),
				Long.parseLong(parts.group(2)));
		Instant seen = parts.group(3).isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(parts.group(3)));
		return !this.marks.isVoid(registration, account, MemberMarks.Kind.SIGNED_OUT, moment, seen);
	}

	/**
	 * Stops what goes on in the background.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

	/**
	 * What happened since WeCom was asked about a member.
	 */
	public enum Since {

		/**
		 * Nothing that is known here.
		 */
		NOTHING,

		/**
		 * Something in the company on which roles may depend.
		 */
		COMPANY_CHANGED,

		/**
		 * Something about the member.
		 */
		MEMBER_CHANGED,

		/**
		 * The member's sessions were ended.
		 */
		ENDED

	}

	private record Names(MemberMarks.Name changed, MemberMarks.Name companyChanged, MemberMarks.Name ended) {

		static Names of(Account account) {
			return new Names(new MemberMarks.Name(MemberMarks.Kind.CHANGED, account),
					new MemberMarks.Name(MemberMarks.Kind.CHANGED, Account.ofCompany(account.corpId())),
					new MemberMarks.Name(MemberMarks.Kind.ENDED, account));
		}

		List<MemberMarks.Name> ofSessions() {
			return List.of(this.changed, this.companyChanged, this.ended);
		}

	}

}
