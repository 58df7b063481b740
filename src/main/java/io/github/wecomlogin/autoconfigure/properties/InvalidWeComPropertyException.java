package io.github.wecomlogin.autoconfigure.properties;

import io.github.wecomlogin.util.LocalizedText;

/**
 * Thrown if a property under {@code wecom} is missing or invalid.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public class InvalidWeComPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final LocalizedText mend;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param problem the problem, without secret values
	 * @param mend the remedy, and where to find the correct value
	 */
	public InvalidWeComPropertyException(String property, String problem, LocalizedText mend) {
		super("Property '" + property + "' " + problem);
		this.property = property;
		this.mend = mend;
	}

	String getProperty() {
		return this.property;
	}

	LocalizedText getMend() {
		return this.mend;
	}

}
