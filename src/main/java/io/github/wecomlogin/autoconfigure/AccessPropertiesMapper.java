package io.github.wecomlogin.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rules of one registration into what the library decides with. A rule that
 * could be understood in two ways, or by nobody, stops start-up: whoever wrote it
 * believes that it protects something.
 */
final class AccessPropertiesMapper {

	private static final Pattern ROLE = Pattern.compile("[^\\s,]+");

	private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

	private static final String ID_MEND = "Give ids as the WeCom console shows them: whole numbers from 1. "
			+ "请填写管理后台中显示的 ID（从 1 开始的整数）。";

	private final String prefix;

	/**
	 * Creates a mapper.
	 * @param prefix what the properties of the registration begin with, such as
	 * {@code wecom.}
	 */
	AccessPropertiesMapper(String prefix) {
		this.prefix = prefix;
	}

	AccessRules map(WeComRegistrationProperties registration) {
		return new AccessRules(allow(registration.getAllow()), roles(registration.getRoles()));
	}

	private @Nullable AllowRule allow(@Nullable MembersProperties allow) {
		String name = this.prefix + "allow";
		return (allow != null) ? new AllowRule(name, selector(name, allow)) : null;
	}

	private List<RoleRule> roles(List<WeComRegistrationProperties.Role> properties) {
		Map<List<Object>, RoleRule> rules = new LinkedHashMap<>();
		for (int i = 0; i < properties.size(); i++) {
			String name = this.prefix + "roles[" + i + "]";
			RoleRule rule = new RoleRule(name, role(name, properties.get(i).getRole()),
					selector(name, properties.get(i)));
			RoleRule same = rules.putIfAbsent(List.of(rule.role(), sameRegardlessOfOrder(rule.members())), rule);
			if (same != null) {
				throw new InvalidWeComPropertyException(name, "says the same as '" + same.name() + "'",
						"Leave one of them out, or correct it. 规则重复，请删除或更正其中之一。");
			}
		}
		return List.copyOf(rules.values());
	}

	private static Object sameRegardlessOfOrder(MemberSelector selector) {
		return List.of(selector.match(), Set.copyOf(selector.criteria()));
	}

	private static String role(String property, @Nullable String role) {
		String mend = "Name the role as in hasRole(…), for example ADMIN. 请填写 hasRole(…) 中使用的角色名，例如 ADMIN。";
		if (role == null || role.isBlank()) {
			throw new InvalidWeComPropertyException(property + ".role", "is missing", mend);
		}
		if (role.startsWith("ROLE_") || !ROLE.matcher(role).matches()) {
			throw new InvalidWeComPropertyException(property + ".role",
					"is '" + role + "', but a role has neither the prefix ROLE_ nor blanks or commas", mend);
		}
		return role;
	}

	private static MemberSelector selector(String property, MembersProperties members) {
		boolean direct = members.isDirect();
		List<Criterion> criteria = new ArrayList<>();
		addUnlessEmpty(criteria, users(property + ".users", members.getUsers()), Criterion.Users::new);
		addUnlessEmpty(criteria, departments(property + ".departments", members.getDepartments()),
				(departments) -> new Criterion.Departments(departments, direct));
		addUnlessEmpty(criteria, tags(property + ".tags", members.getTags()), Criterion.Tags::new);
		addUnlessEmpty(criteria, texts(property + ".positions", members.getPositions()), Criterion.Positions::new);
		addLeader(property + ".leader", members.getLeader(), criteria);
		addUnlessEmpty(criteria, departments(property + ".leader-of", members.getLeaderOf()),
				(departments) -> new Criterion.LeaderOf(departments, direct));
		addUnlessEmpty(criteria, departments(property + ".main-department", members.getMainDepartment()),
				(departments) -> new Criterion.MainDepartment(departments, direct));
		if (criteria.isEmpty()) {
			throw new InvalidWeComPropertyException(property, "does not say which members it is for",
					"Add at least one of users, departments, tags, positions, leader, leader-of and main-department. "
							+ "请至少填写一项：users、departments、tags、positions、leader、" + "leader-of 或 main-department。");
		}
		if (direct && criteria.stream().allMatch((criterion) -> criterion.departments().isEmpty())) {
			throw new InvalidWeComPropertyException(property + ".direct", "is true, but the rule names no department",
					"Add departments, leader-of or main-department, or leave it out. 请填写部门，或删除 direct。");
		}
		return new MemberSelector(criteria, members.getMatch());
	}

