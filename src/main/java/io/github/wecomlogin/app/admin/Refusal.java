package io.github.wecomlogin.app.admin;

import java.time.Instant;

import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * Represents a refused sign-in. Holds no personal data except for the user ID.
 *
 * @param reference the reference, which the visitor saw and the log has
 * @param at the time of the refusal
 * @param registrationId the registration
 * @param userId the user ID, or {@code null} if WeCom identified no member
 * @param refusal the reason
 * @param way the way of the sign-in, or {@code null} if unknown
 * @param device the browser and platform, or {@code null} if unknown
 * @param call the failed call to WeCom, or {@code null} if none caused the refusal
 * @param explanation the explanation in the log, or {@code null}
 */
record Refusal(String reference, Instant at, String registrationId, @Nullable String userId, WeComRefusal refusal,
		@Nullable SignInWay way, @Nullable SignInDevice device, @Nullable WeComApiException call,
		@Nullable LocalizedText explanation) {

	static Refusal of(WeComSignInRefusedEvent event) {
		Throwable cause = event.getException().getCause();
		SignInDevice device = (event.getAuthentication().getDetails() instanceof WeComSignInDetails details)
				? details.getDevice() : null;
		return new Refusal(event.getReference(), Instant.ofEpochMilli(event.getTimestamp()), event.getRegistrationId(),
				event.getUserId(), event.getRefusal(), event.getWay(), device,
				(cause instanceof WeComApiException call) ? call : null,
				(cause instanceof ExplainedException explained) ? explained.getText() : null);
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "Refusal[]";
	}

}
