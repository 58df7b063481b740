package io.github.wecomlogin.access;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Selects members of a company by one or more criteria.
 *
 * @param criteria the criteria, at least one
 * @param match whether any or all of them must be met
 */
public record MemberSelector(List<Criterion> criteria, Match match) {

	/**
	 * Creates a selector.
	 * @param criteria the criteria, at least one
	 * @param match whether any or all of them must be met
	 * @throws IllegalArgumentException if there is no criterion, because an empty
	 * selector would be ambiguous
	 */
	public MemberSelector {
		criteria = List.copyOf(criteria);
		if (criteria.isEmpty()) {
			throw new IllegalArgumentException("A selector needs at least one criterion");
		}
	}

	/**
	 * Evaluates the selector for a member.
	 * @param member the member and the company's lists
	 * @return the verdict
	 */
	public Verdict verdict(MemberFacts member) {
		return switch (this.match) {
			case ANY -> Verdict.any(this.criteria.stream().map((criterion) -> criterion.verdict(member)));
			case ALL -> Verdict.all(this.criteria.stream().map((criterion) -> criterion.verdict(member)));
		};
	}

	/**
	 * Returns the criteria that a member meets.
	 */
	List<Criterion> met(MemberFacts member) {
		return this.criteria.stream()
			.filter((criterion) -> criterion.verdict(member) == Verdict.YES)
			.map((criterion) -> criterion.metBy(member))
			.toList();
	}

	/**
	 * Returns the selector as written in the configuration.
	 */
	@Override
	public String toString() {
		String text = this.criteria.stream().map(Objects::toString).collect(Collectors.joining(", "));
		return (this.match == Match.ALL) ? text + ", match: all" : text;
	}

	/**
	 * Combination of several criteria.
	 */
	public enum Match {

		/**
		 * At least one must be met.
		 */
		ANY,

		/**
		 * All must be met.
		 */
		ALL

	}

}
