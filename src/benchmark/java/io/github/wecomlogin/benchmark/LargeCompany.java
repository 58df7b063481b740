package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.wecomlogin.directory.Member;

/**
 * A company as large as they come, the same one every time. Everything follows from the
 * numbers of its members, departments and tags, so that it takes no memory.
 */
final class LargeCompany {

	static final int MEMBERS = 500_000;

	static final int DEPARTMENTS = 50_000;

	static final int TAGS = 200;

	static final int MEMBERS_OF_TAG = 100_000;

	/**
	 * How many departments are right below another: just enough for twelve levels.
	 */
	private static final double FAN_OUT = 2.6;

	private static final List<String> SURNAMES = List.of("Li", "Wang", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao",
			"Wu", "Zhou", "Xu", "Sun", "Ma", "Zhu", "Hu", "Guo", "He", "Lin", "Gao", "Luo");

	private static final List<String> GIVEN_NAMES = List.of("Na", "Wei", "Min", "Jing", "Lei", "Fang", "Jun", "Yan",
			"Xiuying", "Qiang", "Guoqing", "Jie", "Ting", "Haoran", "Yuxin", "Zihan", "Bo", "Mei", "Xiaohua", "Tao",
			"Ming", "Jianguo", "Ping", "Gang", "Yi");

	private static final List<String> DEPARTMENT_NAMES = List.of("研发", "销售", "市场", "财务", "人力资源", "客户服务", "供应链", "质量");

	private static final List<String> POSITIONS = List.of("工程师", "高级工程师", "产品经理", "销售代表", "会计", "客服专员", "部门经理", "采购员");

	private LargeCompany() {
	}

	/**
	 * Returns a user id of 8 to 16 characters, in the spelling that WeCom makes of names.
	 */
	static String userId(int member) {
		int names = SURNAMES.size() * GIVEN_NAMES.size();
		return SURNAMES.get(member % SURNAMES.size()) + GIVEN_NAMES.get(member / SURNAMES.size() % GIVEN_NAMES.size())
				+ (1000 + member / names);
	}

	static Member member(int member) {
		Set<Long> departments = new LinkedHashSet<>();
		for (int i = 0; i <= random(3, member, -1); i++) {
			departments.add(1L + random(DEPARTMENTS, member, i));
		}
		List<Long> ids = List.copyOf(departments);
		Set<Long> led = (random(10, member, -2) == 0) ? Set.of(ids.get(0)) : Set.of();
		return new Member(userId(member), userId(member), Member.Status.ACTIVE, ids, led, ids.get(0), List.of(),
				POSITIONS.get(random(POSITIONS.size(), member, -3)));
	}

	static String position(int number) {
		return POSITIONS.get(number % POSITIONS.size());
	}

	/**
	 * Returns the id of the department above another, or 0 for the company itself.
	 */
	static int parent(int department) {
		return (department == 1) ? 0 : 1 + (int) ((department - 2) / FAN_OUT);
	}

	static int level(int department) {
		int level = 1;
		for (int above = parent(department); above != 0; above = parent(above)) {
			level++;
		}
		return level;
	}

	/**
	 * Returns a name that no other department has.
	 */
	static String departmentName(int department) {
		return DEPARTMENT_NAMES.get(department % DEPARTMENT_NAMES.size()) + department + "部";
	}

	static String departmentPath(int department) {
		List<String> names = new ArrayList<>();
		for (int above = department; above != 0; above = parent(above)) {
			names.add(0, departmentName(above));
		}
		return String.join("/", names);
	}

	/**
	 * Returns the members who have a tag: one of five, but nobody can tell which.
	 */
	static IntStream membersOfTag(int tag) {
		int share = MEMBERS / MEMBERS_OF_TAG;
		return IntStream.range(0, MEMBERS_OF_TAG).map((group) -> group * share + random(share, group, tag));
	}

	/**
	 * Returns the departments that have a tag, neither near the top nor at the bottom.
	 */
	static Set<Long> departmentsOfTag(int tag) {
		return Set.of(500L + tag, 1000L + tag);
	}

	static Set<Long> tags() {
		return LongStream.rangeClosed(1, TAGS).boxed().collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns a number below the bound that looks like chance and is not.
	 */
	private static int random(int bound, int first, int second) {
		long mixed = (first * 0x9E3779B97F4A7C15L) ^ (second * 0xC2B2AE3D27D4EB4FL);
		mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return (int) Math.floorMod(mixed ^ (mixed >>> 31), (long) bound);
	}

}
