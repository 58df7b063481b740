package io.github.wecomlogin.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.util.AsciiIds;

/**
 * One property of members that a rule can ask for. Its {@code toString()} is what stands
 * in the configuration.
 */
public sealed interface Criterion {

	/**
	 * Says whether a member has the property.
	 * @param member what is known of the member
	 * @return the verdict
	 */
	Verdict verdict(MemberFacts member);

	/**
	 * Returns the part of this criterion that a member meets, so that nobody has to be
	 * shown the rest.
	 * @param member what is known of a member who meets it
	 * @return a criterion of the same kind
	 */
	Criterion metBy(MemberFacts member);

	/**
	 * Whether the departments of the company must be known.
	 * @return {@code true} unless the member alone tells
	 */
	default boolean needsDepartments() {
		return false;
	}

	/**
	 * Returns the tags whose members must be known.
	 * @return ids of tags
	 */
	default Set<Long> tags() {
		return Set.of();
	}

	/**
	 * Returns the departments that are named.
	 * @return the references, in the order of configuration
	 */
	default List<DepartmentReference> departments() {
		return List.of();
	}

	/**
	 * Certain members.
	 *
	 * @param ids their user ids, compared without case, as WeCom does (D/90196)
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
	 * Members that have to do with departments.
	 *
	 * @param relation what they have to do with them
	 * @param departments the departments
	 * @param direct whether departments below those do not count
	 */
	record Departments(DepartmentRelation relation, List<DepartmentReference> departments,
			boolean direct) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param relation what the members have to do with the departments
		 * @param departments the departments
		 * @param direct whether departments below those do not count
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
	 * Members that have a tag, or are in a department that has it or below one.
	 *
	 * @param tags ids of tags
	 */
	record Tags(Set<Long> tags) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param tags ids of tags
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
	 * Members with a job title.
	 *
	 * @param titles the titles, as they stand in the directory
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
	 * Members that lead a department of theirs.
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
