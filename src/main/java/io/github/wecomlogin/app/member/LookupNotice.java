package io.github.wecomlogin.app.member;

import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusal;

import org.springframework.context.MessageSource;

/**
 * Explains why a lookup shows no member.
 *
 * @param title the heading
 * @param text the explanation
 */
record LookupNotice(String title, String text) {

	static LookupNotice badInput(String key, MessageSource messages, Locale locale) {
		return new LookupNotice(messages.getMessage("lookup.bad-input", null, locale),
				messages.getMessage(key, null, locale));
	}

	/**
	 * Explains a refusal to an administrator instead of the member.
	 */
	static LookupNotice refused(WeComRefusal refusal, MessageSource messages, Locale locale) {
		return switch (refusal) {
			case NOT_VISIBLE, MISCONFIGURED ->
				new LookupNotice(messages.getMessage("lookup." + refusal.code() + ".title", null, locale),
						messages.getMessage("lookup." + refusal.code() + ".text", null, locale));
			case WECOM_UNAVAILABLE, BUSY -> new LookupNotice(refusal.title(locale), refusal.text(locale));
			default -> new LookupNotice(messages.getMessage("lookup.refused", null, locale), messages
				.getMessage("lookup.would-read", new Object[] { refusal.title(locale), refusal.text(locale) }, locale));
		};
	}

}
