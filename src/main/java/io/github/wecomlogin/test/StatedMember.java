package io.github.wecomlogin.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.TagMembers;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Holds what a test states about the signed-in member.
 */
final class StatedMember {

	private static final String ROLE_PREFIX = "ROLE_";

	private @Nullable String registrationId;

	private @Nullable String corpId;

	private String userId = "user";

	private @Nullable String name;

	private final List<StatedDepartment> departments = new ArrayList<>();

	private @Nullable Long mainDepartment;

	private final List<WeComTag> tags = new ArrayList<>();

	private @Nullable String position;

	private List<String> directLeaders = List.of();

	private final List<Consumer<WeComUserBuilder>> details = new ArrayList<>();

	private final List<GrantedAuthority> authorities = new ArrayList<>();

	private boolean configuredRules;

	StatedMember() {
		this.authorities.add(new SimpleGrantedAuthority(ROLE_PREFIX + AccessRules.EVERYBODY));
	}

	StatedMember(StatedMember other) {
		this.registrationId = other.registrationId;
		this.corpId = other.corpId;
		this.userId = other.userId;
		this.name = other.name;
		this.departments.addAll(other.departments);
		this.mainDepartment = other.mainDepartment;
		this.tags.addAll(other.tags);
		this.position = other.position;
		this.directLeaders = other.directLeaders;
		this.details.addAll(other.details);
		this.authorities.addAll(other.authorities);
		this.configuredRules = other.configuredRules;
	}

	private static String checkText(String what, String text) {
		if (text.isBlank()) {
			throw new IllegalArgumentException(what + " cannot be blank");
		}
		return text;
	}

	void setRegistrationId(String registrationId) {
		this.registrationId = checkText("registrationId", registrationId);
	}

	void setCorpId(String corpId) {
		this.corpId = checkText("corpId", corpId);
	}

	void setUserId(String userId) {
		this.userId = checkText("userId", userId);
	}

	void setName(String name) {
		this.name = name;
	}

	void addDepartment(StatedDepartment department) {
		if (this.departments.stream().anyMatch((other) -> other.id() == department.id())) {
			throw new IllegalArgumentException("The member is in department " + department.id() + " already");
		}
		this.departments.add(department);
	}

	void changeLastDepartment(String method, UnaryOperator<StatedDepartment> change) {
		if (this.departments.isEmpty()) {
			throw new IllegalStateException(method + " applies to the last department: call department(…) first");
		}
		int last = this.departments.size() - 1;
		this.departments.set(last, change.apply(this.departments.get(last)));
	}

	void setMainDepartment(long id) {
		this.mainDepartment = id;
	}

	void addTag(WeComTag tag) {
		StatedId.check("A tag", tag.id());
		if (this.tags.stream().anyMatch((other) -> other.id() == tag.id())) {
			throw new IllegalArgumentException("The member has tag " + tag.id() + " already");
		}
		this.tags.add(tag);
	}

	void setPosition(String position) {
		this.position = position;
	}

	void setDirectLeaders(List<String> directLeaders) {
		this.directLeaders = directLeaders;
	}

	void addDetails(Consumer<WeComUserBuilder> details) {
		this.details.add(details);
	}

	void addRoles(List<String> roles) {
		for (String role : roles) {
			if (role.isBlank() || role.startsWith(ROLE_PREFIX)) {
				throw new IllegalArgumentException("'" + role
						+ "' is no role: name it as in hasRole(…), for example ADMIN, without the prefix ROLE_");
			}
			this.authorities.add(new SimpleGrantedAuthority(ROLE_PREFIX + role));
		}
	}

	void addAuthorities(List<GrantedAuthority> authorities) {
		this.authorities.addAll(authorities);
	}

	void applyConfiguredRules() {
		this.configuredRules = true;
	}

	@Nullable String registrationId() {
		return this.registrationId;
	}

	@Nullable String corpId() {
		return this.corpId;
	}

	boolean wantsConfiguredRules() {
		return this.configuredRules;
	}

	/**
	 * Returns the stated authorities, including the role of all signed-in members.
	 */
	List<GrantedAuthority> authorities() {
		return List.copyOf(this.authorities);
	}

	/**
	 * Returns the member without any authorities.
	 */
	WeComUser user(String registrationId, String corpId) {
		DepartmentTree tree = new StatedDepartments(this.departments).tree();
		WeComUserBuilder builder = WeComUser.withUserId(registrationId, corpId, this.userId)
			.name(this.name)
			.departments(this.departments.stream()
				.map(StatedDepartment::id)
				.map((id) -> new WeComDepartment(id, tree.name(id), tree.path(id)))
				.toList())
			.leaderOf(ledDepartments())
			.mainDepartment(mainDepartment())
			.tags(this.tags.stream().sorted(Comparator.comparingLong(WeComTag::id)).toList())
			.directLeaders(this.directLeaders)
			.position(this.position);
		WeComUser stated = builder.build();
		this.details.forEach((details) -> details.accept(builder));
		WeComUser user = builder.build();
		if (!user.getDepartments().equals(stated.getDepartments()) || !user.getTags().equals(stated.getTags())
				|| !user.getAuthorities().isEmpty()) {
			throw new IllegalStateException("user(…) cannot set departments, tags and authorities:"
					+ " use department(…), tag(…), roles(…) and authorities(…)");
		}
		return user;
	}

	private Set<Long> ledDepartments() {
		return this.departments.stream()
			.filter(StatedDepartment::isLed)
			.map(StatedDepartment::id)
			.collect(Collectors.toUnmodifiableSet());
	}

	private @Nullable Long mainDepartment() {
		List<Long> ids = this.departments.stream().map(StatedDepartment::id).toList();
		if (this.mainDepartment == null) {
			return ids.isEmpty() ? null : ids.get(0);
		}
		if (!ids.contains(this.mainDepartment)) {
			throw new IllegalStateException("mainDepartment(" + this.mainDepartment + ") is not one of the departments "
					+ ids + ": add it with department(…)");
		}
		return this.mainDepartment;
	}

	/**
	 * Returns a company that has this member only, and all departments and tags that the
	 * rules need.
	 */
	Organisation organisation(@Nullable AccessRules rules) {
		Map<Long, TagMembers> members = new HashMap<>();
		List<String> names = List.of();
		if (rules != null) {
			rules.needs().tags().forEach((id) -> members.put(id, new TagMembers(null, List.of(), List.of())));
			names = departmentNames(rules);
		}
		this.tags.forEach((tag) -> members.put(tag.id(), new TagMembers(tag.name(), List.of(this.userId), List.of())));
		return new Organisation(new StatedDepartments(this.departments).tree(names), members, List.of());
	}

	private static List<String> departmentNames(AccessRules rules) {
		return Stream
			.concat(Stream.ofNullable(rules.allow()).map(AllowRule::members),
					rules.roles().stream().map(RoleRule::members))
			.flatMap((selector) -> selector.criteria().stream())
			.flatMap((criterion) -> criterion.departments().stream())
			.map(DepartmentReference::name)
			.filter(Objects::nonNull)
			.toList();
	}

}
