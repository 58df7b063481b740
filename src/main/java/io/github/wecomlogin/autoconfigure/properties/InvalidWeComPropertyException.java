package io.github.wecomlogin.autoconfigure.properties;

/**
 * A property under {@code wecom} is missing or cannot be right.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public class InvalidWeComPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String mend;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param problem what is wrong, without the value of a secret
	 * @param mend what to do and where to find the right value
	 */
	public InvalidWeComPropertyException(String property, String problem, String mend) {
		super("Property '" + property + "' " + problem);
		this.property = property;
		this.mend = mend;
	}

	String getProperty() {
		return this.property;
	}

	String getMend() {
		return this.mend;
	}

}
