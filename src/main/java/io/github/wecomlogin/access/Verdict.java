package io.github.wecomlogin.access;

import java.util.stream.Stream;

/**
 * What a rule says about a member. What is not known counts as neither: it gives nothing,
 * and takes nothing that something else gives.
 */
public enum Verdict {

	/**
	 * The rule is for this member.
	 */
	YES,

	/**
	 * The rule is not for this member.
	 */
	NO,

	/**
	 * Something that the rule needs to know is not known.
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
	 * Returns what one verdict decides alone, or else what remains when none did.
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
