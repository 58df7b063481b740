package io.github.wecomlogin.web;

import java.time.Duration;
import java.util.List;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses automatic sign-in in a browser for five minutes after the visitor signed out
 * or could not be signed in. WeCom signs members in without a click, so without this a
 * member could not stay signed out, and a failure would repeat endlessly.
 */
public final class SignInSuppression {

	private static final String NAME = "wecom_pause";

	private static final String SIGNED_OUT = "signed_out";

	private static final String ENDED = SignInSuppression.class.getName() + ".ENDED";

	private static final Duration DURATION = Duration.ofMinutes(5);

	private final LocalCookies cookies;

	private final AttemptStore attempts;

	/**
	 * Creates the helper.
	 * @param cookies writes and reads the cookie
	 * @param attempts know of a sign-in that has just taken place
	 */
	public SignInSuppression(LocalCookies cookies, AttemptStore attempts) {
		this.cookies = cookies;
		this.attempts = attempts;
	}

	/**
	 * Whether an anonymous visitor may not be signed in here without a click.
	 * @param request the current request
	 * @return {@code true} for five minutes after signing out or a failure, and for a
	 * minute after a sign-in whose session was lost
	 */
	public boolean isActive(HttpServletRequest request) {
		return isSet(request) || hasLostSession(request);
	}

	/**
	 * Whether the visitor has just signed out.
	 * @param request the current request
	 * @return {@code true} for five minutes after signing out
	 */
	public boolean isSignedOut(HttpServletRequest request) {
		return SIGNED_OUT.equals(value(request));
	}

	/**
	 * Returns why an anonymous visitor could not be signed in.
	 * @param request the current request
	 * @return the refusal, or {@code null} if there was none in the last five minutes.
	 * Without a reference if the session has ended or was lost
	 */
	public @Nullable WeComRefusalNotice lastRefusal(HttpServletRequest request) {
		WeComRefusalNotice refusal = notice(value(request));
		return (refusal == null && hasLostSession(request)) ? new WeComRefusalNotice(WeComRefusal.COOKIES_BLOCKED, null)
				: refusal;
	}

	/**
	 * Whether the session of a visitor who signed in less than a minute ago does not come
	 * back, so that another sign-in would end the same way. A session cookie that is sent
	 * but unknown (after a restart, say) is no such case, unless the second sign-in in a
	 * row ends with it.
	 */
	boolean hasLostSession(HttpServletRequest request) {
		return isAnonymousAgain(request) && (request.getRequestedSessionId() == null || this.attempts.find(request)
			.stream()
			.anyMatch((attempt) -> attempt.used() && SignInState.isRestarted(attempt.state())));
	}

	/**
	 * Whether an anonymous visitor signed in less than a minute ago, and has neither
	 * signed out nor failed since, nor been sent on for consent.
	 */
	boolean isAnonymousAgain(HttpServletRequest request) {
		if (request.getDispatcherType() == DispatcherType.ERROR || isSet(request)) {
			return false;
		}
		List<Attempt> found = this.attempts.find(request);
		return found.stream().anyMatch(Attempt::used)
				&& found.stream().noneMatch((attempt) -> attempt.asksForConsent() && !attempt.used());
	}

	/**
	 * Whether the visitor signed out or failed.
	 */
	boolean isSet(HttpServletRequest request) {
		return value(request) != null;
	}

	private @Nullable String value(HttpServletRequest request) {
		String value = this.cookies.find(NAME, request);
		return (SIGNED_OUT.equals(value) || notice(value) != null) ? value : null;
	}

	/**
	 * Reads the value of the cookie: the code, and the reference after a dot if there is
	 * one.
	 */
	private static @Nullable WeComRefusalNotice notice(@Nullable String value) {
		String[] parts = (value != null) ? value.split("\\.", 2) : new String[] { "" };
		return WeComRefusalNotice.of(parts[0], (parts.length == 2) ? parts[1] : null);
	}

	void signedOut(HttpServletRequest request, HttpServletResponse response) {
		set(SIGNED_OUT, request, response);
	}

	/**
	 * Remembers why the visitor could not be signed in.
	 */
	public void refused(WeComRefusalNotice refusal, HttpServletRequest request, HttpServletResponse response) {
		String code = refusal.refusal().code();
		set((refusal.reference() != null) ? code + "." + refusal.reference() : code, request, response);
	}

	/**
	 * Remembers why the session ended, for the current request as well.
	 */
	public void sessionEnded(WeComRefusal refusal, HttpServletRequest request, HttpServletResponse response) {
		request.setAttribute(ENDED, refusal);
		set(refusal.code(), request, response);
	}

	/**
	 * Returns why the session ended with which this request came.
	 * @return the refusal, or {@code null} if it did not end
	 */
	@Nullable WeComRefusal endOfSession(HttpServletRequest request) {
		return (request.getAttribute(ENDED) instanceof WeComRefusal refusal) ? refusal : null;
	}

	private void set(String value, HttpServletRequest request, HttpServletResponse response) {
		this.cookies.add(this.cookies.name(NAME, request), value, DURATION, request, response);
	}

	void end(HttpServletRequest request, HttpServletResponse response) {
		if (this.cookies.find(NAME, request) != null) {
			this.cookies.remove(this.cookies.name(NAME, request), request, response);
		}
	}

}