	private static <T extends Iterable<?>> void addUnlessEmpty(List<Criterion> criteria, T values,
			Function<T, Criterion> criterion) {
		if (values.iterator().hasNext()) {
			criteria.add(criterion.apply(values));
		}
	}

	private static void addLeader(String property, @Nullable Boolean leader, List<Criterion> criteria) {
		if (leader == null) {
			return;
		}
		if (!leader) {
			throw new InvalidWeComPropertyException(property,
					"is false, which selects neither those who lead nor those who do not",
					"Set it to true, or leave it out. 请设为 true 或删除该项。");
		}
		criteria.add(new Criterion.Leader());
	}

	private static Set<String> users(String property, @Nullable List<String> values) {
		Set<String> users = new HashSet<>();
		for (String user : texts(property, values)) {
			if (!users.add(user.toLowerCase(Locale.ROOT))) {
				throw twice(property, user);
			}
		}
		return users;
	}

	private static Set<Integer> tags(String property, @Nullable List<String> values) {
		Set<Integer> tags = new LinkedHashSet<>();
		for (String value : texts(property, values)) {
			if (!tags.add(id(property, value))) {
				throw twice(property, value);
			}
		}
		return tags;
	}

	private static List<DepartmentReference> departments(String property, @Nullable List<String> values) {
		List<DepartmentReference> departments = new ArrayList<>();
		for (String value : texts(property, values)) {
			DepartmentReference department = NUMBER.matcher(value).matches()
					? DepartmentReference.of(id(property, value)) : DepartmentReference.of(path(property, value));
			if (departments.contains(department)) {
				throw twice(property, value);
			}
			departments.add(department);
		}
		return departments;
	}

	private static String path(String property, String value) {
		if (value.startsWith("/") || value.endsWith("/") || value.contains("//")) {
			throw new InvalidWeComPropertyException(property, "has '" + value + "', which is no path of departments",
					"Write it as '总部/研发部', from above to below. 请按“总部/研发部”的形式由上至下填写。");
		}
		return value;
	}

	private static int id(String property, String value) {
		try {
			int id = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
			if (id > 0) {
				return id;
			}
		}
		catch (NumberFormatException ex) {
			// Said below
		}
		throw new InvalidWeComPropertyException(property, "has '" + value + "', which is no id", ID_MEND);
	}

	/**
	 * Returns the values of a list without blanks around them; none if it is left out.
	 */
	private static Set<String> texts(String property, @Nullable List<String> values) {
		if (values == null) {
			return Set.of();
		}
		if (values.isEmpty()) {
			// Left out, it would change whom the rest of the rule selects
			throw new InvalidWeComPropertyException(property, "is an empty list",
					"Fill it in or leave it out, as the rule means. 列表为空，请填写或删除该项。");
		}
		Set<String> texts = new LinkedHashSet<>();
		for (String value : values) {
			if (value == null || value.isBlank()) {
				throw new InvalidWeComPropertyException(property, "has an empty entry",
						"Fill it in or leave it out. 请填写或删除空项。");
			}
			if (!texts.add(value.strip())) {
				throw twice(property, value.strip());
			}
		}
		return texts;
	}

	private static InvalidWeComPropertyException twice(String property, String value) {
		return new InvalidWeComPropertyException(property, "has '" + value + "' twice",
				"Leave one of them out, or correct it. 存在重复项，请删除或更正其中之一。");
	}

}
