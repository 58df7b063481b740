package io.github.wecomlogin.refusal;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reasons for which a sign-in is refused or a session ended. Pages and handlers get this
 * code and never the cause, which is logged.
 */
public enum WeComRefusal {

	/**
	 * WeCom knows the visitor, but not as a member of this company.
	 */
	OUTSIDER(RefusalAction.OTHER_ACCOUNT,
			"WeCom gave no user id of this company: the visitor is not a member, or one of a linked company."),

	/**
	 * The member is not in the application's visible range (可见范围), or gone.
	 */
	NOT_VISIBLE(RefusalAction.OTHER_ACCOUNT,
			"The member is not in the visible range of the application, or no longer in the directory."),

	/**
	 * The account is disabled, was never activated, or the member left.
	 */
	NOT_ACTIVE(RefusalAction.OTHER_ACCOUNT,
			"The directory says that the member's account is not in use (status is not 1)."),

	/**
	 * The application's own rules let the member not in.
	 */
	NOT_ALLOWED(RefusalAction.OTHER_ACCOUNT, "The rules of this application do not let the member in."),

	/**
	 * The application's own code refused the member's account with an
	 * {@link org.springframework.security.authentication.AccountStatusException}.
	 */
	ACCOUNT_REFUSED(RefusalAction.OTHER_ACCOUNT,
			"WeCom confirmed the member, but code of this application refused the account."),

	/**
	 * The member has no account in this application.
	 */
	NO_ACCOUNT(RefusalAction.OTHER_ACCOUNT,
			"WeCom confirmed the member, but the bean WeComAccounts finds no account of the member."),

	/**
	 * The member's account can be found only with what the member consents to show in
	 * WeCom. If {@code WeComAccounts} throws it, a sign-in inside WeCom with
	 * {@code snsapi_base} continues on WeCom's consent page, once, and any other is
	 * refused as {@link #NO_ACCOUNT}. If other code of the application throws it, the
	 * same sign-in continues there, and any other is refused with this code.
	 */
	CONSENT_REQUIRED(RefusalAction.TRY_AGAIN,
			"The account of the member can be found only with what the member consents to show in WeCom."),

	/**
	 * The member's account in this application is disabled, locked or expired.
	 */
	ACCOUNT_DISABLED(RefusalAction.OTHER_ACCOUNT,
			"WeCom confirmed the member, whose account in this application is disabled, locked or expired."),

	/**
	 * The member has as many sessions as the application allows at the same time.
	 */
	SESSION_LIMIT(RefusalAction.TRY_AGAIN,
			"WeCom confirmed the member, but the session management of this application allows no more sessions."),

	/**
	 * The visitor went back without signing in.
	 */
	CANCELLED(RefusalAction.TRY_AGAIN, "The visitor came back from WeCom without a code."),

	/**
	 * A callback that does not belong to a sign-in of this browser.
	 */
	ATTEMPT_MISMATCH(RefusalAction.TRY_AGAIN,
			"A callback did not belong to any sign-in started in this browser, or was malformed."),

	/**
	 * The browser does not keep cookies.
	 */
	COOKIES_BLOCKED(RefusalAction.TRY_AGAIN,
			"The browser lost the attempt cookie twice: it does not keep cookies of this site."),

	/**
	 * WeCom did not accept the code.
	 */
	CODE_REJECTED(RefusalAction.TRY_AGAIN,
			"WeCom did not accept the code: used already, older than five minutes, or of another application."),

	/**
	 * WeCom did not answer, or not with anything usable.
	 */
	WECOM_UNAVAILABLE(RefusalAction.TRY_AGAIN, "WeCom gave no usable answer."),

	/**
	 * Too many people are signing in at the moment, or too many codes that WeCom rejects
	 * came from the visitor's address. Nothing was spent: the same callback may come
	 * again.
	 */
	BUSY(RefusalAction.TRY_AGAIN,
			"Too many sign-ins are going on at once, or too many rejected codes came from the same address."),

	/**
	 * WeCom does not accept this application's settings, they cannot work, or code of the
	 * application failed.
	 */
	MISCONFIGURED(RefusalAction.SUPPORT,
			"The settings of this application, in WeCom or here, or its own code do not work."),

	/**
	 * An administrator ended the member's sessions.
	 */
	SESSION_ENDED(RefusalAction.TRY_AGAIN, "An administrator of this application ended the member's sessions."),

	/**
	 * WeCom did not confirm for too long that the member may be signed in.
	 */
	NOT_CONFIRMED(RefusalAction.TRY_AGAIN,
			"WeCom did not confirm for longer than wecom.session.recheck-grace that the member may be signed in."),

	/**
	 * The page was opened in plain WeChat.
	 */
	WECHAT_BROWSER(RefusalAction.OPEN_IN_WECOM, "The page was opened in WeChat instead of WeCom."),

	/**
	 * The page was opened in a phone's browser.
	 */
	PHONE_BROWSER(RefusalAction.OPEN_IN_WECOM,
			"The page was opened in the browser of a phone, where WeCom offers no sign-in.");

	private final String code = name().toLowerCase(Locale.ROOT);

	private final RefusalAction action;

	private final String explanation;

	WeComRefusal(RefusalAction action, String explanation) {
		this.action = action;
		this.explanation = explanation;
	}

	/**
	 * Returns the refusal with a code.
	 * @param code a code such as {@code not_visible}
	 * @return the refusal, or {@code null} if there is none with that code
	 */
	public static @Nullable WeComRefusal ofCode(@Nullable String code) {
		for (WeComRefusal refusal : values()) {
			if (refusal.code().equals(code)) {
				return refusal;
			}
		}
		return null;
	}

	/**
	 * Returns the code in lower snake case, as it stands in URLs.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Returns what the member reads first.
	 * @param locale Chinese or else English
	 * @return a few words
	 */
	public String title(Locale locale) {
		return Messages.text(code() + ".title", locale);
	}

	/**
	 * Returns what the member can do now.
	 * @param locale Chinese or else English
	 * @return a sentence or two
	 */
	public String text(Locale locale) {
		return Messages.text(code() + ".text", locale);
	}

	/**
	 * Returns what can help.
	 * @return the main action of the page
	 */
	public RefusalAction action() {
		return this.action;
	}

	/**
	 * Whether trying again in the same browser could lead to something else.
	 * @return {@code false} if another program must be used
	 */
	public boolean isWorthTryingAgain() {
		return this.action != RefusalAction.OPEN_IN_WECOM;
	}

	/**
	 * Whether this is a clear answer about the member, rather than about the sign-in, the
	 * application or a disturbance.
	 * @return {@code true} if the member may not be signed in, however often one asks
	 */
	public boolean isAboutMember() {
		return this == OUTSIDER || this == NOT_VISIBLE || this == NOT_ACTIVE || this == NOT_ALLOWED
				|| this == ACCOUNT_REFUSED || this == NO_ACCOUNT || this == ACCOUNT_DISABLED;
	}

	public String explanation() {
		return this.explanation;
	}

}
