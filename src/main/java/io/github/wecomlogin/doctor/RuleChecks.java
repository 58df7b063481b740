package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.Decision;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.access.RuleProblems;
import io.github.wecomlogin.client.AgentResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.DirectoryAges;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.MemberDirectory;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rules of one registration against the departments and tags that the
 * application may read, and what they give to one member.
 */
final class RuleChecks {

	static final List<Check> ALL = List.of(Check.DEPARTMENTS, Check.DEPARTMENT_NAMES, Check.TAGS, Check.MEMBER_LIST,
			Check.RULE, Check.MEMBER);

	/**
	 * Tags that are read, to bound the number of calls.
	 */
	static final int MAX_TAGS = 5;

	/**
	 * Calls per registration. What tags and the member leave is for lists of members.
	 */
	private static final int MAX_CALLS = 9;

	/**
	 * {@code gettoken}, {@code agent/get} and {@code department/list}.
	 */
	private static final int OTHER_CALLS = 3;

	private static final Duration TIME_FOR_LISTS = Duration.ofSeconds(30);

	private static final Duration TIME_PER_CALL = Duration.ofSeconds(15);

	private final WeComRegistration registration;

	private final WeComClient client;

	private final Findings findings;

	private final Clock clock;

	private @Nullable VisibleMembers members;

	RuleChecks(WeComRegistration registration, WeComClient client, Findings findings, Clock clock) {
		this.registration = registration;
		this.client = client;
		this.findings = findings;
		this.clock = clock;
	}

	/**
	 * Checks the rules.
	 * @param agent the application, or {@code null} if it is not known
	 * @param userId the member to look up, or {@code null}
	 */
	void check(@Nullable AgentResponse agent, @Nullable String userId) {
		AccessRules rules = this.registration.rules();
		boolean counted = rules.allow() != null || !rules.roles().isEmpty();
		Organisation organisation = read(counted);
		if (counted) {
			int calls = MAX_CALLS - OTHER_CALLS - Math.min(MAX_TAGS, rules.needs().tags().size())
					- ((userId != null) ? 1 : 0);
			this.members = VisibleMembers.read(this.client, organisation, agent, VisibleMembers.Limits.ofCalls(calls),
					this.findings);
		}
		if (rules.allow() != null) {
			check(rules.allow().toString(), rules.allow().members(), new AccessRules(rules.allow(), List.of()),
					organisation);
		}
		rules.roles()
			.forEach((rule) -> check(rule.toString(), rule.members(), new AccessRules(null, List.of(rule)),
					organisation));
		if (userId != null) {
			check(userId, organisation);
		}
	}

	private Organisation read(boolean counted) {
		OrganisationNeeds all = this.registration.rules().needs();
		Set<Long> tags = all.tags().stream().sorted().limit(MAX_TAGS).collect(Collectors.toSet());
		OrganisationNeeds needs = new OrganisationNeeds(all.departments() || counted, tags);
		// Read once, so that the ages do not matter
		DirectoryAges ages = new DirectoryAges(TIME_FOR_LISTS.multipliedBy(2), TIME_FOR_LISTS.multipliedBy(4));
		try (OrganisationDirectory directory = new OrganisationDirectory(this.client, needs, ages,
				BackgroundThreads.refusingOnceClosed("doctor"), this.clock)) {
			Organisation organisation = directory.read(List.of(), Deadline.after(TIME_FOR_LISTS));
			report(organisation, tags);
			if (tags.size() < all.tags().size()) {
				this.findings.warn(Check.TAGS, "limited", tags.size(), all.tags().size());
			}
			return organisation;
		}
	}

	private void report(Organisation organisation, Set<Long> tags) {
		for (DirectoryPart part : organisation.problems()) {
			WeComApiException problem = part.problem();
			if (problem != null) {
				report(part, problem, organisation);
			}
		}
		DepartmentTree departments = organisation.departments();
		if (departments != null) {
			this.findings.ok(Check.DEPARTMENTS, "ok", departments.size());
			if (departments.hasNames()) {
				this.findings.ok(Check.DEPARTMENT_NAMES, "ok");
			}
			else {
				checkHiddenNames();
			}
		}
		if (!tags.isEmpty() && organisation.tags().size() == tags.size()) {
			this.findings.ok(Check.TAGS, "ok", tags.size());
		}
	}

	private void report(DirectoryPart part, WeComApiException problem, Organisation organisation) {
		if (part.tagId() != null) {
			this.findings.fail(Check.TAGS, true,
					Check.TAGS.text("unreadable", part.tagId()).and(Findings.text(problem)), problem.getRemedy());
		}
		else if (this.registration.rules().needs().departments()
				|| organisation.tags().values().stream().anyMatch((tag) -> !tag.departments().isEmpty())) {
			this.findings.fail(Check.DEPARTMENTS, true,
					Check.DEPARTMENTS.text("unreadable").and(Findings.text(problem)), problem.getRemedy());
			this.findings.skip(Check.DEPARTMENTS, List.of(Check.DEPARTMENT_NAMES));
		}
		else {
			// Only needed to list members
			VisibleMembers.reportUnreadable(problem, this.findings);
		}
	}

