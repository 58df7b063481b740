package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusal;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * What a visitor has to know before signing in.
 *
 * @param refusal why they are not signed in, or {@code null} if there is no such code
 * @param failed whether something went wrong
 * @param title a few words
 * @param text a sentence or two
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
	 * Whether WeCom lets nobody sign in from this browser, so that trying again is of no
	 * use.
	 */
	boolean needsOtherBrowser() {
		return this.refusal != null && !this.refusal.isWorthTryingAgain();
	}

}
