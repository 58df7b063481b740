package io.github.wecomlogin.login;

import io.github.wecomlogin.client.ApiPaths;
import java.util.Set;

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;

/**
 * From a failed call to the reason a member is given.
 */
final class RefusalReasons {

	private static final Set<Integer> ABOUT_THE_APPLICATION = Set.of(40001, 40013, 40014, 40056, 40091, 42001, 43009,
			45031, 48002, 48006, 48010, 50001, 50003, 60020, 60031, 80001, 85005, 301002, 301007, 301042, 2000002);

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

	/**
	 * Whether an invented code could have brought this about. Not if nobody answered, and
	 * neither if the answer is about the application or a passing disturbance: members
	 * who cannot sign in for such a reason must not be held up once it is gone.
	 */
	static boolean mayBeTheCodesFault(WeComApiException ex) {
		WeComError error = ex.getError();
		if (!ex.getEndpoint().equals(ApiPaths.GETUSERINFO)) {
			return false;
		}
		if (error.code() == null) {
			return error.equals(WeComError.NOT_JSON) || error.equals(WeComError.TOO_LARGE)
					|| error.equals(WeComError.INCOMPLETE);
		}
		return !error.isPassing() && !ABOUT_THE_APPLICATION.contains(error.code());
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
