package io.github.wecomlogin.user;

/**
 * Identifies a member as seen by one registration; another one may not see the member.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registrationId the registration
 * @param account the member
 */
public record MemberKey(String registrationId, Account account) {

	public static MemberKey of(WeComUser user) {
		return new MemberKey(user.getRegistrationId(), user.account());
	}

	@Override
	public String toString() {
		return "MemberKey[" + this.registrationId + "]";
	}

}
