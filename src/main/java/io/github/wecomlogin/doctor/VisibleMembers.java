package io.github.wecomlogin.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.client.AgentResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.MemberDirectory;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * The members in the visible range of an application, to count those that a rule matches.
 * They are read with one call per department at the top of the visible range (D/96260); a
 * list of more than 32 MB, which has about 60,000 members, is refused, and at most 50,000
 * members of all lists are kept.
 */
final class VisibleMembers {

	private final Organisation organisation;

	private final List<Member> listed;

	/**
	 * Those who are in none of the visible departments, so that their user ids are known
	 * and nothing else.
	 */
	private final List<Member> named;

	private final boolean complete;

	private VisibleMembers(Organisation organisation, List<Member> listed, List<Member> named, boolean complete) {
		this.organisation = organisation;
		this.listed = listed;
		this.named = named;
		this.complete = complete;
	}

	/**
	 * Reads the members and reports whether that is possible.
	 * @param agent the application with its visible range, or {@code null} if it is not
	 * known
	 * @param limits how much is read
	 * @return the members, or {@code null} if they cannot be read
	 */
	static @Nullable VisibleMembers read(WeComClient client, Organisation organisation, @Nullable AgentResponse agent,
			Limits limits, Findings findings) {
		DepartmentTree tree = organisation.departments();
		if (tree == null) {
			findings.skip(Check.DEPARTMENTS, List.of(Check.MEMBER_LIST));
			return null;
		}
		List<Long> roots = tree.roots();
		if (limits.calls() < Math.min(1, roots.size())) {
			findings.skip(Check.MEMBER_LIST, "limited");
			return null;
		}
		Map<String, Member> members = new TreeMap<>();
		boolean all = true;
		try {
			MemberDirectory directory = new MemberDirectory(client);
			for (Long root : roots.subList(0, Math.min(limits.calls(), roots.size()))) {
				all = all && add(directory.listBelow(root, limits.deadline()), members, limits.members());
			}
		}
		catch (WeComApiException ex) {
			reportUnreadable(ex, findings);
			return null;
		}
		LocalizedText missing = all ? missing(members, tree, agent, limits.calls())
				: Check.MEMBER_LIST.text("many", limits.members());
		if (missing == null) {
			findings.ok(Check.MEMBER_LIST, "ok", members.size());
		}
		else {
			findings.ok(Check.MEMBER_LIST, "at-least", members.size(), missing);
		}
		List<Member> named = ((agent != null) ? agent.visibleMembers().stream() : Stream.<String>empty())
			.map(AsciiIds::toLowerCase)
			.distinct()
			.filter((userId) -> !members.containsKey(userId))
			.map((userId) -> new Member(userId, userId, Member.Status.MISSING, List.of(), Set.of(), null, List.of(),
					null))
			.toList();
		return new VisibleMembers(organisation, List.copyOf(members.values()), named, missing == null);
	}

	/**
	 * Adds the members of a list, up to a number of members in all, and returns whether
	 * all of them fit.
	 */
	private static boolean add(List<Member> list, Map<String, Member> members, int max) {
		for (Member member : list) {
			String userId = AsciiIds.toLowerCase(member.userId());
			if (members.size() < max) {
				members.putIfAbsent(userId, member);
			}
			else if (!members.containsKey(userId)) {
				return false;
			}
		}
		return true;
	}

	static void reportUnreadable(WeComApiException ex, Findings findings) {
		findings.warn(Check.MEMBER_LIST, Check.MEMBER_LIST.text("unreadable").and(Findings.text(ex)), ex.getRemedy());
	}

	/**
	 * Returns why members may be missing, or {@code null} if none are.
	 */
	private static @Nullable LocalizedText missing(Map<String, Member> members, DepartmentTree tree,
			@Nullable AgentResponse agent, int calls) {
		List<Long> roots = tree.roots();
		if (roots.size() > calls) {
			return Check.MEMBER_LIST.text("roots", calls, roots.size());
		}
		Set<Long> top = Set.copyOf(roots);
		boolean below = members.values()
			.stream()
			.map(Member::departments)
			.anyMatch((ids) -> ids.stream().noneMatch(top::contains) && ids.stream().anyMatch(tree::contains));
		if (tree.size() > roots.size() && !below) {
			return Check.MEMBER_LIST.text("below");
		}
		return (agent == null || agent.visibleTags() > 0) ? Check.MEMBER_LIST.text("range") : null;
	}

	/**
	 * Counts the members that a rule matches.
	 */
	Count count(MemberSelector selector) {
		long matching = 0;
		long inactive = 0;
		boolean exact = this.complete;
		for (Member member : this.listed) {
			switch (selector.verdict(new MemberFacts(member, this.organisation))) {
				case YES -> {
					matching++;
					inactive += (member.status() != Member.Status.ACTIVE) ? 1 : 0;
				}
				case UNKNOWN -> exact = false;
				case NO -> {
					// Not counted
				}
			}
		}
		boolean needsMore = selector.criteria()
			.stream()
			.anyMatch((criterion) -> criterion instanceof Criterion.Positions || criterion instanceof Criterion.Leader);
		for (Member member : this.named) {
			boolean matches = selector.verdict(new MemberFacts(member, this.organisation)) == Verdict.YES;
			matching += matches ? 1 : 0;
			exact &= matches || !needsMore;
		}
		return new Count(matching, inactive, exact);
	}

	/**
	 * Returns the result of a count.
	 * @param count the result, or {@code null} if the members could not be read
	 */
	static LocalizedText text(@Nullable Count count) {
		if (count == null) {
			return Check.RULE.text("matches-unknown");
		}
		LocalizedText text = Check.RULE.text(count.exact() ? "matches" : "matches-at-least", count.matching());
		return (count.inactive() > 0) ? text.and(Check.RULE.text("inactive", count.inactive())) : text;
	}

	@Override
	public String toString() {
		return "VisibleMembers[]";
	}

	/**
	 * Limits of reading the members.
	 *
	 * @param calls how many calls may be made
	 * @param members how many members are kept
	 * @param deadline the time limit of all calls together
	 */
	record Limits(int calls, int members, Deadline deadline) {

		private static final int MAX_MEMBERS = 50_000;

		private static final Duration TIME = Duration.ofSeconds(30);

		static Limits ofCalls(int calls) {
			return new Limits(calls, MAX_MEMBERS, Deadline.after(TIME));
		}

	}

	/**
	 * The number of members that a rule matches.
	 *
	 * @param matching the number of members
	 * @param inactive how many of them cannot sign in, because their account is not
	 * active
	 * @param exact whether there are no others
	 */
	record Count(long matching, long inactive, boolean exact) {

	}

}
