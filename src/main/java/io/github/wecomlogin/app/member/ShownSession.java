package io.github.wecomlogin.app.member;

import java.util.Locale;

import io.github.wecomlogin.session.WeComSession;
import org.jspecify.annotations.Nullable;

/**
 * A session of a member as the page shows it.
 *
 * @param reference tells it from others
 * @param application what the visitor calls the application, or {@code null} if there is
 * only one
 * @param signedInAt when it began
 * @param lastUsedAt when it was last used
 * @param address from where, or {@code null} if it is not known
 * @param way the key of how, or {@code null} if it is not known
 * @param own whether it is that of the administrator who looks
 */
record ShownSession(String reference, @Nullable String application, ShownTime signedInAt, ShownTime lastUsedAt,
		@Nullable String address, @Nullable String way, boolean own) {

	static ShownSession of(WeComSession session, @Nullable String application, @Nullable String ownReference) {
		return new ShownSession(session.reference(), application, new ShownTime(session.signedInAt()),
				new ShownTime(session.lastUsedAt()), session.remoteAddress(),
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
