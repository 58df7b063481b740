package io.github.wecomlogin.user;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;

import io.github.wecomlogin.refusal.WeComRefusal;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Origin and kind of a sign-in or sign-in attempt. Used as
 * {@code Authentication.getDetails()} of a signed-in member, unless the security filter
 * chain uses its own {@code AuthenticationDetailsSource}, and of the failure event of a
 * refused attempt. Contains no session id, because the session before a sign-in ends with
 * it.
 */
public final class WeComSignInDetails extends WebAuthenticationDetails {

	private static final long serialVersionUID = 1L;

	private final String registrationId;

	private final @Nullable SignInWay way;

	private final @Nullable String refusalCode;

	private final @Nullable String reference;

	private final @Nullable SignInDevice device;

	/**
	 * Creates the details without reference and device.
	 * @param remoteAddress the client's address, as forwarded by trusted proxies
	 * @param registrationId the registration used
	 * @param way how the member signed in, or {@code null} if the callback does not tell
	 * @param refusalCode the code of a refusal such as {@code not_allowed}, or
	 * {@code null} if the sign-in was not refused
	 */
	public WeComSignInDetails(String remoteAddress, String registrationId, @Nullable SignInWay way,
			@Nullable String refusalCode) {
		this(remoteAddress, registrationId, way, refusalCode, null, null);
	}

	/**
	 * Creates the details without device.
	 * @param remoteAddress the client's address, as forwarded by trusted proxies
	 * @param registrationId the registration used
	 * @param way how the member signed in, or {@code null} if the callback does not tell
	 * @param refusalCode the code of a refusal such as {@code not_allowed}, or
	 * {@code null} if the sign-in was not refused
	 * @param reference the reference of the refusal, or {@code null}
	 */
	public WeComSignInDetails(String remoteAddress, String registrationId, @Nullable SignInWay way,
			@Nullable String refusalCode, @Nullable String reference) {
		this(remoteAddress, registrationId, way, refusalCode, reference, null);
	}

	/**
	 * Creates the details.
	 * @param remoteAddress the client's address, as forwarded by trusted proxies
	 * @param registrationId the registration used
	 * @param way how the member signed in, or {@code null} if the callback does not tell
	 * @param refusalCode the code of a refusal such as {@code not_allowed}, or
	 * {@code null} if the sign-in was not refused
	 * @param reference the reference of the refusal, or {@code null}
	 * @param device the browser and platform, or {@code null} if they are unknown
	 */
	public WeComSignInDetails(String remoteAddress, String registrationId, @Nullable SignInWay way,
			@Nullable String refusalCode, @Nullable String reference, @Nullable SignInDevice device) {
		super(remoteAddress, null);
		this.registrationId = registrationId;
		this.way = way;
		this.refusalCode = refusalCode;
		this.reference = reference;
		this.device = device;
	}

	/**
	 * Returns the registration used for the sign-in.
	 * @return the registration id
	 */
	public String getRegistrationId() {
		return this.registrationId;
	}

	/**
	 * Returns how the member signed in.
	 * @return the way, or {@code null} if the callback belongs to no attempt
	 */
	public @Nullable SignInWay getWay() {
		return this.way;
	}

	/**
	 * Returns why the sign-in was refused.
	 * @return the {@linkplain WeComRefusal#code() code of the refusal}, or {@code null}
	 * if the sign-in was not refused
	 */
	public @Nullable String getRefusalCode() {
		return this.refusalCode;
	}

	/**
	 * Returns the reference of the refusal, which the visitor saw and the log has.
	 * @return eight letters and digits, or {@code null} if the sign-in was not refused
	 */
	public @Nullable String getReference() {
		return this.reference;
	}

	/**
	 * Returns the browser and platform of the sign-in. Not compared by
	 * {@link #equals(Object)}.
	 * @return the device, or {@code null} if it is unknown
	 */
	public @Nullable SignInDevice getDevice() {
		return this.device;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof WeComSignInDetails details
				&& Objects.equals(this.registrationId, details.registrationId) && this.way == details.way
				&& Objects.equals(this.refusalCode, details.refusalCode)
				&& Objects.equals(this.reference, details.reference);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.registrationId, this.way, this.refusalCode, this.reference);
	}

	@Override
	public String toString() {
		return "WeComSignInDetails[registrationId=" + this.registrationId + ", way=" + this.way + ", refusalCode="
				+ this.refusalCode + ", reference=" + this.reference + "]";
	}

	private Object writeReplace() {
		return SerialForm.of(this);
	}

	private void readObject(ObjectInputStream in) throws IOException {
		throw SerialForm.unreadable();
	}

	/**
	 * Texts only, because each further class makes a session slower to read.
	 */
	private record SerialForm(@Nullable String remoteAddress, @Nullable String registrationId, @Nullable String wayName,
			@Nullable String refusalCode, @Nullable String reference, @Nullable String browser,
			@Nullable String platform) implements Serializable {

		private static final long serialVersionUID = 1L;

		private static SerialForm of(WeComSignInDetails details) {
			SignInDevice device = details.device;
			return new SerialForm(details.getRemoteAddress(), details.registrationId,
					(details.way != null) ? details.way.name() : null, details.refusalCode, details.reference,
					(device != null) ? device.browser() : null, (device != null) ? device.platform() : null);
		}

		private Object readResolve() throws InvalidObjectException {
			try {
				SignInDevice device = (this.browser != null && this.platform != null)
						? new SignInDevice(this.browser, this.platform) : null;
				return new WeComSignInDetails(Objects.requireNonNull(this.remoteAddress),
						Objects.requireNonNull(this.registrationId),
						(this.wayName != null) ? SignInWay.valueOf(this.wayName) : null, this.refusalCode,
						this.reference, device);
			}
			catch (NullPointerException | IllegalArgumentException ex) {
				throw unreadable();
			}
		}

		private static InvalidObjectException unreadable() {
			return new InvalidObjectException("The details cannot be read: written by another version");
		}

	}

}
