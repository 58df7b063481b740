package io.github.wecomlogin.access;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.TagMembers;

/**
 * One property of members that a rule can ask for. Its {@code toString()} is what stands
 * in the configuration.
 */
public sealed interface Criterion {

	/**
	 * Says whether a member has the property.
	 * @param member the member
	 * @param organisation what is known of the company
	 * @return the verdict
	 */
	Verdict verdict(Member member, Organisation organisation);

	/**
	 * Returns the part of this criterion that a member meets, so that nobody has to be
	 * shown the rest.
	 * @param member a member who meets it
	 * @param organisation what is known of the company
	 * @return a criterion of the same kind
	 */
	Criterion metBy(Member member, Organisation organisation);

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
	default Set<Integer> tags() {
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
			return userId.toLowerCase(Locale.ROOT);
		}

		@Override
		public Verdict verdict(Member member, Organisation organisation) {
			return Verdict.of(this.ids.contains(comparable(member.userId())));
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new Users(Set.of(member.userId()));
		}

		@Override
		public String toString() {
			return "users: " + new TreeSet<>(this.ids);
		}

	}

	/**
	 * Members of departments.
	 *
	 * @param departments the departments
	 * @param direct whether those below do not count
	 */
	record Departments(List<DepartmentReference> departments, boolean direct) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param departments the departments
		 * @param direct whether those below do not count
		 */
		public Departments {
			departments = List.copyOf(departments);
		}

		@Override
		public Verdict verdict(Member member, Organisation organisation) {
			return anyOf(this.departments, member.departments(), this.direct, organisation);
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new Departments(met(this.departments, member.departments(), this.direct, organisation), this.direct);
		}

		@Override
		public boolean needsDepartments() {
			return needsTree(this.departments, this.direct);
		}

		@Override
		public String toString() {
			return describe("departments", this.departments, this.direct);
		}

	}

	/**
	 * Members that have a tag, or are in a department that has it or below one.
	 *
	 * @param tags ids of tags
	 */
	record Tags(Set<Integer> tags) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param tags ids of tags
		 */
		public Tags {
			tags = Set.copyOf(tags);
		}

		@Override
		public Verdict verdict(Member member, Organisation organisation) {
			return Verdict.any(this.tags.stream().map((id) -> verdict(id, member, organisation)));
		}

		/**
		 * Says whether a member has one tag.
		 * @param id the id of the tag
		 * @param member the member
		 * @param organisation what is known of the company
		 * @return the verdict
		 */
		public static Verdict verdict(int id, Member member, Organisation organisation) {
			TagMembers tag = organisation.tags().get(id);
			if (tag == null) {
				return Verdict.UNKNOWN;
			}
			if (tag.contains(member.userId())) {
				return Verdict.YES;
			}
			return Verdict.any(tag.departments()
				.stream()
				.map((department) -> DepartmentReference.isWithin(member.departments(), department, false,
						organisation)));
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new Tags(this.tags.stream()
				.filter((id) -> verdict(id, member, organisation) == Verdict.YES)
				.collect(Collectors.toSet()));
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
		public Verdict verdict(Member member, Organisation organisation) {
			String position = member.position();
			return Verdict.of(position != null && this.titles.contains(position.strip()));
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new Positions(Stream.ofNullable(member.position()).collect(Collectors.toSet()));
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
		public Verdict verdict(Member member, Organisation organisation) {
			return Verdict.of(!member.ledDepartments().isEmpty());
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return this;
		}

		@Override
		public String toString() {
			return "leader: true";
		}

	}

	/**
	 * Members that lead certain departments.
	 *
	 * @param departments the departments
	 * @param direct whether those who lead one below do not count
	 */
	record LeaderOf(List<DepartmentReference> departments, boolean direct) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param departments the departments
		 * @param direct whether those who lead one below do not count
		 */
		public LeaderOf {
			departments = List.copyOf(departments);
		}

		@Override
		public Verdict verdict(Member member, Organisation organisation) {
			return anyOf(this.departments, member.ledDepartments(), this.direct, organisation);
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new LeaderOf(met(this.departments, member.ledDepartments(), this.direct, organisation), this.direct);
		}

		@Override
		public boolean needsDepartments() {
			return needsTree(this.departments, this.direct);
		}

		@Override
		public String toString() {
			return describe("leader-of", this.departments, this.direct);
		}

	}

	/**
	 * Members whose main department is a certain one.
	 *
	 * @param departments the departments
	 * @param direct whether those below do not count
	 */
	record MainDepartment(List<DepartmentReference> departments, boolean direct) implements Criterion {

		/**
		 * Creates the criterion.
		 * @param departments the departments
		 * @param direct whether those below do not count
		 */
		public MainDepartment {
			departments = List.copyOf(departments);
		}

		@Override
		public Verdict verdict(Member member, Organisation organisation) {
			return anyOf(this.departments, main(member), this.direct, organisation);
		}

		@Override
		public Criterion metBy(Member member, Organisation organisation) {
			return new MainDepartment(met(this.departments, main(member), this.direct, organisation), this.direct);
		}

		@Override
		public boolean needsDepartments() {
			return needsTree(this.departments, this.direct);
		}

		private static List<Integer> main(Member member) {
			Integer main = member.mainDepartment();
			return (main != null) ? List.of(main) : List.of();
		}

		@Override
		public String toString() {
			return describe("main-department", this.departments, this.direct);
		}

	}

	private static Verdict anyOf(List<DepartmentReference> named, Iterable<Integer> departments, boolean direct,
			Organisation organisation) {
		Stream<Verdict> verdicts = named.stream()
			.map((reference) -> reference.matches(departments, direct, organisation));
		return Verdict.any(verdicts);
	}

	private static List<DepartmentReference> met(List<DepartmentReference> named, Iterable<Integer> departments,
			boolean direct, Organisation organisation) {
		return named.stream()
			.filter((reference) -> reference.matches(departments, direct, organisation) == Verdict.YES)
			.toList();
	}

	private static boolean needsTree(List<DepartmentReference> named, boolean direct) {
		return !direct || named.stream().anyMatch((reference) -> reference.name() != null);
	}

	private static String describe(String name, List<DepartmentReference> departments, boolean direct) {
		return name + ": " + departments + (direct ? ", direct: true" : "");
	}

}
