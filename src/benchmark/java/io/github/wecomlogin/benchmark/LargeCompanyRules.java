package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.DepartmentRelation;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;

/**
 * Rules that somebody might write for the large company: of every kind, by ids, names and
 * paths. The number of the rule decides what it asks for.
 */
final class LargeCompanyRules {

	/**
	 * Every fifth rule asks for something else than a tag.
	 */
	private static final int KINDS = 5;

	private LargeCompanyRules() {
	}

	/**
	 * Returns as many rules, four of five by a tag that no other rule asks for.
	 */
	static AccessRules rules(int size) {
		List<RoleRule> roles = new ArrayList<>();
		int tag = 0;
		for (int i = 0; i < size; i++) {
			MemberSelector members = (i % KINDS == 0) ? withoutTag(i / KINDS) : withTag(++tag);
			roles.add(new RoleRule("wecom.roles[" + i + "]", "ROLE" + i, members));
		}
		Criterion company = departments(DepartmentReference.of(1));
		return new AccessRules(new AllowRule("wecom.allow", any(company)), roles);
	}

	private static MemberSelector withTag(int tag) {
		Criterion tagged = new Criterion.Tags(Set.of((long) tag));
		return (tag % 4 == 0) ? all(tagged, departments(DepartmentReference.of(tag))) : any(tagged);
	}

	private static MemberSelector withoutTag(int number) {
		// One level or two below the top, so that there is a long way up to them
		int department = 2 + number;
		DepartmentReference id = DepartmentReference.of(department);
		DepartmentReference name = DepartmentReference.of(LargeCompany.departmentName(department));
		DepartmentReference path = DepartmentReference.of(LargeCompany.departmentPath(department));
		return switch (number % 6) {
			case 0 -> any(new Criterion.Users(Set.of(LargeCompany.userId(number), LargeCompany.userId(number + 1))));
			case 1 -> any(departments(path));
			case 2 -> all(new Criterion.Positions(Set.of(LargeCompany.position(number))), departments(id));
			case 3 -> any(new Criterion.Departments(DepartmentRelation.LEADER, List.of(name), false));
			case 4 -> any(new Criterion.Departments(DepartmentRelation.MAIN, List.of(name, id), false));
			default -> all(new Criterion.Leader(), departments(name));
		};
	}

	private static Criterion departments(DepartmentReference department) {
		return new Criterion.Departments(DepartmentRelation.MEMBER, List.of(department), false);
	}

	private static MemberSelector any(Criterion... criteria) {
		return new MemberSelector(List.of(criteria), MemberSelector.Match.ANY);
	}

	private static MemberSelector all(Criterion... criteria) {
		return new MemberSelector(List.of(criteria), MemberSelector.Match.ALL);
	}

}
