package io.github.wecomlogin.app.admin;

import io.github.wecomlogin.refusal.WeComRefusal;

/**
 * Names the texts that tell administrators what a refusal means and how to fix it.
 */
final class RefusalRemedy {

	private RefusalRemedy() {
	}

	/**
	 * Returns the message key.
	 */
	static String key(WeComRefusal refusal) {
		return switch (refusal) {
			case OUTSIDER -> "remedy.outsider";
			case NOT_VISIBLE -> "remedy.not-visible";
			case NOT_ACTIVE -> "remedy.not-active";
			case NOT_ALLOWED -> "remedy.not-allowed";
			case ACCOUNT_REFUSED -> "remedy.account-refused";
			case NO_ACCOUNT -> "remedy.no-account";
			case CONSENT_REQUIRED -> "remedy.consent-required";
			case ACCOUNT_DISABLED -> "remedy.account-disabled";
			case SESSION_LIMIT -> "remedy.session-limit";
			case CANCELLED -> "remedy.cancelled";
			case ATTEMPT_MISMATCH -> "remedy.attempt-mismatch";
			case COOKIES_BLOCKED -> "remedy.cookies-blocked";
			case CODE_REJECTED -> "remedy.code-rejected";
			case WECOM_UNAVAILABLE -> "remedy.wecom-unavailable";
			case BUSY -> "remedy.busy";
			case MISCONFIGURED -> "remedy.misconfigured";
			default -> "remedy.other";
		};
	}

}
