package io.github.wecomlogin.login;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment on the clock of one node. Moments of the same node are compared exactly; those
 * of different nodes only as well as their clocks agree.
 *
 * @param at what the clock said
 * @param node whose clock it was, or {@link #SEVERAL}
 */
record Moment(Instant at, long node) {

	/**
	 * By how much the clocks of two nodes may differ.
	 */
	static final Duration SKEW = Duration.ofSeconds(5);

	/**
	 * Not of one clock alone.
	 */
	static final long SEVERAL = 0;

	/**
	 * Whether this may have been before the other one, or at the same time. In doubt it
	 * may.
	 */
	boolean mayBeBefore(Moment other) {
		boolean sameClock = this.node == other.node && this.node != SEVERAL;
		return !this.at.isAfter(sameClock ? other.at : other.at.plus(SKEW));
	}

	/**
	 * Returns a moment that everything may have been before that may have been before one
	 * of the two.
	 */
	Moment latest(Moment other) {
		Moment later = other.at.isAfter(this.at) ? other : this;
		Moment earlier = (later == this) ? other : this;
		if (later.node == earlier.node || !later.at.isBefore(earlier.at.plus(SKEW))) {
			return later;
		}
		// Which of them was later nobody knows
		return new Moment(later.at, SEVERAL);
	}

}
