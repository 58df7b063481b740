package io.github.wecomlogin.app.member;

import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusal;

import org.springframework.context.MessageSource;

/**
 * Why an administrator sees nothing of a member.
 *
 * @param title a few words
 * @param text a sentence or two
 */
record LookupNotice(String title, String text) {

	static LookupNotice badInput(String key, MessageSource messages, Locale locale) {
		return new LookupNotice(messages.getMessage("lookup.bad-input", null, locale),
				messages.getMessage(key, null, locale));
	}

	/**
	 * Tells an administrator what a member would be told otherwise.
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
