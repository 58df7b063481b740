package io.github.wecomlogin.app.admin;

import java.util.Locale;

import io.github.wecomlogin.app.member.DeviceName;
import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.client.WeComApiException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * Represents a refused sign-in on the page.
 *
 * @param reference the reference
 * @param at the time
 * @param code the code, as in the log
 * @param registrationId the registration
 * @param userId the user ID, or {@code null} if unknown
 * @param device the name of browser and platform, or {@code null} if unknown
 * @param remedy the meaning and the remedy
 * @param call the failed call to WeCom and its error, or {@code null}
 * @param cause the cause with its remedy, or {@code null} if the code says everything
 */
record ShownRefusal(String reference, ShownTime at, String code, String registrationId, @Nullable String userId,
		@Nullable String device, String remedy, @Nullable String call, @Nullable String cause) {

	static ShownRefusal of(Refusal refusal, MessageSource messages, Locale locale) {
		WeComApiException call = refusal.call();
		return new ShownRefusal(refusal.reference(), new ShownTime(refusal.at()), refusal.refusal().code(),
				refusal.registrationId(), refusal.userId(),
				(refusal.device() != null) ? DeviceName.of(refusal.device(), messages, locale) : null,
				messages.getMessage(RefusalRemedy.key(refusal.refusal()), null, locale),
				(call != null) ? call.getEndpoint() + " · " + call.getError() : null, cause(refusal, locale));
	}

	private static @Nullable String cause(Refusal refusal, Locale locale) {
		WeComApiException call = refusal.call();
		if (call != null) {
			return call.getMeaning().and(call.getRemedy()).in(locale);
		}
		return (refusal.explanation() != null) ? refusal.explanation().in(locale) : null;
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "ShownRefusal[]";
	}

}
