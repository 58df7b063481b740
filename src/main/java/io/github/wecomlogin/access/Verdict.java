package io.github.wecomlogin.access;

import java.util.stream.Stream;

/**
 * Result of a rule or criterion for a member. An unknown result grants nothing and
 * revokes nothing that another rule grants.
 */
public enum Verdict {

	/**
	 * The rule applies.
	 */
	YES,

	/**
	 * The rule does not apply.
	 */
	NO,

	/**
	 * Data that the rule needs is missing.
	 */
	UNKNOWN;

	static Verdict of(boolean answer) {
		return answer ? YES : NO;
	}

	static Verdict any(Stream<Verdict> verdicts) {
		return summary(verdicts, YES, NO);
	}

	static Verdict all(Stream<Verdict> verdicts) {
		return summary(verdicts, NO, YES);
	}

	/**
	 * Returns the decisive verdict if there is one, {@link #UNKNOWN} if any is unknown,
	 * and the default otherwise.
	 */
	private static Verdict summary(Stream<Verdict> verdicts, Verdict decisive, Verdict otherwise) {
		Verdict summary = otherwise;
		for (Verdict verdict : (Iterable<Verdict>) verdicts::iterator) {
			if (verdict == decisive) {
				return decisive;
			}
			if (verdict == UNKNOWN) {
				summary = UNKNOWN;
			}
		}
		return summary;
	}

}
