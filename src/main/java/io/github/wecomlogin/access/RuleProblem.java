package io.github.wecomlogin.access;

/**
 * Why rules cannot be decided, or only with what was read some time ago.
 *
 * @param what what it is about, so that it can be recognized whatever the cause
 * @param severe whether the configuration must be changed
 * @param consequence what is the matter with it
 * @param details says which rules, why, and what to do, in English and Chinese
 */
record RuleProblem(String what, boolean severe, String consequence, String details) {

	String message() {
		return this.what + this.consequence + this.details;
	}

}