	private void checkHiddenNames() {
		AccessRules rules = this.registration.rules();
		boolean needed = rules.roles().stream().anyMatch((rule) -> namesDepartments(rule.members()))
				|| (rules.allow() != null && namesDepartments(rules.allow().members()));
		if (needed) {
			this.findings.fail(Check.DEPARTMENT_NAMES, "hidden");
		}
		else {
			this.findings.ok(Check.DEPARTMENT_NAMES, "unneeded");
		}
	}

	private static boolean namesDepartments(MemberSelector selector) {
		return selector.criteria()
			.stream()
			.flatMap((criterion) -> criterion.departments().stream())
			.anyMatch((reference) -> reference.name() != null);
	}

	private void check(String name, MemberSelector selector, AccessRules rule, Organisation organisation) {
		OrganisationNeeds needs = rule.needs();
		DepartmentTree departments = organisation.departments();
		if (needs.departments() && departments == null) {
			this.findings.fail(Check.RULE, "undecided", name);
		}
		else if (isUnread(needs, organisation)) {
			this.findings.warn(Check.RULE, "unchecked", name);
		}
		else if (!organisation.tags().keySet().containsAll(needs.tags())) {
			this.findings.fail(Check.RULE, "undecided", name);
		}
		else {
			Map<DepartmentReference, LocalizedText> unresolved = (departments != null)
					? new RuleProblems(this.registration.registrationId(), rule).unresolved(departments) : Map.of();
			unresolved.values()
				.forEach((text) -> this.findings.fail(Check.RULE, false, text, Check.RULE.remedy("unresolved")));
			if (unresolved.isEmpty()) {
				describe(name, selector, organisation);
			}
		}
	}

	/**
	 * Whether rules need a tag that is not read, and all lists that are read are there.
	 */
	private static boolean isUnread(OrganisationNeeds needs, Organisation organisation) {
		return !organisation.tags().keySet().containsAll(needs.tags())
				&& (!needs.departments() || organisation.departments() != null)
				&& organisation.problems()
					.stream()
					.noneMatch((part) -> part.tagId() != null && needs.tags().contains(part.tagId()));
	}

	/**
	 * Says what the rule selects, as far as the lists tell: job titles and leaders are
	 * known only of single members.
	 */
	private void describe(String name, MemberSelector selector, Organisation organisation) {
		long users = 0;
		long departments = 0;
		long taggedMembers = 0;
		long taggedDepartments = 0;
		for (Criterion criterion : selector.criteria()) {
			users += (criterion instanceof Criterion.Users named) ? named.ids().size() : 0;
			boolean direct = criterion instanceof Criterion.Departments named && named.direct();
			for (DepartmentReference reference : criterion.departments()) {
				departments += direct ? 1 : size(reference, organisation.departments());
			}
			for (Long tag : criterion.tags()) {
				taggedMembers += organisation.tags().get(tag).size();
				taggedDepartments += organisation.tags().get(tag).departments().size();
			}
		}
		boolean onlyTags = selector.criteria().stream().allMatch((criterion) -> !criterion.tags().isEmpty());
		VisibleMembers.Count count = (this.members != null) ? this.members.count(selector) : null;
		if ((onlyTags && taggedMembers + taggedDepartments == 0)
				|| (count != null && count.exact() && count.matching() == 0)) {
			this.findings.warn(Check.RULE, "empty", name);
		}
		else {
			this.findings.ok(Check.RULE,
					Check.RULE.text("ok", name, departments, taggedMembers, taggedDepartments, users)
						.and(VisibleMembers.text(count)));
		}
	}

	private static long size(DepartmentReference reference, @Nullable DepartmentTree tree) {
		if (tree == null) {
			return 1;
		}
		return (reference.id() != null) ? tree.sizeOf(reference.id()) : tree.sizeOf(tree.find(reference.name()).get(0));
	}

	private void check(String userId, Organisation organisation) {
		if (!AsciiIds.isId(userId) || userId.contains("/")) {
			this.findings.fail(Check.MEMBER, "malformed");
			return;
		}
		try {
			Member member = new MemberDirectory(this.client).read(userId, Deadline.after(TIME_PER_CALL));
			if (member.status() == Member.Status.ACTIVE) {
				decide(member, organisation);
			}
			else {
				this.findings.fail(Check.MEMBER, "inactive", userId);
			}
		}
		catch (WeComApiException ex) {
			this.findings.fail(Check.MEMBER, false, ex);
		}
	}

	private void decide(Member member, Organisation organisation) {
		AccessRules rules = this.registration.rules();
		Decision decision = rules.decide(new MemberFacts(member, organisation));
		switch (decision.admission()) {
			case YES -> admit(member, decision);
			case NO -> this.findings.fail(Check.MEMBER, "not-allowed", member.userId());
			case UNKNOWN -> {
				if (isUnread(rules.needsOfAllow(), organisation)) {
					this.findings.warn(Check.MEMBER, "unchecked", member.userId(), String.valueOf(rules.allow()));
				}
				else {
					this.findings.fail(Check.MEMBER, "undecided", member.userId());
				}
			}
		}
	}

	private void admit(Member member, Decision decision) {
		String roles = String.join(", ", decision.roles());
		if (decision.undecided().isEmpty()) {
			this.findings.ok(Check.MEMBER, "ok", member.userId(), roles);
		}
		else {
			this.findings.warn(Check.MEMBER, "partly", member.userId(), roles,
					decision.undecided().stream().map(RoleRule::toString).collect(Collectors.joining(", ")));
		}
	}

}
