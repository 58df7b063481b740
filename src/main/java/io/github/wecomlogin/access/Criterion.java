package io.github.wecomlogin.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.util.AsciiIds;

/**
 * A condition of a rule on members. {@code toString()} returns it as written in the
 * configuration.
 */
public sealed interface Criterion {

	/**
	 * Evaluates the criterion for a member.
	 * @param member the member and the company's lists
	 * @return the verdict
	 */
	Verdict verdict(MemberFacts member);

	/**
	 * Returns the part of this criterion that a member meets, so that other entries need
	 * not be shown.
	 * @param member a member who meets the criterion
	 * @return a criterion of the same kind
	 */
	Criterion metBy(MemberFacts member);

	/**
	 * Whether the department tree is needed.
	 * @return {@code false} if the member's own fields suffice
	 */
	default boolean needsDepartments() {
		return false;
	}

	/**
	 * Returns the tags that are needed.
	 * @return tag ids
	 */
	default Set<Long> tags() {
		return Set.of();
	}

	/**
	 * Returns the departments named by the criterion.
	 * @return the references, in the order of configuration
	 */
	default List<DepartmentReference> departments() {
		return List.of();
	}

	/**
	 * Selects individual members.
	 *
	 * @param ids the user ids, compared without case as in WeCom (D/90196)
	 */
	record Users(Set<String> ids) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param ids the user ids, in any case
		 */
		public Users {
			ids = ids.stream().map(Users::comparable).collect(Collectors.toUnmodifiableSet());
		}

		private static String comparable(String userId) {
			return AsciiIds.toLowerCase(userId);
		}

		@Override
		public Verdict verdict(MemberFacts member) {
			return Verdict.of(this.ids.contains(comparable(member.member().userId())));
		}

		@Override
		public Criterion metBy(MemberFacts member) {
			return new Users(Set.of(member.member().userId()));
		}

		@Override
		public String toString() {
			return "users: " + new TreeSet<>(this.ids);
		}

	}

	/**
	 * Selects members by department.
	 *
	 * @param relation the relation of member and department
	 * @param departments the departments
	 * @param direct whether departments below these are excluded
	 */
	record Departments(DepartmentRelation relation, List<DepartmentReference> departments,
			boolean direct) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param relation the relation of member and department
		 * @param departments the departments
		 * @param direct whether departments below these are excluded
		 */
		public Departments {
			departments = List.copyOf(departments);
		}

		@Override
		public Verdict verdict(MemberFacts member) {
			return Verdict.any(this.departments.stream().map((department) -> verdict(department, member)));
		}

		private Verdict verdict(DepartmentReference department, MemberFacts member) {
			return member.matches(this.relation, department, this.direct);
		}

		@Override
		public Criterion metBy(MemberFacts member) {
			return new Departments(this.relation,
					this.departments.stream()
						.filter((department) -> verdict(department, member) == Verdict.YES)
						.toList(),
					this.direct);
		}

		@Override
		public boolean needsDepartments() {
			return !this.direct || this.departments.stream().anyMatch((department) -> department.name() != null);
		}

		@Override
		public String toString() {
			return this.relation.key() + ": " + this.departments + (this.direct ? ", direct: true" : "");
		}

	}

	/**
	 * Selects members by tag: tagged individually, or in or below a tagged department.
	 *
	 * @param tags the tag ids
	 */
	record Tags(Set<Long> tags) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param tags the tag ids
		 */
		public Tags {
			tags = Set.copyOf(tags);
		}

		@Override
		public Verdict verdict(MemberFacts member) {
			return Verdict.any(this.tags.stream().map(member::hasTag));
		}

		@Override
		public Criterion metBy(MemberFacts member) {
			return new Tags(
					this.tags.stream().filter((id) -> member.hasTag(id) == Verdict.YES).collect(Collectors.toSet()));
		}

		@Override
		public String toString() {
			return "tags: " + new TreeSet<>(this.tags);
		}

	}

	/**
	 * Selects members by job title.
	 *
	 * @param titles the titles as in the directory
	 */
	record Positions(Set<String> titles) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param titles the titles
		 */
		public Positions {
			titles = titles.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
		}

		@Override
		public Verdict verdict(MemberFacts member) {
			String position = member.member().position();
			return Verdict.of(position != null && this.titles.contains(position.strip()));
		}

		@Override
		public Criterion metBy(MemberFacts member) {
			return new Positions(Stream.ofNullable(member.member().position()).collect(Collectors.toSet()));
		}

		@Override
		public String toString() {
			return "positions: " + new TreeSet<>(this.titles);
		}

	}

	/**
	 * Selects members who lead one of their departments.
	 */
	record Leader() implements Criterion {

		@Override
		public Verdict verdict(MemberFacts member) {
			return Verdict.of(!member.member().ledDepartments().isEmpty());
		}

		@Override
		public Criterion metBy(MemberFacts member) {
			return this;
		}

		@Override
		public String toString() {
			return "leader: true";
		}

	}

}
