package io.github.wecomlogin.access;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.TagMembers;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one member, for as many rules as there are. Whatever takes looking for
 * is looked for once. Not safe for concurrent use.
 */
public final class MemberFacts {

	private final Member member;

	private final Organisation organisation;

	private final Map<DepartmentRelation, Surroundings> surroundings = new EnumMap<>(DepartmentRelation.class);

	private final Map<Long, Verdict> tags = new HashMap<>();

	/**
	 * Collects the facts.
	 * @param member the member
	 * @param organisation what is known of the company
	 */
	public MemberFacts(Member member, Organisation organisation) {
		this.member = member;
		this.organisation = organisation;
	}

	/**
	 * Says whether the member has a tag, or is in a department that has it or below one.
	 * @param id the id of the tag
	 * @return the verdict
	 */
	public Verdict hasTag(long id) {
		return this.tags.computeIfAbsent(id, this::findTag);
	}

	private Verdict findTag(long id) {
		TagMembers tag = this.organisation.tags().get(id);
		if (tag == null) {
			return Verdict.UNKNOWN;
		}
		if (tag.contains(this.member.userId())) {
			return Verdict.YES;
		}
		return Verdict
			.any(tag.departments().stream().map((department) -> isWithin(DepartmentRelation.MEMBER, department)));
	}

	/**
	 * Returns departments of the member that WeCom does not list, so that nobody knows
	 * what is above them.
	 * @return ids of departments; none if no departments were read
	 */
	public List<Long> unlistedDepartments() {
		DepartmentTree tree = this.organisation.departments();
		return (tree == null) ? List.of()
				: this.member.departments().stream().filter((id) -> !tree.contains(id)).toList();
	}

	Member member() {
		return this.member;
	}

	/**
	 * Says whether one of the member's departments is a certain one or, unless only that
	 * one counts, below it.
	 */
	Verdict matches(DepartmentRelation relation, DepartmentReference named, boolean direct) {
		Long id = resolve(named);
		if (id == null) {
			return Verdict.UNKNOWN;
		}
		return direct ? Verdict.of(relation.departments(this.member).contains(id)) : isWithin(relation, id);
	}

	private @Nullable Long resolve(DepartmentReference reference) {
		if (reference.name() == null) {
			return reference.id();
		}
		DepartmentTree tree = this.organisation.departments();
		List<Long> found = (tree != null) ? tree.find(reference.name()) : List.of();
		return (found.size() == 1) ? found.get(0) : null;
	}

	private Verdict isWithin(DepartmentRelation relation, long id) {
		Surroundings around = this.surroundings.computeIfAbsent(relation,
				(key) -> Surroundings.of(key.departments(this.member), this.organisation.departments()));
		if (around.departments().contains(id)) {
			return Verdict.YES;
		}
		return around.complete() ? Verdict.NO : Verdict.UNKNOWN;
	}

	/**
	 * Some departments and all above them.
	 *
	 * @param departments their ids
	 * @param complete whether nothing above them is missing
	 */
	private record Surroundings(Set<Long> departments, boolean complete) {

		static Surroundings of(Collection<Long> departments, @Nullable DepartmentTree tree) {
			Set<Long> all = new HashSet<>(departments);
			if (tree == null) {
				return new Surroundings(all, departments.isEmpty());
			}
			departments.forEach((id) -> all.addAll(tree.above(id)));
			return new Surroundings(all, departments.stream().allMatch(tree::contains));
		}

	}

}
