package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.request.Browser;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * Holds a notice on the sign-in page.
 *
 * @param refusal the refusal, or {@code null} if the notice has another cause
 * @param failed whether a sign-in failed
 * @param reference the reference of the refusal, or {@code null}
 * @param title the heading
 * @param text the explanation
 */
record SignInNotice(@Nullable WeComRefusal refusal, boolean failed, @Nullable String reference, String title,
		String text) {

	static SignInNotice refused(WeComRefusalNotice notice, Locale locale) {
		WeComRefusal refusal = notice.refusal();
		return new SignInNotice(refusal, true, notice.reference(), refusal.title(locale), refusal.text(locale));
	}

	static SignInNotice failed(MessageSource messages, Locale locale) {
		return new SignInNotice(null, true, null, messages.getMessage("login.failed.title", null, locale),
				messages.getMessage("login.failed.text", null, locale));
	}

	static SignInNotice signedOut(MessageSource messages, Locale locale) {
		return new SignInNotice(null, false, null, messages.getMessage("login.signed-out.title", null, locale),
				messages.getMessage("login.signed-out.text", null, locale));
	}

	/**
	 * Returns what can help.
	 * @return the action, or {@code null} if no sign-in failed
	 */
	@Nullable RefusalAction help(Browser browser) {
		if (this.refusal != null) {
			return browser.actionAfter(this.refusal);
		}
		return this.failed ? RefusalAction.TRY_AGAIN : null;
	}

}
