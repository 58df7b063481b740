package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.DepartmentRelation;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Maps the rules of one registration to {@link AccessRules}. Ambiguous and ineffective
 * rules fail start-up, because they would not protect what they seem to.
 */
final class AccessPropertiesMapper {

	private final String prefix;

	/**
	 * Creates a mapper.
	 * @param prefix the prefix of the registration's properties, such as {@code wecom.}
	 */
	AccessPropertiesMapper(String prefix) {
		this.prefix = prefix;
	}

	AccessRules map(WeComRegistrationProperties registration) {
		return new AccessRules(allow(registration.getAllow()), roles(registration.getRoles()));
	}

	@Nullable AllowRule allow(@Nullable MembersProperties allow) {
		String name = this.prefix + "allow";
		return (allow != null) ? new AllowRule(name, selector(name, allow)) : null;
	}

	private List<RoleRule> roles(List<WeComRegistrationProperties.Role> properties) {
		Map<List<Object>, RoleRule> rules = new LinkedHashMap<>();
		for (int i = 0; i < properties.size(); i++) {
			RoleRule rule = role(i, properties.get(i));
			RoleRule same = rules.putIfAbsent(List.of(rule.role(), regardlessOfWriting(rule.members())), rule);
			if (same != null) {
				throw new InvalidWeComPropertyException(rule.name(),
						Texts.OPERATORS.both("problem.duplicate-rule", same.name()),
						Texts.OPERATORS.both("remedy.duplicate-rule"));
			}
		}
		return List.copyOf(rules.values());
	}

	RoleRule role(int index, WeComRegistrationProperties.Role properties) {
		String name = this.prefix + "roles[" + index + "]";
		return new RoleRule(name, role(name + ".role", properties.getRole()), selector(name, properties));
	}

	private String role(String property, @Nullable Object value) {
		String role = RuleValues.role(property, value);
		if (role.equals(AccessRules.EVERYBODY)) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.role-of-everybody", role),
					Texts.OPERATORS.both("remedy.role-of-everybody", this.prefix + "allow"));
		}
		return role;
	}

	/**
	 * Returns a key that is equal for selectors that differ only in order or in settings
	 * without effect.
	 */
	private static Object regardlessOfWriting(MemberSelector selector) {
		MemberSelector.Match match = (selector.criteria().size() > 1) ? selector.match() : MemberSelector.Match.ANY;
		return List.of(match,
				selector.criteria()
					.stream()
					.map(AccessPropertiesMapper::regardlessOfOrder)
					.collect(Collectors.toUnmodifiableSet()));
	}

	private static Object regardlessOfOrder(Criterion criterion) {
		return (criterion instanceof Criterion.Departments named)
				? List.of(named.relation(), Set.copyOf(named.departments()), named.direct()) : criterion;
	}

	private static MemberSelector selector(String property, MembersProperties members) {
		boolean direct = RuleValues.flag(property + ".direct", members.getDirect());
		MemberSelector.Match match = RuleValues.match(property + ".match", members.getMatch());
		List<Criterion> criteria = criteria(property, members, direct);
		if (criteria.isEmpty()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.no-members"),
					Texts.OPERATORS.both("remedy.no-members"));
		}
		if (direct && criteria.stream().allMatch((criterion) -> criterion.departments().isEmpty())) {
			throw new InvalidWeComPropertyException(property + ".direct", Texts.OPERATORS.both("problem.direct"),
					Texts.OPERATORS.both("remedy.direct"));
		}
		return new MemberSelector(criteria, match);
	}

	private static List<Criterion> criteria(String property, MembersProperties members, boolean direct) {
		List<Criterion> criteria = new ArrayList<>();
		if (members.getUsers() != null) {
			criteria.add(new Criterion.Users(RuleValues.users(property + ".users", members.getUsers())));
		}
		addDepartments(criteria, DepartmentRelation.MEMBER, property + ".departments", members.getDepartments(),
				direct);
		if (members.getTags() != null) {
			criteria.add(new Criterion.Tags(RuleValues.tags(property + ".tags", members.getTags())));
		}
		if (members.getPositions() != null) {
			criteria
				.add(new Criterion.Positions(RuleValues.positions(property + ".positions", members.getPositions())));
		}
		if (RuleValues.leader(property + ".leader", members.getLeader())) {
			criteria.add(new Criterion.Leader());
		}
		addDepartments(criteria, DepartmentRelation.LEADER, property + ".leader-of", members.getLeaderOf(), direct);
		addDepartments(criteria, DepartmentRelation.MAIN, property + ".main-department", members.getMainDepartment(),
				direct);
		return criteria;
	}

	private static void addDepartments(List<Criterion> criteria, DepartmentRelation relation, String property,
			@Nullable List<String> values, boolean direct) {
		if (values != null) {
			List<DepartmentReference> departments = RuleValues.departments(property, values);
			criteria.add(new Criterion.Departments(relation, departments, direct));
		}
	}

}
