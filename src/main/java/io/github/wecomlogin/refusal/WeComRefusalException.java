package io.github.wecomlogin.refusal;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Locale;

import io.github.wecomlogin.client.WeComApiException;
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

	private final String reference;

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
		this(refusal, cause, RefusalReference.next());
	}

	private WeComRefusalException(WeComRefusal refusal, @Nullable Throwable cause, String reference) {
		super(new OAuth2Error(refusal.code(), refusal.text(Locale.ENGLISH), null), refusal.text(Locale.ENGLISH), cause);
		this.refusal = refusal;
		this.reference = reference;
	}

	/**
	 * Restores an exception that was stored. One of another version has no reference and
	 * gets a new one.
	 */
	static WeComRefusalException restored(WeComRefusal refusal, @Nullable String reference) {
		return (reference != null && RefusalReference.isValid(reference))
				? new WeComRefusalException(refusal, null, reference) : new WeComRefusalException(refusal);
	}

	/**
	 * Returns why.
	 * @return the refusal
	 */
	public WeComRefusal getRefusal() {
		return this.refusal;
	}

	/**
	 * Returns the reference of this refusal, which is also shown to the member.
	 * @return eight random letters and digits
	 */
	public String getReference() {
		return this.reference;
	}

	/**
	 * Returns what the member is told.
	 * @return the refusal and its reference
	 */
	public WeComRefusalNotice toNotice() {
		return new WeComRefusalNotice(this.refusal, this.reference);
	}

	/**
	 * Returns what the administrator needs to know, for the log: never anything secret or
	 * personal.
	 * @return what is known of the cause, or {@code null} if there is none
	 */
	public @Nullable String getExplanation() {
		Throwable cause = getCause();
		if (cause instanceof WeComApiException || cause instanceof ExplainedException) {
			return cause.getMessage();
		}
		// A message of others may hold anything
		return (cause != null) ? cause.getClass().getName() : null;
	}

	/**
	 * Lets a session keep the refusal and its reference alone, also of a subclass: what
	 * was presented to sign in is in the exception too, cannot be serialised, and must
	 * not be.
	 * @return what is serialised instead
	 */
	protected final Object writeReplace() {
		return new SerialForm(this.refusal, this.reference);
	}

	private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
		in.defaultReadObject();
		// From another version
		if (this.refusal == null) {
			throw new InvalidObjectException("The refusal is missing");
		}
	}

	/**
	 * Serialised form, for sessions. Without the cause, which may not be serialisable.
	 */
	private record SerialForm(@Nullable WeComRefusal refusal, @Nullable String reference) implements Serializable {

		private static final long serialVersionUID = 1L;

		private Object readResolve() throws InvalidObjectException {
			if (this.refusal == null) {
				throw new InvalidObjectException("The refusal is missing");
			}
			return restored(this.refusal, this.reference);
		}

	}

}
