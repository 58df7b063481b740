package io.github.wecomlogin.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.wecomlogin.app.member.RoleName;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.event.WeComContactChanged;
import io.github.wecomlogin.event.WeComSubscriptionChanged;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.session.WeComSessionEndedEvent;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Keeps the members known to this node in memory: those who opened a page since the
 * start, and those of departments that an administrator had read. At most
 * {@value #MAX_MEMBERS}: visitors for 30 days after they were last read, others as long
 * as a session lasts without a check, because only some nodes learn that they have left.
 * Members who may no longer be signed in are removed with their session, or when an event
 * tells this node that they have left. That costs no call: a member whom WeCom still
 * shows is known again with the next page.
 */
@ControllerAdvice
class KnownMembers {

	static final int MAX_MEMBERS = 20_000;

	private static final Duration LIFETIME = Duration.ofDays(30);

	private final Cache<KnownMember.Key, KnownMember> members;

	private final Duration maxAge;

	KnownMembers(WeComProperties properties) {
		WeComProperties.Session session = properties.getSession();
		this.maxAge = session.getRecheckInterval().plus(session.getRecheckGrace());
		this.members = Caffeine.newBuilder()
			.maximumSize(MAX_MEMBERS)
			.expireAfter(Expiry.<KnownMember.Key, KnownMember>writing(
					(key, member) -> (member.roles() != null) ? LIFETIME : this.maxAge))
			// Evicts at once
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Notes the visitor of a page.
	 */
	@ModelAttribute
	void note(@Nullable Authentication authentication) {
		if (authentication != null && authentication.getPrincipal() instanceof WeComUser user) {
			put(new KnownMember(user.getRegistrationId(), user.getCorpId(), user.state().member(),
					RoleName.allOf(authentication.getAuthorities()), user.getCheckedAt()));
		}
	}

	@EventListener
	void remove(WeComSessionEndedEvent event) {
		if (event.getReason().isAboutMember()) {
			WeComUser user = event.getUser();
			this.members.invalidate(new KnownMember.Key(user.getRegistrationId(), user.account()));
		}
	}

	@EventListener
	void remove(WeComSubscriptionChanged event) {
		if (!event.isSubscribed()) {
			remove(event.getCorpId(), event.getUserId());
		}
	}

	@EventListener
	void remove(WeComContactChanged event) {
		if (event.getChange() == WeComContactChanged.Change.DELETE_USER || event.getNewUserId() != null) {
			remove(event.getCorpId(), event.getUserId());
		}
	}

	private void remove(String corpId, @Nullable String userId) {
		if (userId != null) {
			Account account = Account.of(corpId, userId);
			this.members.asMap().keySet().removeIf((member) -> member.account().equals(account));
		}
	}

	/**
	 * Replaces the members of a department who have not signed in.
	 */
	void listed(WeComRegistration registration, long departmentId, Collection<Member> members, Instant readAt) {
		String corpId = registration.application().corpId();
		this.members.asMap()
			.values()
			.removeIf((known) -> known.roles() == null && known.registrationId().equals(registration.registrationId())
					&& known.member().departments().contains(departmentId));
		for (Member member : members) {
			KnownMember listed = new KnownMember(registration.registrationId(), corpId, member, null, readAt);
			this.members.asMap()
				.compute(listed.key(), (key, known) -> (known != null && known.roles() != null) ? known : listed);
		}
	}

	private void put(KnownMember member) {
		this.members.put(member.key(), member);
	}

	boolean contains(WeComRegistration registration, String userId) {
		return this.members.getIfPresent(new KnownMember.Key(registration.registrationId(),
				Account.of(registration.application().corpId(), userId))) != null;
	}

	/**
	 * Returns the members of a registration, in no particular order.
	 */
	Stream<KnownMember> of(WeComRegistration registration) {
		return this.members.asMap()
			.values()
			.stream()
			.filter((member) -> member.registrationId().equals(registration.registrationId()));
	}

	/**
	 * Whether a member was signed in and has not been checked for longer than a session
	 * lasts without a check, so that the member may have left since.
	 */
	boolean isUnchecked(KnownMember member) {
		return member.roles() != null && member.readAt().isBefore(Instant.now().minus(this.maxAge));
	}

	int size() {
		return this.members.asMap().size();
	}

	/**
	 * Whether further members take the place of others.
	 */
	boolean isFull() {
		return size() >= MAX_MEMBERS;
	}

}
