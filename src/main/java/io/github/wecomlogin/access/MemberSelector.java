package io.github.wecomlogin.access;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Selects some members of one company.
 *
 * @param criteria what they are asked for, at least one
 * @param match whether one of them is enough
 */
public record MemberSelector(List<Criterion> criteria, Match match) {

	/**
	 * Creates a selector.
	 * @param criteria at least one
	 * @param match whether one of them is enough
	 * @throws IllegalArgumentException if there is no criterion, because it is not clear
	 * whether that means everybody or nobody
	 */
	public MemberSelector {
		criteria = List.copyOf(criteria);
		if (criteria.isEmpty()) {
			throw new IllegalArgumentException("A selector needs at least one criterion");
		}
	}

	/**
	 * Says whether a member is selected.
	 * @param member what is known of the member
	 * @return the verdict
	 */
	public Verdict verdict(MemberFacts member) {
		return switch (this.match) {
			case ANY -> Verdict.any(this.criteria.stream().map((criterion) -> criterion.verdict(member)));
			case ALL -> Verdict.all(this.criteria.stream().map((criterion) -> criterion.verdict(member)));
		};
	}

	/**
	 * Returns what speaks for a member.
	 */
	List<Criterion> met(MemberFacts member) {
		return this.criteria.stream()
			.filter((criterion) -> criterion.verdict(member) == Verdict.YES)
			.map((criterion) -> criterion.metBy(member))
			.toList();
	}

	/**
	 * Returns what stands in the configuration.
	 */
	@Override
	public String toString() {
		String text = this.criteria.stream().map(Objects::toString).collect(Collectors.joining(", "));
		return (this.match == Match.ALL) ? text + ", match: all" : text;
	}

	/**
	 * How many of several criteria must be met.
	 */
	public enum Match {

		/**
		 * One is enough.
		 */
		ANY,

		/**
		 * All of them.
		 */
		ALL

	}

}
