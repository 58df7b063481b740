package io.github.wecomlogin.token;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * The result of a sign-in that is handed over: a member, a refusal, or a member who is
 * refused for want of an account. Says nothing about how it travels. Contains no
 * authorities: the rules are applied when it is redeemed.
 *
 * @param refusal the code of the refusal, or {@code null}
 * @param reference the reference under which the refusal was reported, or {@code null}
 * @param userId the user id, or {@code null} if there is no member
 * @param member the answer of {@code user/get}, or {@code null} if the member must be
 * read again
 * @param detail what the member consented to show
 * @param verification the check at the sign-in, with the stamps seen then
 */
record HandOver(@Nullable String refusal, @Nullable String reference, @Nullable String userId, @Nullable Member member,
		@Nullable PersonalDetail detail, @Nullable Verification verification) {

	static HandOver of(WeComUser user) {
		return new HandOver(null, null, user.getUserId(), user.state().member(), user.state().detail(),
				user.verification());
	}

	static HandOver of(WeComRefusalNotice refusal) {
		return new HandOver(refusal.refusal().code(), refusal.reference(), null, null, null, null);
	}

	/**
	 * Returns the same for a member who needs an account first.
	 * @param reported the reference under which the refusal was reported, or {@code null}
	 * if it has not been reported yet
	 */
	HandOver withoutAccount(@Nullable String reported) {
		return new HandOver(WeComRefusal.NO_ACCOUNT.code(), reported, this.userId, this.member, this.detail,
				this.verification);
	}

	/**
	 * Returns the refusal.
	 */
	WeComRefusalNotice notice() {
		WeComRefusalNotice notice = WeComRefusalNotice.of(this.refusal, this.reference);
		return (notice != null) ? notice : new WeComRefusalNotice(WeComRefusal.MISCONFIGURED, null);
	}

	/**
	 * Whether a member needs an account first.
	 */
	boolean isPending() {
		return this.userId != null && this.refusal != null;
	}

	/**
	 * Returns the same in a shorter form, from which the member must be read again.
	 */
	HandOver shortened() {
		return new HandOver(this.refusal, this.reference, this.userId, null, this.detail, this.verification);
	}

	/**
	 * Returns the member at the time of the sign-in, without authorities.
	 * @param registrationId the registration that the member signed in with
	 * @param corpId the company of the registration
	 * @return the member, or {@code null} if a sign-in without a member was refused
	 */
	@Nullable WeComUser user(String registrationId, String corpId) {
		if (this.userId == null || this.detail == null || this.verification == null) {
			return null;
		}
		WeComUser user = (this.member != null) ? WeComUser.of(registrationId, corpId, this.member, this.verification)
				: WeComUser.withUserId(registrationId, corpId, this.userId).verification(this.verification).build();
		return user.toBuilder().detail(this.detail).build();
	}

	@Override
	public String toString() {
		return "HandOver[refusal=" + this.refusal + "]";
	}

}
