package io.github.wecomlogin.autoconfigure.properties;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

/**
 * Thrown if a property under {@code wecom} is missing or invalid.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public class InvalidWeComPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final LocalizedText description;

	private final LocalizedText mend;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param problem the problem as a predicate, without secret values
	 * @param mend the remedy, and where to find the correct value
	 */
	public InvalidWeComPropertyException(String property, LocalizedText problem, LocalizedText mend) {
		super(Texts.OPERATORS.inBoth("problem.property", property, problem));
		this.property = property;
		this.description = Texts.OPERATORS.both("problem.property", property, problem);
		this.mend = mend;
	}

	String getProperty() {
		return this.property;
	}

	/**
	 * Returns property and problem, as a sentence in each language.
	 */
	LocalizedText getDescription() {
		return this.description;
	}

	LocalizedText getMend() {
		return this.mend;
	}

}
