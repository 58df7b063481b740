package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusal;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * Holds a notice on the sign-in page.
 *
 * @param refusal the refusal, or {@code null} if the notice has another cause
 * @param failed whether a sign-in failed
 * @param title the heading
 * @param text the explanation
 */
record SignInNotice(@Nullable WeComRefusal refusal, boolean failed, String title, String text) {

	static SignInNotice refused(WeComRefusal refusal, Locale locale) {
		return new SignInNotice(refusal, true, refusal.title(locale), refusal.text(locale));
	}

	static SignInNotice failed(MessageSource messages, Locale locale) {
		return new SignInNotice(null, true, messages.getMessage("login.failed.title", null, locale),
				messages.getMessage("login.failed.text", null, locale));
	}

	static SignInNotice signedOut(MessageSource messages, Locale locale) {
		return new SignInNotice(null, false, messages.getMessage("login.signed-out.title", null, locale),
				messages.getMessage("login.signed-out.text", null, locale));
	}

	/**
	 * Whether this browser cannot sign in with WeCom at all, so that retrying is
	 * pointless.
	 */
	boolean needsOtherBrowser() {
		return this.refusal != null && !this.refusal.isWorthTryingAgain();
	}

}
