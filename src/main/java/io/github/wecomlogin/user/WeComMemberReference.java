package io.github.wecomlogin.user;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Identifies a member and one sign-in of that member, for credentials that the
 * application issues itself, such as tokens. Keep the {@linkplain #asText() text} with
 * each credential, in the token store or as a claim, and return the reference from a
 * {@code WeComMemberResolver}:
 *
 * <pre class="code">
 * String text = WeComMemberReference.of(user).asText();
 * ...
 * WeComMemberReference reference = WeComMemberReference.parse(text);
 * </pre>
 *
 * The text contains the change stamps that were current when WeCom confirmed the member.
 * They are random values, compared for equality, and tell whether an administrator has
 * ended the member's sign-ins since: no clock of another computer is involved. The text
 * is no credential. It contains the user id.
 */
public final class WeComMemberReference {

	private static final int PARTS = 8;

	private final String registrationId;

	private final @Nullable String corpId;

	private final String userId;

	private final Verification verification;

	private WeComMemberReference(String registrationId, @Nullable String corpId, String userId,
			Verification verification) {
		if (registrationId.isBlank() || !AsciiIds.isId(userId)) {
			throw new IllegalArgumentException("A reference to a member needs a registration id and a user id, "
					+ "which must consist of printable ASCII characters");
		}
		this.registrationId = registrationId;
		this.corpId = corpId;
		this.userId = userId;
		this.verification = verification;
	}

	/**
	 * Refers to a member who has signed in with WeCom.
	 * @param user the member as signed in
	 * @return the reference
	 */
	public static WeComMemberReference of(WeComUser user) {
		return new WeComMemberReference(user.getRegistrationId(), user.getCorpId(), user.getUserId(),
				user.verification());
	}

	/**
	 * Refers to a member whose sign-in is known to the application only, for example with
	 * a password or at a proxy. WeCom is asked before the first request is served. After
	 * an administrator has ended the member's sign-ins, such a reference is refused for
	 * 30 days, because it does not tell whether the sign-in took place before or after.
	 * @param registrationId the registration that can see the member
	 * @param userId the member's id, in any case
	 * @param signedInAt when the member signed in
	 * @return the reference
	 * @throws IllegalArgumentException if the registration id is blank, or the user id is
	 * empty or contains characters other than printable ASCII
	 */
	public static WeComMemberReference of(String registrationId, String userId, Instant signedInAt) {
		return new WeComMemberReference(registrationId, null, userId,
				new Verification(signedInAt, Instant.EPOCH, Stamps.NEVER_SEEN));
	}

	/**
	 * Reads the text of a reference.
	 * @param text a text as returned by {@link #asText()}
	 * @return the reference
	 * @throws IllegalArgumentException if the text is malformed. Do not treat it as that
	 * of a user who is no member: such a user is not checked
	 */
	public static WeComMemberReference parse(String text) {
		String[] parts = text.split(" ", -1);
		if (parts.length != PARTS) {
			throw new IllegalArgumentException("Not a reference to a member");
		}
		return new WeComMemberReference(UriUtils.decode(parts[0], StandardCharsets.UTF_8),
				parts[1].isEmpty() ? null : parts[1], parts[7],
				new Verification(instant(parts[2]), instant(parts[3]), new Stamps(parts[4], parts[5], parts[6])));
	}

	private static Instant instant(String millis) {
		return Instant.ofEpochMilli(Long.parseLong(millis));
	}

	/**
	 * Returns this reference as text, of printable ASCII characters and spaces. Usually
	 * about 200 characters; provide for 500.
	 * @return the text
	 */
	public String asText() {
		Stamps seen = this.verification.seen();
		return String.join(" ", UriUtils.encode(this.registrationId, StandardCharsets.UTF_8),
				(this.corpId != null) ? this.corpId : "", Long.toString(this.verification.signedInAt().toEpochMilli()),
				Long.toString(this.verification.checkedAt().toEpochMilli()), seen.member(), seen.company(), seen.end(),
				this.userId);
	}

	/**
	 * Returns the registration that the member signed in with.
	 * @return the registration id
	 */
	public String getRegistrationId() {
		return this.registrationId;
	}

	/**
	 * Returns the company.
	 * @return the corp id, or {@code null} for the company of the registration
	 */
	public @Nullable String getCorpId() {
		return this.corpId;
	}

	/**
	 * Returns the member's id. Compare it without case.
	 * @return the user id
	 */
	public String getUserId() {
		return this.userId;
	}

	/**
	 * Returns when the member signed in.
	 * @return the time of the sign-in
	 */
	public Instant getSignedInAt() {
		return this.verification.signedInAt();
	}

	/**
	 * Returns the last check that the sign-in itself is proof of. <em>Internal.</em>
	 */
	public Verification verification() {
		return this.verification;
	}

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return "WeComMemberReference[registrationId=" + this.registrationId + "]";
	}

}
