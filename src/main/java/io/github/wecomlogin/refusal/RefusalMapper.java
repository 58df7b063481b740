package io.github.wecomlogin.refusal;

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.web.authentication.session.SessionAuthenticationException;
import org.springframework.security.web.util.ThrowableAnalyzer;

/**
 * Maps failures to the reason a member is given. Only a failed call of the API client
 * becomes {@link WeComRefusal#WECOM_UNAVAILABLE}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RefusalMapper {

	private static final ThrowableAnalyzer analyzer = new ThrowableAnalyzer();

	private RefusalMapper() {
	}

	/**
	 * Returns the reason for a failure of the application's own code in a sign-in.
	 * @param failure any exception; its causes are looked at too
	 */
	public static WeComRefusalException ofApplication(Exception failure) {
		return ofApplication(Texts.OPERATORS.both("refusal.own-code"), failure);
	}

	/**
	 * Returns the reason for a failure of a part of the application.
	 * @param part what failed, for the log: the name of a type or a {@link LocalizedText}
	 * @param failure any exception; its causes are looked at too
	 */
	public static WeComRefusalException ofApplication(Object part, Exception failure) {
		for (Throwable cause : analyzer.determineCauseChain(failure)) {
			if (cause instanceof WeComRefusalException refusal) {
				return refusal;
			}
			if (cause instanceof WeComApiException ex) {
				return of(ex);
			}
			if (cause instanceof AccountStatusException) {
				return new WeComRefusalException(WeComRefusal.ACCOUNT_REFUSED, ExplainedException.of(part, failure));
			}
			if (cause instanceof SessionAuthenticationException) {
				return new WeComRefusalException(WeComRefusal.SESSION_LIMIT, ExplainedException.of(part, failure));
			}
		}
		return new WeComRefusalException(WeComRefusal.MISCONFIGURED, ExplainedException.of(part, failure));
	}

	/**
	 * Returns the reason for a failure that says nothing about the member.
	 */
	public static WeComRefusalException of(WeComApiException ex) {
		return new WeComRefusalException(reason(ex.getError()), ex);
	}

	/**
	 * Returns the reason for a failure to read the member.
	 */
	public static WeComRefusalException ofMember(WeComApiException ex) {
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
