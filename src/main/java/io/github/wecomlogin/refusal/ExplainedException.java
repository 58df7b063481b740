package io.github.wecomlogin.refusal;

/**
 * Explains a refusal to the administrator. Its message is ours, so that it can be logged,
 * which messages of others cannot: they may hold anything.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public class ExplainedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public ExplainedException(String message) {
		super(message);
	}

	/**
	 * Explains that code of the application failed: names the class of the exception and
	 * where it was thrown, without its message.
	 */
	public static ExplainedException of(String subject, Exception ex) {
		StackTraceElement[] trace = ex.getStackTrace();
		String place = (trace.length > 0) ? " at " + trace[0] : "";
		return new ExplainedException(subject + " failed with " + ex.getClass().getName() + place + ".");
	}

}
