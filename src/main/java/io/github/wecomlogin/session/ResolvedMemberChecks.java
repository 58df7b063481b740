package io.github.wecomlogin.session;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.invalidation.LastChecks;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComMemberReference;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;
import org.springframework.util.function.SingletonSupplier;

/**
 * Checks members behind authentications that this library has not created, as
 * {@link WeComMemberResolver}s find them. A session stores its last check; such an
 * authentication cannot, so the last check of the member is remembered instead.
 * <p>
 * A check of one sign-in confirms all sign-ins of the member, except for the end by an
 * administrator: that one is decided by the stamps in the reference alone, which are
 * those of the sign-in itself. They are compared for equality, so no clocks are. A
 * reference without stamps does not tell whether it is older than the end, and is
 * refused. An end is kept for 30 days, so a sign-in that is older than that is refused
 * too: an end may have been forgotten.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ResolvedMemberChecks {

	private static final Log logger = LogFactory.getLog(ResolvedMemberChecks.class);

	private final LogThrottle unknownRegistrations = new LogThrottle(1, Ticker.systemTicker());

	private final SingletonSupplier<List<WeComMemberResolver>> resolvers;

	private final WeComSessionChecks checks;

	private final LastChecks lastChecks;

	private final WeComRegistrations registrations;

	/**
	 * Creates the checks.
	 * @param resolvers supplies the resolvers in the order in which they are called; not
	 * called before the first request with an authentication
	 * @param checks decides about members
	 * @param lastChecks remembers the last check of each member
	 * @param registrations the registrations that members sign in with
	 */
	public ResolvedMemberChecks(Supplier<List<WeComMemberResolver>> resolvers, WeComSessionChecks checks,
			LastChecks lastChecks, WeComRegistrations registrations) {
		this.resolvers = SingletonSupplier.of(resolvers);
		this.checks = checks;
		this.lastChecks = lastChecks;
		this.registrations = registrations;
	}

	/**
	 * Finds the member behind an authentication or, with Spring Security's user
	 * switching, behind the one that was switched from.
	 * @return the member, or {@code null} if there is none, or if the session check finds
	 * the member itself
	 */
	@Nullable WeComMemberReference resolve(@Nullable Authentication authentication) {
		if (authentication == null || authentication instanceof AnonymousAuthenticationToken
				|| SignedInMember.of(authentication) != null) {
			return null;
		}
		for (GrantedAuthority authority : authentication.getAuthorities()) {
			if (authority instanceof SwitchUserGrantedAuthority switched) {
				return resolve(switched.getSource());
			}
		}
		for (WeComMemberResolver resolver : this.resolvers.obtain()) {
			WeComMemberReference reference = resolver.resolve(authentication);
			if (reference != null) {
				return reference;
			}
		}
		return null;
	}

	/**
	 * Checks a member.
	 * @return why the member is refused, or {@code null}
	 */
	@Nullable WeComRefusal check(WeComMemberReference reference) {
		WeComUser user = user(reference);
		if (user == null) {
			return WeComRefusal.MISCONFIGURED;
		}
		WeComUser last = lastChecked(user, this.lastChecks.find(user));
		Stamps stamps = this.checks.current(last);
		if (isEnded(user, stamps) || isTooOld(reference)) {
			return WeComRefusal.SESSION_ENDED;
		}
		if (this.checks.isCurrent(last, stamps)) {
			return null;
		}
		Verification shared = this.lastChecks.findShared(user);
		last = (shared != null) ? lastChecked(user, shared) : last;
		if (this.checks.isCurrent(last, stamps)) {
			return null;
		}
		SessionCheck check = this.checks.check(last, stamps);
		if (check.renewed() != null) {
			this.lastChecks.confirmed(check.renewed());
		}
		else if (check.end() != null && check.end().isAboutMember()) {
			this.lastChecks.refused(user, this.checks.now());
		}
		if (check.end() == null && isEnded(user, this.checks.current(user))) {
			return WeComRefusal.SESSION_ENDED;
		}
		return check.end();
	}

	private static boolean isEnded(WeComUser user, Stamps stamps) {
		return stamps.since(user.verification().seen()) == Change.ENDED;
	}

	/**
	 * Returns the member as last checked, which is at the sign-in or later. The end of
	 * sign-ins that the sign-in itself has seen stays, because the later check may be the
	 * one of another sign-in.
	 */
	private static WeComUser lastChecked(WeComUser user, @Nullable Verification last) {
		if (last == null || last.checkedAt().isBefore(user.getCheckedAt())) {
			return user;
		}
		Stamps seen = last.seen();
		String end = user.verification().seen().end();
		return user.toBuilder()
			.verification(new Verification(user.getSignedInAt(),
					LastChecks.isRefusal(last) ? Instant.EPOCH : last.checkedAt(),
					new Stamps(seen.member(), seen.company(), Stamps.isEnd(end) ? end : seen.end())))
			.build();
	}

	private boolean isTooOld(WeComMemberReference reference) {
		return this.checks.age(reference.getSignedInAt()).compareTo(ChangeStamps.LIFETIME) >= 0;
	}

	/**
	 * Returns the member as far as the reference tells.
	 * @return the member, or {@code null} if the registration is gone or of another
	 * company
	 */
	@Nullable WeComUser user(WeComMemberReference reference) {
		String id = reference.getRegistrationId();
		WeComRegistration registration = this.registrations.find(id);
		String corpId = (registration != null) ? registration.application().corpId() : null;
		if (corpId == null || (reference.getCorpId() != null && !reference.getCorpId().equals(corpId))) {
			if (this.unknownRegistrations.next() >= 0) {
				logger.warn(Texts.OPERATORS.inBoth("session.registration-gone", id));
			}
			return null;
		}
		return WeComUser.withUserId(id, corpId, reference.getUserId()).verification(reference.verification()).build();
	}

}
