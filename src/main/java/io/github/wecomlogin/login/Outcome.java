package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What became of a code: an identity or a refusal. Holds no exception, so that it costs
 * little to remember.
 *
 * @param identity who signed in, or {@code null} if somebody was refused
 * @param refusal why, or {@code null} if somebody signed in
 * @param explanation what the administrator needs to know about the refusal, if anything
 * @param asOf when it was begun to spend the code
 * @param seen the change stamps of the member then, {@code null} for a refusal
 * @param lost whether somebody was refused only because a node died with what it knew
 */
record Outcome(@Nullable Identity identity, @Nullable WeComRefusal refusal, @Nullable String explanation, Instant asOf,
		@Nullable String seen, boolean lost) {

	static Outcome of(Identity identity, Instant asOf, @Nullable String seen) {
		return new Outcome(identity, null, null, asOf, seen, false);
	}

	static Outcome refused(WeComRefusal refusal, @Nullable String explanation, Instant asOf) {
		return new Outcome(null, refusal, explanation, asOf, null, false);
	}

	/**
	 * Returns this outcome of a code that another node may have spent before it died.
	 */
	Outcome afterAnothersDeath() {
		return (this.refusal != WeComRefusal.CODE_REJECTED) ? this
				: new Outcome(null, this.refusal, this.explanation, this.asOf, null, true);
	}

	/**
	 * Returns how long this may still be repeated: a minute from its beginning, also
	 * where it was learnt from another node.
	 * @return more than zero, a moment at least
	 */
	Duration repeatableFor(Clock clock) {
		Duration left = Duration.between(clock.instant(), this.asOf.plus(SpentCodes.REPEATABLE));
		if (left.compareTo(SpentCodes.REPEATABLE) > 0) {
			// Another node's clock is ahead
			return SpentCodes.REPEATABLE;
		}
		return (left.toMillis() > 0) ? left : Duration.ofMillis(1);
	}

	WeComRefusalException refusalOr(WeComRefusal otherwise) {
		if (this.lost) {
			return new LostCodeException();
		}
		return new WeComRefusalException((this.refusal != null) ? this.refusal : otherwise,
				(this.explanation != null) ? new ExplainedException(this.explanation) : null);
	}

	@Override
	public String toString() {
		return "Outcome[]";
	}

}
