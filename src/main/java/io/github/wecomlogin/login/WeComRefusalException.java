package io.github.wecomlogin.login;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * A sign-in with WeCom was refused. The message and the error code are fit for the
 * member; the cause, if any, is for the administrator.
 */
public class WeComRefusalException extends OAuth2AuthenticationException {

	private static final long serialVersionUID = 1L;

	private final WeComRefusal refusal;

	/**
	 * Creates the exception.
	 * @param refusal why
	 */
	public WeComRefusalException(WeComRefusal refusal) {
		this(refusal, null);
	}

	/**
	 * Creates the exception.
	 * @param refusal why
	 * @param cause what the administrator needs to know
	 */
	public WeComRefusalException(WeComRefusal refusal, @Nullable Throwable cause) {
		super(new OAuth2Error(refusal.code(), refusal.text(Locale.ENGLISH), null), refusal.text(Locale.ENGLISH), cause);
		this.refusal = refusal;
	}

	/**
	 * Returns why.
	 * @return the refusal
	 */
	public WeComRefusal getRefusal() {
		return this.refusal;
	}

}
