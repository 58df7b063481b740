package io.github.wecomlogin.refusal;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

/**
 * Explains a refusal to the administrator. Its message is ours, so that it can be logged,
 * which messages of others cannot: they may hold anything.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public class ExplainedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final LocalizedText text;

	/**
	 * Creates the exception. Its message is the text in both languages.
	 */
	public ExplainedException(LocalizedText text) {
		super(text.toString());
		this.text = text;
	}

	/**
	 * Explains that code of the application failed: names the class of the exception and
	 * where it was thrown, without its message.
	 * @param subject what failed, the name of a type or a {@link LocalizedText}
	 */
	public static ExplainedException of(Object subject, Exception ex) {
		StackTraceElement[] trace = ex.getStackTrace();
		String place = (trace.length > 0) ? " at " + trace[0] : "";
		return new ExplainedException(
				Texts.OPERATORS.both("refusal.part-failed", subject, ex.getClass().getName() + place));
	}

	public LocalizedText getText() {
		return this.text;
	}

}
