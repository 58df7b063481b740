package io.github.wecomlogin.session;

import java.time.Instant;

import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * A session of a member, as shown to administrators.
 *
 * @param reference identifies the session; not a session id and no credential
 * @param registrationId the registration that the member signed in with
 * @param userId the member's id in the directory's spelling
 * @param signedInAt when the session began
 * @param lastUsedAt when it was last used
 * @param checkedAt when WeCom last confirmed the member
 * @param remoteAddress the client's address as seen by the servlet container, or
 * {@code null} if unknown
 * @param way how the member signed in, or {@code null} if unknown
 * @param device the browser and platform at sign-in, or {@code null} if unknown
 */
public record WeComSession(String reference, String registrationId, String userId, Instant signedInAt,
		Instant lastUsedAt, Instant checkedAt, @Nullable String remoteAddress, @Nullable SignInWay way,
		@Nullable SignInDevice device) {

	/**
	 * Shows no personal data.
	 */
	@Override
	public String toString() {
		return "WeComSession[registrationId=" + this.registrationId + "]";
	}

}
