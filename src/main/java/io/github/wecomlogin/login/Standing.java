package io.github.wecomlogin.login;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Since when a member is signed in, when WeCom last confirmed that they may be, and what
 * had been said against it until then.
 *
 * @param signedIn when the session began
 * @param checked when WeCom was last asked
 * @param seenChange the mark that there was of the member then, or {@code null} if that
 * is not known
 * @param seenCompanyChange likewise of the company
 * @param seenEnd the mark of ended sessions that there was when the session began, or
 * {@code null} if that is not known
 */
record Standing(Moment signedIn, Moment checked, @Nullable Instant seenChange, @Nullable Instant seenCompanyChange,
		@Nullable Instant seenEnd) {

	/**
	 * Returns the standing of somebody of whom nothing else is known.
	 */
	static Standing since(Instant time) {
		Moment moment = new Moment(time, Moment.SEVERAL);
		return new Standing(moment, moment, null, null, null);
	}

	/**
	 * Returns this standing after WeCom was asked again.
	 */
	Standing renewed(Standing later) {
		return new Standing(this.signedIn, later.checked, later.seenChange, later.seenCompanyChange, this.seenEnd);
	}

}
