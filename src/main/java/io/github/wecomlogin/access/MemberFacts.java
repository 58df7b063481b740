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
 * A member with the company's lists, as input of the rules. Caches lookups, so that many
 * rules can be evaluated cheaply. Not safe for concurrent use.
 */
public final class MemberFacts {

	private final Member member;

	private final Organisation organisation;

	private final Map<DepartmentRelation, Ancestry> ancestry = new EnumMap<>(DepartmentRelation.class);

	private final Map<Long, Verdict> tags = new HashMap<>();

	/**
	 * Creates the facts.
	 * @param member the member
	 * @param organisation the company's lists
	 */
	public MemberFacts(Member member, Organisation organisation) {
		this.member = member;
		this.organisation = organisation;
	}

	/**
	 * Whether the member has a tag, individually or through a department in or below
	 * which the member is.
	 * @param id the tag id
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
	 * Returns the member's departments that are missing from the department list, so that
	 * their ancestors are unknown.
	 * @return department ids; none if no departments were read
	 */
	public List<Long> unlistedDepartments() {
		DepartmentTree tree = this.organisation.departments();
		return (tree == null) ? List.of()
				: this.member.departments().stream().filter((id) -> !tree.contains(id)).toList();
	}

	/**
	 * Returns the member.
	 * @return the member that the facts are about
	 */
	public Member member() {
		return this.member;
	}

	/**
	 * Whether one of the member's departments is the given one or, unless {@code direct},
	 * below it.
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
		Ancestry around = this.ancestry.computeIfAbsent(relation,
				(key) -> Ancestry.of(key.departments(this.member), this.organisation.departments()));
		if (around.departments().contains(id)) {
			return Verdict.YES;
		}
		return around.complete() ? Verdict.NO : Verdict.UNKNOWN;
	}

	/**
	 * Departments with all their ancestors.
	 *
	 * @param departments the department ids
	 * @param complete whether all ancestors are known
	 */
	private record Ancestry(Set<Long> departments, boolean complete) {

		static Ancestry of(Collection<Long> departments, @Nullable DepartmentTree tree) {
			Set<Long> all = new HashSet<>(departments);
			if (tree == null) {
				return new Ancestry(all, departments.isEmpty());
			}
			departments.forEach((id) -> all.addAll(tree.above(id)));
			return new Ancestry(all, departments.stream().allMatch(tree::contains));
		}

	}

}
