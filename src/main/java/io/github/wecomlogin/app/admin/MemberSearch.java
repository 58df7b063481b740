package io.github.wecomlogin.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.app.member.SignInOption;
import io.github.wecomlogin.app.member.SignInOptions;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Searches the members known to this node and the cached departments, without calling
 * WeCom.
 */
@Component
class MemberSearch {

	static final int MAX_MEMBERS = 50;

	static final int MAX_DEPARTMENTS = 20;

	/**
	 * Maximum length of a search text: that of a user ID (D/90196).
	 */
	static final int MAX_LENGTH = 64;

	private final KnownMembers members;

	private final WeComRegistrations registrations;

	private final PerRegistration<CompanyDirectory> directories;

	private final SignInOptions ways;

	MemberSearch(KnownMembers members, WeComRegistrations registrations, PerRegistration<CompanyDirectory> directories,
			SignInOptions ways) {
		this.members = members;
		this.registrations = registrations;
		this.directories = directories;
		this.ways = ways;
	}

	/**
	 * Finds members by name or user ID, and departments by name or ID.
	 */
	SearchResult find(String query, Locale locale) {
		List<SignInOption> applications = this.ways.applications(locale);
		List<ShownMember> found = new ArrayList<>();
		List<ShownDepartment> departments = new ArrayList<>();
		List<SignInOption> lookups = new ArrayList<>();
		for (WeComRegistration registration : this.registrations) {
			found.addAll(members(registration, applications, (member) -> member.matches(query)));
			departments.addAll(departments(registration, applications, query));
			if (AsciiIds.isId(query) && !this.members.contains(registration, query)) {
				applications.stream()
					.filter((way) -> way.registrationId().equals(registration.registrationId()))
					.forEach(lookups::add);
			}
		}
		return new SearchResult(query, first(found), found.size(),
				departments.subList(0, Math.min(departments.size(), MAX_DEPARTMENTS)), null, null, lookups,
				this.members.size(), this.members.isFull());
	}

	/**
	 * Finds the members of a department and of those below it.
	 */
	SearchResult ofDepartment(WeComRegistration registration, long id, Locale locale) {
		List<SignInOption> applications = this.ways.applications(locale);
		DepartmentTree tree = organisation(registration).departments();
		List<ShownMember> found = members(registration, applications,
				(member) -> member.member()
					.departments()
					.stream()
					.anyMatch((each) -> each == id || (tree != null && tree.above(each).contains(id))));
		ShownDepartment department = new ShownDepartment(registration.registrationId(),
				name(registration, applications), id, DepartmentLabel.of(tree, id));
		return new SearchResult("", first(found), found.size(), List.of(), department, null, List.of(),
				this.members.size(), this.members.isFull());
	}

	/**
	 * Finds the members that a rule selects.
	 * @param rule the name of the rule
	 */
	SearchResult ofRule(WeComRegistration registration, String rule, Locale locale) {
		MemberSelector selector = selector(registration, rule);
		Organisation organisation = organisation(registration);
		List<ShownMember> found = (selector == null) ? List.of() : members(registration, this.ways.applications(locale),
				(member) -> selector.verdict(new MemberFacts(member.member(), organisation)) == Verdict.YES);
		return new SearchResult("", first(found), found.size(), List.of(), null, rule, List.of(), this.members.size(),
				this.members.isFull());
	}

	private static @Nullable MemberSelector selector(WeComRegistration registration, String rule) {
		if (registration.rules().allow() != null && registration.rules().allow().name().equals(rule)) {
			return registration.rules().allow().members();
		}
		return registration.rules()
			.roles()
			.stream()
			.filter((each) -> each.name().equals(rule))
			.findFirst()
			.map((each) -> each.members())
			.orElse(null);
	}

	private List<ShownMember> members(WeComRegistration registration, List<SignInOption> applications,
			Predicate<KnownMember> wanted) {
		DepartmentTree tree = organisation(registration).departments();
		String application = name(registration, applications);
		return this.members.of(registration)
			.filter(wanted)
			.sorted(KnownMember.BY_USER_ID)
			.map((member) -> new ShownMember(registration.registrationId(), application, member.member().userId(),
					member.member().name(), departments(member, tree),
					(member.roles() != null) ? member.roles() : List.of(), new ShownTime(member.readAt()),
					this.members.isUnchecked(member)))
			.toList();
	}

	private static String departments(KnownMember member, @Nullable DepartmentTree tree) {
		return member.member().departments().stream().map((id) -> {
			String label = DepartmentLabel.of(tree, id);
			return (label != null) ? label : "ID " + id;
		}).collect(Collectors.joining(", "));
	}

	private List<ShownDepartment> departments(WeComRegistration registration, List<SignInOption> applications,
			String query) {
		DepartmentTree tree = organisation(registration).departments();
		if (tree == null) {
			return List.of();
		}
		String application = name(registration, applications);
		return tree.containing(query, MAX_DEPARTMENTS)
			.stream()
			.map((id) -> new ShownDepartment(registration.registrationId(), application, id,
					DepartmentLabel.of(tree, id)))
			.toList();
	}

	private Organisation organisation(WeComRegistration registration) {
		return this.directories.get(registration).organisation().cached();
	}

	private static @Nullable String name(WeComRegistration registration, List<SignInOption> applications) {
		return (applications.size() == 1) ? null
				: applications.stream()
					.filter((way) -> way.registrationId().equals(registration.registrationId()))
					.findFirst()
					.map(SignInOption::name)
					.orElse(registration.registrationId());
	}

	private static List<ShownMember> first(List<ShownMember> found) {
		return found.subList(0, Math.min(found.size(), MAX_MEMBERS));
	}

	boolean contains(WeComRegistration registration, long departmentId) {
		DepartmentTree tree = organisation(registration).departments();
		return tree != null && tree.contains(departmentId);
	}

	boolean hasDepartments() {
		return StreamSupport.stream(this.registrations.spliterator(), false)
			.anyMatch((registration) -> organisation(registration).departments() != null);
	}

}
