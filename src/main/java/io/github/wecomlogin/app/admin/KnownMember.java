package io.github.wecomlogin.app.admin;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.user.Account;
import org.jspecify.annotations.Nullable;

/**
 * Represents a member known to this node.
 *
 * @param registrationId the registration
 * @param corpId the company
 * @param member the member as last read from WeCom
 * @param roles the roles of the last check, or {@code null} if the member has not been
 * signed in on this node
 * @param readAt the time at which the member was read
 */
record KnownMember(String registrationId, String corpId, Member member, @Nullable List<String> roles, Instant readAt) {

	static final Comparator<KnownMember> BY_USER_ID = Comparator.comparing((member) -> member.key().account().userId());

	/**
	 * Whether the name or the user ID contains a text, without regard to case.
	 */
	boolean matches(String text) {
		String wanted = text.toLowerCase(Locale.ROOT);
		return this.member.name().toLowerCase(Locale.ROOT).contains(wanted)
				|| this.member.userId().toLowerCase(Locale.ROOT).contains(wanted);
	}

	Key key() {
		return new Key(this.registrationId, Account.of(this.corpId, this.member.userId()));
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "KnownMember[]";
	}

	/**
	 * Identifies a member of a registration.
	 */
	record Key(String registrationId, Account account) {

	}

}
