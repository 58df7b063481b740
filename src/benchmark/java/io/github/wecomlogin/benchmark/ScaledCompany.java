package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A company of any size, which has the names of the large one. Its departments grow in
 * number and its tags in size with the members.
 *
 * @param members how many members it has
 */
record ScaledCompany(int members) {

	/**
	 * Together they hold two of five members, none of them twice.
	 */
	private static final int TAGS = 20;

	private static final int MEMBERS_PER_TAGGED_MEMBER = 50;

	private static final int MEMBERS_PER_DEPARTMENT = 10;

	private static final int DEPARTMENTS_WITH_ROLE = 5;

	/**
	 * A prime, so that everybody has their turn, and the next is somewhere else.
	 */
	private static final long STRIDE = 7919;

	static IntStream tags() {
		return IntStream.rangeClosed(1, TAGS);
	}

	/**
	 * Returns rules that need all departments and all tags: without them nobody would be
	 * let in.
	 */
	static List<String> rules() {
		List<String> rules = new ArrayList<>();
		rules.add("--wecom.allow.departments=1");
		rules.add("--wecom.allow.tags=" + tags().mapToObj(Integer::toString).collect(Collectors.joining(",")));
		rules.add("--wecom.allow.match=all");
		tags().forEach((tag) -> addRule(rules, tag - 1, "TAG", "tags", tag));
		IntStream.range(0, DEPARTMENTS_WITH_ROLE)
			.forEach((i) -> addRule(rules, TAGS + i, "DEPARTMENT", "departments", 2 + i));
		return rules;
	}

	private static void addRule(List<String> rules, int index, String role, String selector, int id) {
		String rule = "--wecom.roles[" + index + "].";
		rules.add(rule + "role=" + role + "_" + id);
		rules.add(rule + selector + "=" + id);
	}

	int departments() {
		return this.members / MEMBERS_PER_DEPARTMENT;
	}

	/**
	 * Returns somebody who has a tag, all over the company; in a small one the same
	 * people come again soon.
	 */
	String person(long turn) {
		int tagged = this.members / MEMBERS_PER_TAGGED_MEMBER * TAGS;
		int person = (int) (turn * STRIDE % tagged);
		return taggedMember(1 + person % TAGS, person / TAGS);
	}

	private static String taggedMember(int tag, int number) {
		return LargeCompany.userId(number * MEMBERS_PER_TAGGED_MEMBER + tag - 1);
	}

	/**
	 * Returns the two departments of a member.
	 */
	List<Integer> departmentsOf(String userId) {
		int first = Math.floorMod(userId.hashCode(), departments());
		int second = (first + departments() / 2) % departments();
		return List.of(1 + first, 1 + second);
	}

	/**
	 * Returns the answer of {@code department/list}.
	 */
	String departmentList() {
		return IntStream.rangeClosed(1, departments())
			.mapToObj(LargeCompanyServer::department)
			.collect(Collectors.joining(",", "{\"errcode\":0,\"errmsg\":\"ok\",\"department\":[", "]}"));
	}

	/**
	 * Returns the answer of {@code tag/get}.
	 */
	String tag(int tag) {
		return IntStream.range(0, this.members / MEMBERS_PER_TAGGED_MEMBER)
			.mapToObj((number) -> taggedMember(tag, number))
			.map((userId) -> "{\"userid\":\"" + userId + "\",\"name\":\"" + userId + "\"}")
			.collect(Collectors.joining(",",
					"{\"errcode\":0,\"errmsg\":\"ok\",\"tagname\":\"标签" + tag + "\",\"userlist\":[",
					"],\"partylist\":[]}"));
	}

}
