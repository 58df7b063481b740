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
 * From where and how somebody signed in with WeCom, or tried to: the
 * {@code Authentication.getDetails()} of whoever is signed in, unless the security filter
 * chain has an {@code AuthenticationDetailsSource} of its own, and of the event of
 * whoever was refused. Never holds a session id: the one before a sign-in ends with it.
 */
public final class WeComSignInDetails extends WebAuthenticationDetails {

	private static final long serialVersionUID = 1L;

	private final String registrationId;

	private final @Nullable SignInWay way;

	private final @Nullable String refusalCode;

	/**
	 * Creates the details.
	 * @param remoteAddress the address of the client, as the trusted proxies forward it
	 * @param registrationId with which application
	 * @param way in which of WeCom's ways, or {@code null} if the callback did not tell
	 * @param refusalCode a code such as {@code not_allowed}, or {@code null} for somebody
	 * who was not refused
	 */
	public WeComSignInDetails(String remoteAddress, String registrationId, @Nullable SignInWay way,
			@Nullable String refusalCode) {
		super(remoteAddress, null);
		this.registrationId = registrationId;
		this.way = way;
		this.refusalCode = refusalCode;
	}

	/**
	 * Returns with which application somebody signed in.
	 * @return the registration's id
	 */
	public String getRegistrationId() {
		return this.registrationId;
	}

	/**
	 * Returns how somebody signed in.
	 * @return the way, or {@code null} if the callback belonged to no attempt
	 */
	public @Nullable SignInWay getWay() {
		return this.way;
	}

	/**
	 * Returns why somebody was refused.
	 * @return the {@linkplain WeComRefusal#code() code of the refusal}, or {@code null}
	 * for somebody who was not refused
	 */
	public @Nullable String getRefusalCode() {
		return this.refusalCode;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof WeComSignInDetails details
				&& Objects.equals(this.registrationId, details.registrationId) && this.way == details.way
				&& Objects.equals(this.refusalCode, details.refusalCode);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.registrationId, this.way, this.refusalCode);
	}

	@Override
	public String toString() {
		return "WeComSignInDetails[registrationId=" + this.registrationId + ", way=" + this.way + ", refusalCode="
				+ this.refusalCode + "]";
	}

	private Object writeReplace() {
		return new SerialForm(getRemoteAddress(), this.registrationId, this.way, this.refusalCode);
	}

	private void readObject(ObjectInputStream in) throws IOException {
		throw new InvalidObjectException("The details cannot be read: written by another version");
	}

	private record SerialForm(@Nullable String remoteAddress, @Nullable String registrationId, @Nullable SignInWay way,
			@Nullable String refusalCode) implements Serializable {

		private static final long serialVersionUID = 1L;

		private Object readResolve() throws InvalidObjectException {
			if (this.remoteAddress == null || this.registrationId == null) {
				throw new InvalidObjectException("The details cannot be read: written by another version");
			}
			return new WeComSignInDetails(this.remoteAddress, this.registrationId, this.way, this.refusalCode);
		}

	}

}
