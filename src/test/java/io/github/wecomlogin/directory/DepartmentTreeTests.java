package io.github.wecomlogin.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.github.wecomlogin.client.DepartmentResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DepartmentTreeTests {

	private static final int UNKNOWN = 999;

	private static final int HIDDEN = 50;

	/**
	 * The company: 1 总部, below it 3 研发部 (31 平台组 with 311 安全组, 32 测试组) and 4 大研发部 (41
	 * 平台组). Beside it 51 分公司 with 511 研发部, whose company nobody sees.
	 */
	private final DepartmentTree company = tree(department(311, 31, "安全组"), department(4, 1, "大研发部"),
			department(511, 51, "研发部"), department(31, 3, "平台组"), department(1, 0, "总部"), department(32, 3, "测试组"),
			department(41, 4, "平台组"), department(51, HIDDEN, "分公司"), department(3, 1, "研发部"));

	@Test
	void whenThereIsNothingThenNothingIsFound() {
		DepartmentTree tree = tree();
		assertThat(tree.size()).isZero();
		assertThat(tree.contains(1)).isFalse();
		assertThat(tree.mentions(1)).isFalse();
		assertThat(isWithin(tree, 1, 2)).isFalse();
		assertThat(tree.name(1)).isNull();
		assertThat(tree.path(1)).isNull();
		assertThat(tree.find("总部")).isEmpty();
		assertThat(tree.hasNames()).isFalse();
	}

	@Test
	void whenPartOfNameOrPathIsSearchedThenDepartmentsAreFound() {
		assertThat(this.company.containing("研发", 10)).containsExactly(3L, 4L, 511L);
		assertThat(this.company.containing("研发", 2)).containsExactly(3L, 4L);
		assertThat(this.company.containing("总部/研", 10)).containsExactly(3L, 31L, 32L, 311L);
		assertThat(this.company.containing("31", 10)).containsExactly(31L);
		assertThat(this.company.containing("没有", 10)).isEmpty();
		assertThat(tree(department(1, 0, "R&D")).containing("r&d", 10)).containsExactly(1L);
		assertThat(tree(department(1, 0, null)).containing("1", 10)).containsExactly(1L);
	}

	@Test
	void whenDepartmentIsBelowThenWithinAtAnyDepthButNotConversely() {
		assertThat(isWithin(this.company, 311, 31)).isTrue();
		assertThat(isWithin(this.company, 311, 3)).isTrue();
		assertThat(isWithin(this.company, 311, 1)).isTrue();
		assertThat(isWithin(this.company, 3, 311)).isFalse();
		assertThat(isWithin(this.company, 1, 3)).isFalse();
		assertThat(isWithin(this.company, 31, 32)).isFalse();
		assertThat(isWithin(this.company, 41, 3)).isFalse();
		assertThat(isWithin(this.company, 511, 1)).isFalse();
	}

	@Test
	void whenDepartmentIsTheSameThenWithinEvenIfUnknown() {
		assertThat(isWithin(this.company, 3, 3)).isTrue();
		assertThat(isWithin(this.company, UNKNOWN, UNKNOWN)).isTrue();
		assertThat(isWithin(this.company, UNKNOWN, 1)).isFalse();
		assertThat(isWithin(this.company, 1, UNKNOWN)).isFalse();
	}

	@Test
	void whenDepartmentAboveIsHiddenThenStillWithinIt() {
		assertThat(this.company.contains(HIDDEN)).isFalse();
		assertThat(isWithin(this.company, 51, HIDDEN)).isTrue();
		assertThat(isWithin(this.company, 511, HIDDEN)).isTrue();
		assertThat(isWithin(this.company, 3, HIDDEN)).isFalse();
		assertThat(this.company.path(511)).isEqualTo("分公司/研发部");
	}

	@Test
	void whenNothingIsAboveThenNotWithinZero() {
		assertThat(isWithin(this.company, 1, 0)).isFalse();
		assertThat(isWithin(this.company, 311, 0)).isFalse();
		assertThat(this.company.mentions(0)).isFalse();
	}

	@Test
	void whenMentionedThenInTheListOrAboveOneThatIs() {
		assertThat(this.company.mentions(311)).isTrue();
		assertThat(this.company.mentions(HIDDEN)).isTrue();
		assertThat(this.company.mentions(UNKNOWN)).isFalse();
		assertThat(this.company.contains(311)).isTrue();
		assertThat(this.company.contains(UNKNOWN)).isFalse();
	}

	@Test
	void whenDepartmentIsAboveItselfThenNothingIsAboveIt() {
		DepartmentTree tree = tree(department(7, 7, "a"), department(8, 7, "b"));
		assertThat(isWithin(tree, 7, 8)).isFalse();
		assertThat(isWithin(tree, 8, 7)).isTrue();
		assertThat(tree.path(7)).isEqualTo("a");
		assertThat(tree.path(8)).isEqualTo("a/b");
		assertThat(tree.find("a/b")).containsExactly(8L);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 10, 1000 })
	void whenDepartmentsAreAboveEachOtherThenNoneIsWithinAnother(int length) {
		List<DepartmentResponse> circle = new ArrayList<>();
		for (int i = 0; i < length; i++) {
			circle.add(department(10 + i, 10 + (i + 1) % length, "n" + i));
		}
		circle.add(department(5, 10, "below"));
		circle.add(department(4, 5, "deeper"));
		Collections.shuffle(circle, new Random(length));
		DepartmentTree tree = new DepartmentTree(circle);
		for (int i = 0; i < length; i++) {
			assertThat(isWithin(tree, 10 + i, 10 + (i + 1) % length)).isFalse();
			assertThat(isWithin(tree, 10 + (i + 1) % length, 10 + i)).isFalse();
			assertThat(tree.path(10 + i)).isEqualTo("n" + i);
			assertThat(tree.contains(10 + i)).isTrue();
		}
		assertThat(isWithin(tree, 4, 5)).isTrue();
		assertThat(isWithin(tree, 4, 10)).isTrue();
		assertThat(isWithin(tree, 4, 11)).isFalse();
		assertThat(tree.path(4)).isEqualTo("n0/below/deeper");
	}

	@Test
	void whenThereAreSeveralCirclesThenTheRestIsUnharmed() {
		DepartmentTree tree = tree(department(1, 0, "总部"), department(2, 1, "部"), department(20, 21, "a"),
				department(21, 20, "b"), department(30, 30, "c"), department(40, 21, "d"), department(41, 40, "e"));
		assertThat(isWithin(tree, 2, 1)).isTrue();
		assertThat(isWithin(tree, 41, 21)).isTrue();
		assertThat(isWithin(tree, 41, 20)).isFalse();
		assertThat(isWithin(tree, 20, 21)).isFalse();
		assertThat(tree.path(2)).isEqualTo("总部/部");
	}

	@Test
	void whenIdIsThereTwiceThenFirstCounts() {
		DepartmentTree tree = tree(department(9, 1, "first"), department(2, 1, "two"), department(9, 2, "second"),
				department(1, 0, "root"), department(9, 9, "third"));
		assertThat(tree.size()).isEqualTo(3);
		assertThat(tree.name(9)).isEqualTo("first");
		assertThat(isWithin(tree, 9, 1)).isTrue();
		assertThat(isWithin(tree, 9, 2)).isFalse();
		assertThat(tree.find("second")).isEmpty();
	}

	@Test
	void whenIdsAreOddThenStillDepartments() {
		DepartmentTree tree = tree(department(Long.MIN_VALUE, -1, "min"), department(-1, Long.MAX_VALUE, "minus"),
				department(Long.MAX_VALUE, 0, "max"), department(0, Long.MAX_VALUE, "zero"));
		assertThat(tree.size()).isEqualTo(4);
		assertThat(isWithin(tree, Long.MIN_VALUE, Long.MAX_VALUE)).isTrue();
		assertThat(tree.path(Long.MIN_VALUE)).isEqualTo("max/minus/min");
		assertThat(tree.contains(0)).isTrue();
	}

	@Test
	void whenADepartmentZeroIsThereThenNothingIsWithinItByAccident() {
		DepartmentTree tree = tree(department(0, 9, "zero"), department(1, 0, "root"), department(2, 1, "two"),
				department(9, 1, "nine"));
		assertThat(isWithin(tree, 2, 1)).isTrue();
		assertThat(isWithin(tree, 2, 0)).isFalse();
		assertThat(isWithin(tree, 1, 0)).isFalse();
		assertThat(isWithin(tree, 2, 9)).isFalse();
		assertThat(isWithin(tree, 9, 1)).isTrue();
		assertThat(tree.path(2)).isEqualTo("root/two");
	}

	@Test
	void whenNamesAreHiddenThenStillBelowEachOther() {
		DepartmentTree tree = tree(department(1, 0, null), department(2, 1, null), department(3, 2, null));
		assertThat(tree.hasNames()).isFalse();
		assertThat(isWithin(tree, 3, 1)).isTrue();
		assertThat(tree.name(3)).isNull();
		assertThat(tree.path(3)).isNull();
		assertThat(tree.find("null")).isEmpty();
		assertThat(tree.find("")).isEmpty();
	}

	@Test
	void whenOneNameAboveIsHiddenThenNameButNoPath() {
		DepartmentTree tree = tree(department(1, 0, null), department(2, 1, "研发部"), department(3, 2, "后端"));
		assertThat(tree.hasNames()).isTrue();
		assertThat(tree.name(3)).isEqualTo("后端");
		assertThat(tree.path(3)).isNull();
		assertThat(tree.find("后端")).containsExactly(3L);
		assertThat(tree.find("/研发部/后端")).isEmpty();
	}

	@Test
	void whenNameIsUniqueThenFound() {
		assertThat(this.company.find("安全组")).containsExactly(311L);
		assertThat(this.company.find("总部")).containsExactly(1L);
	}

	@Test
	void whenNameContainsOrEndsWithAnotherThenNotMistaken() {
		assertThat(this.company.find("大研发部")).containsExactly(4L);
		assertThat(this.company.find("总部/大研发部")).containsExactly(4L);
		assertThat(this.company.find("大研发部/平台组")).containsExactly(41L);
		assertThat(this.company.find("研发")).isEmpty();
		assertThat(this.company.find("发部")).isEmpty();
		assertThat(this.company.find("部/研发部")).isEmpty();
		assertThat(this.company.find("大")).isEmpty();
	}

	@Test
	void whenNameIsAmbiguousThenAllAndThePathTells() {
		assertThat(this.company.find("研发部")).containsExactlyInAnyOrder(3L, 511L);
		assertThat(this.company.find("平台组")).containsExactlyInAnyOrder(31L, 41L);
		assertThat(this.company.find("总部/研发部")).containsExactly(3L);
		assertThat(this.company.find("分公司/研发部")).containsExactly(511L);
		assertThat(this.company.find("研发部/平台组")).containsExactly(31L);
		assertThat(this.company.find("总部/研发部/平台组/安全组")).containsExactly(311L);
		assertThat(this.company.find("研发部/平台组/安全组")).containsExactly(311L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "//", "/总部", "总部/", "总部//研发部", "/研发部", "研发部/", "总部/安全组", "研发部/总部", "不存在/研发部",
			"总部/研发部 ", " 总部", "总部／研发部" })
	void whenPathDoesNotFitThenNothing(String path) {
		assertThat(this.company.find(path)).isEmpty();
	}

	@Test
	void whenPathIsAWholeOneThenNotThoseThatEndWithIt() {
		DepartmentTree tree = tree(department(1, 0, "a"), department(2, 1, "b"), department(3, 0, "x"),
				department(4, 3, "a"), department(5, 4, "b"));
		assertThat(tree.find("a/b")).containsExactly(2L);
		assertThat(tree.find("x/a/b")).containsExactly(5L);
		assertThat(tree.find("b")).containsExactlyInAnyOrder(2L, 5L);
	}

	@Test
	void whenWholePathIsThatOfTwoThenBoth() {
		// Below two different departments that the application does not see
		DepartmentTree tree = tree(department(11, HIDDEN, "研发部"), department(12, 11, "后端"),
				department(21, HIDDEN + 1, "研发部"), department(22, 21, "后端"));
		assertThat(tree.find("研发部/后端")).containsExactlyInAnyOrder(12L, 22L);
		DepartmentTree twins = tree(department(1, 0, "总部"), department(2, 1, "部"), department(3, 1, "部"),
				department(4, 0, "x"), department(5, 4, "总部"), department(6, 5, "部"));
		assertThat(twins.find("总部/部")).containsExactlyInAnyOrder(2L, 3L);
	}

	@Test
	void whenPathBeginsBelowAHiddenDepartmentThenItIsNotAWholeOne() {
		DepartmentTree tree = tree(department(11, HIDDEN, "研发部"), department(12, 11, "后端"), department(1, 0, "总部"),
				department(2, 1, "研发部"), department(3, 2, "后端"));
		assertThat(tree.find("研发部/后端")).containsExactlyInAnyOrder(12L, 3L);
		assertThat(tree.find("总部/研发部/后端")).containsExactly(3L);
	}

	@Test
	void whenNameHasASlashThenFoundAsItIs() {
		DepartmentTree tree = tree(department(1, 0, "总部"), department(2, 1, "前端/后端"), department(3, 2, "组"));
		assertThat(tree.find("前端/后端")).containsExactly(2L);
		assertThat(tree.find("总部/前端/后端")).containsExactly(2L);
		assertThat(tree.find("前端/后端/组")).containsExactly(3L);
		assertThat(tree.find("后端")).isEmpty();
	}

	@Test
	void whenNameWithASlashLooksLikeAPathThenBoth() {
		DepartmentTree below = tree(department(1, 0, "总部"), department(2, 1, "a/b"), department(3, 1, "a"),
				department(4, 3, "b"));
		assertThat(below.find("a/b")).containsExactlyInAnyOrder(2L, 4L);
		DepartmentTree above = tree(department(2, 0, "a/b"), department(3, 0, "a"), department(4, 3, "b"));
		assertThat(above.find("a/b")).containsExactlyInAnyOrder(2L, 4L);
	}

	@Test
	void whenListChangesLaterThenTreeDoesNot() {
		List<DepartmentResponse> list = new ArrayList<>(List.of(department(1, 0, "a")));
		DepartmentTree tree = new DepartmentTree(list);
		list.add(department(2, 1, "b"));
		assertThat(tree.size()).isEqualTo(1);
		assertThat(tree.find("b")).isEmpty();
	}

	@Test
	void whenCompanyIsLargeThenLikeAPlainWalkUpwards() {
		Random random = new Random(90208);
		List<DepartmentResponse> departments = large(random);
		DepartmentTree tree = new DepartmentTree(departments);
		Reference reference = new Reference(departments);
		assertThat(tree.size()).isEqualTo(50_000);
		List<String> differences = new ArrayList<>();
		AtomicInteger deepest = new AtomicInteger();
		for (DepartmentResponse department : departments) {
			long id = department.id();
			Set<Long> above = reference.above(id);
			deepest.accumulateAndGet(above.size(), Math::max);
			above.stream().filter((other) -> !isWithin(tree, id, other)).forEach((other) -> {
				differences.add(id + " should be within " + other);
			});
			for (int i = 0; i < 5; i++) {
				long other = departments.get(random.nextInt(departments.size())).id();
				if (isWithin(tree, id, other) != (id == other || above.contains(other))) {
					differences.add(id + " within " + other);
				}
			}
			if (!reference.path(id).equals(tree.path(id))) {
				differences.add("path of " + id);
			}
		}
		assertThat(deepest).hasValue(11);
		assertThat(differences).isEmpty();
		for (int i = 0; i < 20; i++) {
			DepartmentResponse any = departments.get(random.nextInt(departments.size()));
			assertThat(tree.find(reference.path(any.id()))).containsExactly(any.id());
			assertThat(tree.find(any.name())).containsExactlyElementsOf(reference.find(any.name()));
		}
	}

	private static List<DepartmentResponse> large(Random random) {
		List<Long> ids = new ArrayList<>(LongStream.rangeClosed(1, 200_000).boxed().toList());
		Collections.shuffle(ids, random);
		int levels = 12;
		List<List<DepartmentResponse>> byLevel = new ArrayList<>(List.of(List.of(department(ids.get(0), 0, "总部"))));
		int next = 1;
		for (int level = 1; level < levels; level++) {
			int size = (level == levels - 1) ? 50_000 - next : Math.min(1 << (level + 3), 49_000 - next);
			List<DepartmentResponse> above = byLevel.get(level - 1);
			List<DepartmentResponse> departments = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				long parent = above.get(random.nextInt(above.size())).id();
				// Names come again and again, as in companies, but not among neighbours
				departments.add(department(ids.get(next), parent, "部门" + i));
				next++;
			}
			byLevel.add(departments);
		}
		List<DepartmentResponse> all = new ArrayList<>();
		byLevel.forEach(all::addAll);
		Collections.shuffle(all, random);
		return all;
	}

	@Test
	void whenListIsAnyGraphThenLikeAPlainWalkUpwards() {
		Random random = new Random(12);
		String[] names = { "a", "b", "ab", "a/b", "b/a", "大a", null, "a", "b", "" };
		List<String> questions = List.of("a", "b", "ab", "a/b", "b/a", "a/b/a", "a/a", "a/a/a", "大a/b", "/a", "", "/");
		for (int round = 0; round < 1500; round++) {
			int size = 1 + random.nextInt(12);
			List<DepartmentResponse> departments = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				departments.add(department(random.nextInt(-1, 12), random.nextInt(-1, 14),
						names[random.nextInt(names.length - random.nextInt(2) * 4)]));
			}
			DepartmentTree tree = new DepartmentTree(departments);
			Reference reference = new Reference(departments);
			assertThat(tree.size()).isEqualTo(reference.size());
			for (long id = -2; id < 16; id++) {
				Set<Long> above = reference.above(id);
				for (long other = -2; other < 16; other++) {
					assertThat(isWithin(tree, id, other)).as("%d within %d of %s", id, other, departments)
						.isEqualTo(id == other || above.contains(other));
				}
				assertThat(tree.path(id)).as("path of %d of %s", id, departments).isEqualTo(reference.path(id));
			}
			for (String question : questions) {
				assertThat(tree.find(question)).as("'%s' in %s", question, departments)
					.containsExactlyElementsOf(reference.find(question));
			}
		}
	}

	@Test
	void whenChainIsLongThenItsWholeLength() {
		int length = 100_000;
		List<DepartmentResponse> chain = new ArrayList<>();
		for (int i = 1; i <= length; i++) {
			chain.add(department(i, i - 1, null));
		}
		DepartmentTree tree = new DepartmentTree(chain);
		assertThat(isWithin(tree, length, 1)).isTrue();
		assertThat(isWithin(tree, 1, length)).isFalse();
		chain.set(0, department(1, length, null));
		assertThat(isWithin(new DepartmentTree(chain), length, 1)).isFalse();
	}

	private static DepartmentResponse department(long id, long parentId, String name) {
		return new DepartmentResponse(id, parentId, name);
	}

	private static DepartmentTree tree(DepartmentResponse... departments) {
		return new DepartmentTree(Arrays.asList(departments));
	}

	/**
	 * Whether a department is another one or below it, as rules understand it.
	 */
	static boolean isWithin(DepartmentTree tree, long id, long other) {
		return id == other || tree.above(id).contains(other);
	}

	/**
	 * The same, as plainly as possible.
	 */
	private static final class Reference {

		private final Map<Long, DepartmentResponse> departments = new LinkedHashMap<>();

		private final Map<Long, Boolean> inCircle = new HashMap<>();

		Reference(List<DepartmentResponse> departments) {
			departments.forEach((department) -> this.departments.putIfAbsent(department.id(), department));
		}

		int size() {
			return this.departments.size();
		}

		/**
		 * The ids above a department, hidden ones included, the nearest first.
		 */
		Set<Long> above(long id) {
			Set<Long> above = new LinkedHashSet<>();
			DepartmentResponse department = this.departments.get(id);
			while (department != null && department.parentId() != 0 && !isInCircle(department)) {
				above.add(department.parentId());
				department = parent(department);
			}
			return above;
		}

		private DepartmentResponse parent(DepartmentResponse department) {
			return (department.parentId() != 0) ? this.departments.get(department.parentId()) : null;
		}

		private boolean isInCircle(DepartmentResponse department) {
			return this.inCircle.computeIfAbsent(department.id(), (id) -> leadsToItself(department));
		}

		private boolean leadsToItself(DepartmentResponse start) {
			Set<Long> seen = new HashSet<>();
			DepartmentResponse department = parent(start);
			while (department != null && seen.add(department.id())) {
				if (department.id() == start.id()) {
					return true;
				}
				department = parent(department);
			}
			return false;
		}

		String path(long id) {
			DepartmentResponse department = this.departments.get(id);
			if (department == null || department.name() == null) {
				return null;
			}
			if (isInCircle(department) || parent(department) == null) {
				return department.name();
			}
			String above = path(department.parentId());
			return (above != null) ? above + "/" + department.name() : null;
		}

		private boolean isBelowARoot(DepartmentResponse department) {
			if (isInCircle(department)) {
				return false;
			}
			return (department.parentId() == 0) || (parent(department) != null && isBelowARoot(parent(department)));
		}

		Set<Long> find(String nameOrPath) {
			Set<Long> whole = new TreeSet<>();
			Set<Long> ends = new TreeSet<>();
			boolean isPath = nameOrPath.contains("/");
			for (DepartmentResponse department : this.departments.values()) {
				String path = isPath ? path(department.id()) : null;
				if (!isPath && nameOrPath.equals(department.name())) {
					ends.add(department.id());
				}
				if (nameOrPath.equals(path) && isBelowARoot(department)) {
					whole.add(department.id());
				}
				if (nameOrPath.equals(path) || (path != null && endsWith(department, path, nameOrPath))) {
					ends.add(department.id());
				}
			}
			return whole.isEmpty() ? ends : whole;
		}

		private static boolean endsWith(DepartmentResponse department, String path, String end) {
			return path.endsWith("/" + end) && end.endsWith(department.name());
		}

	}

}
