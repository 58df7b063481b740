package io.github.wecomlogin.login;

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;

/**
 * From a failed call to the reason a member is given.
 */
final class RefusalReasons {

	private RefusalReasons() {
	}

	/**
	 * Returns the reason for a failure that says nothing about the member.
	 */
	static WeComRefusalException of(WeComApiException ex) {
		return new WeComRefusalException(reason(ex.getError()), ex);
	}

	/**
	 * Returns the reason for a failure to read the member.
	 */
	static WeComRefusalException ofMember(WeComApiException ex) {
		return ex.getError().saysMemberIsNotVisible() ? new WeComRefusalException(WeComRefusal.NOT_VISIBLE, ex)
				: of(ex);
	}

	private static WeComRefusal reason(WeComError error) {
		if (error.code() == null) {
			return WeComRefusal.WECOM_UNAVAILABLE;
		}
		return switch (error.retry()) {
			case LATER, AFTER_THE_WINDOW -> WeComRefusal.WECOM_UNAVAILABLE;
			case WITH_NEW_CODE -> WeComRefusal.CODE_REJECTED;
			case NEVER, WITH_NEW_TOKEN -> WeComRefusal.MISCONFIGURED;
		};
	}

}
