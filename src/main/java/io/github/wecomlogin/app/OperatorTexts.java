package io.github.wecomlogin.app;

import io.github.wecomlogin.util.Texts;

/**
 * Texts of the application for operators.
 */
final class OperatorTexts {

	static final Texts TEXTS = new Texts(OperatorTexts.class, "operators");

	private OperatorTexts() {
	}

}
