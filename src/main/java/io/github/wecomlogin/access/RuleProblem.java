package io.github.wecomlogin.access;

/**
 * A reason why rules cannot be decided, or only with stale data.
 *
 * @param what the subject, which identifies the problem whatever its cause
 * @param severe whether the configuration must be changed
 * @param consequence the problem itself, which follows the subject
 * @param details the affected rules, the cause and the remedy, in English and Chinese
 */
record RuleProblem(String what, boolean severe, String consequence, String details) {

	String message() {
		return this.what + this.consequence + this.details;
	}

}
