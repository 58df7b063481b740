package io.github.wecomlogin.refusal;

import java.util.Locale;

/**
 * What can help after a refusal. The main action of a refusal page.
 */
public enum RefusalAction {

	/**
	 * Start the sign-in again.
	 */
	TRY_AGAIN,

	/**
	 * Sign in with another account. Not possible inside WeCom, which signs in the member
	 * who uses it.
	 */
	OTHER_ACCOUNT,

	/**
	 * Contact the support of the company.
	 */
	SUPPORT,

	/**
	 * Open the page in WeCom, or in the browser of a computer.
	 */
	OPEN_IN_WECOM;

	/**
	 * Returns the label of the link or button.
	 * @param locale Chinese or else English
	 * @return a few words
	 */
	public String label(Locale locale) {
		return Messages.text("action." + name().toLowerCase(Locale.ROOT), locale);
	}

}
