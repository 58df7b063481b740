package io.github.wecomlogin.authentication;

import java.util.List;

import io.github.wecomlogin.user.WeComSignInDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * Who was refused. Never authenticated, and without anything that was presented.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RefusedAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	/**
	 * Name of a visitor whom WeCom did not identify.
	 */
	static final String ANONYMOUS = "anonymous";

	private final @Nullable String userId;

	public RefusedAuthentication(@Nullable String userId, WeComSignInDetails details) {
		super(List.of());
		this.userId = userId;
		setDetails(details);
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public Object getPrincipal() {
		return (this.userId != null) ? this.userId : ANONYMOUS;
	}

	@Override
	public WeComSignInDetails getDetails() {
		return (WeComSignInDetails) super.getDetails();
	}

	@Nullable String userId() {
		return this.userId;
	}

	@Override
	public void setAuthenticated(boolean authenticated) {
		if (authenticated) {
			throw new IllegalArgumentException("Who was refused does not become authenticated");
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}

	@Override
	public String toString() {
		return "RefusedAuthentication[" + getDetails() + "]";
	}

}
