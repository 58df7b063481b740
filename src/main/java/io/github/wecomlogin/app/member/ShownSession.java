package io.github.wecomlogin.app.member;

import java.util.Locale;

import io.github.wecomlogin.session.WeComSession;
import org.jspecify.annotations.Nullable;

/**
 * Represents a session of a member on the page.
 *
 * @param reference the reference that identifies the session
 * @param application the display name of the application, or {@code null} if there is
 * only one
 * @param signedInAt the time of the sign-in
 * @param lastUsedAt the time of the last request
 * @param address the client address at sign-in, or {@code null} if unknown
 * @param device the name of browser and platform, or {@code null} if unknown
 * @param way the message key of the sign-in way, or {@code null} if unknown
 * @param own whether it is the current session of the administrator
 */
record ShownSession(String reference, @Nullable String application, ShownTime signedInAt, ShownTime lastUsedAt,
		@Nullable String address, @Nullable String device, @Nullable String way, boolean own) {

	static ShownSession of(WeComSession session, @Nullable String application, @Nullable String device,
			@Nullable String ownReference) {
		return new ShownSession(session.reference(), application, new ShownTime(session.signedInAt()),
				new ShownTime(session.lastUsedAt()), session.remoteAddress(), device,
				(session.way() != null) ? "sessions." + session.way().name().toLowerCase(Locale.ROOT) : null,
				session.reference().equals(ownReference));
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "ShownSession[]";
	}

}
