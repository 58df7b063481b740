package io.github.wecomlogin.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TagMembersTests {

	private final UserIds numbers = new UserIds();

	@Test
	void whenTagIsEmptyThenNobody() {
		TagMembers tag = new TagMembers(null, List.of(), List.of());
		assertThat(tag.size()).isZero();
		assertThat(tag.contains("zhangsan")).isFalse();
		assertThat(tag.contains("")).isFalse();
		assertThat(tag.departments()).isEmpty();
		assertThat(tag.name()).isNull();
	}

	@Test
	void whenOtherTagsNumberedManyThenEmptyTagIsStillEmpty() {
		tag(IntStream.range(0, 1000));
		TagMembers tag = tag(IntStream.empty());
		assertThat(tag.size()).isZero();
		assertThat(tag.contains("u0")).isFalse();
		assertThat(tag.contains("u999")).isFalse();
	}

	@Test
	void whenMemberIsAskedForInAnotherCaseThenTheSame() {
		TagMembers tag = new TagMembers("值班", List.of("ZhangSan", "Kevin"), List.of(7L, 8L, 7L));
		assertThat(tag.contains("zhangsan")).isTrue();
		assertThat(tag.contains("ZHANGSAN")).isTrue();
		assertThat(tag.contains("kEVIN")).isTrue();
		assertThat(tag.contains("\u212Aevin")).isFalse();
		assertThat(tag.contains("zhangsan2")).isFalse();
		assertThat(tag.contains("zhangsa")).isFalse();
		assertThat(tag.departments()).containsExactlyInAnyOrder(7L, 8L);
		assertThat(tag.name()).isEqualTo("值班");
	}

	@Test
	void whenMemberIsListedTwiceThenCountedOnce() {
		TagMembers tag = new TagMembers(null, List.of("a", "B", "A", "b", "a"), List.of());
		assertThat(tag.size()).isEqualTo(2);
		assertThat(tag.contains("a")).isTrue();
		assertThat(tag.contains("b")).isTrue();
	}

	@Test
	void whenMembersAreListedThenEachOnceInLowerCase() {
		assertThat(new TagMembers(null, List.of("ZhangSan", "b", "zhangsan"), List.of()).userIds())
			.containsExactlyInAnyOrder("zhangsan", "b");
		assertThat(tag(IntStream.range(0, 1000)).userIds()).hasSize(1000).contains("u0", "u999");
		assertThat(tag(IntStream.of(0, 999)).userIds()).containsExactlyInAnyOrder("u0", "u999");
		assertThat(tag(IntStream.empty()).userIds()).isEmpty();
	}

	@Test
	void whenListsChangeLaterThenTagDoesNot() {
		List<String> members = new ArrayList<>(List.of("a"));
		Set<Long> departments = new HashSet<>(Set.of(1L));
		TagMembers tag = new TagMembers(null, members, departments, this.numbers);
		members.add("b");
		departments.add(2L);
		this.numbers.add("b");
		assertThat(tag.contains("b")).isFalse();
		assertThat(tag.departments()).containsExactly(1L);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> tag.departments().add(3L));
	}

	@Test
	void whenTagsShareNumbersThenEachKnowsItsOwnMembersOnly() {
		TagMembers first = tag(IntStream.range(0, 200));
		TagMembers second = tag(IntStream.range(100, 300));
		TagMembers third = tag(IntStream.of(5, 299));
		assertThat(this.numbers.size()).isEqualTo(300);
		assertThat(members(first, 400)).isEqualTo(IntStream.range(0, 200).boxed().toList());
		assertThat(members(second, 400)).isEqualTo(IntStream.range(100, 300).boxed().toList());
		assertThat(members(third, 400)).containsExactly(5, 299);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 32, 33, 63, 64, 65, 1000 })
	void whenThereIsOneMemberThenWhateverItsNumber(int number) {
		IntStream.range(0, 2000).forEach((i) -> this.numbers.add("u" + i));
		TagMembers tag = tag(IntStream.of(number));
		assertThat(tag.size()).isEqualTo(1);
		assertThat(members(tag, 2001)).containsExactly(number);
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "16", "30", "31", "32", "33", "64", "1000" })
	void whenOneInSoManyThenExactlyThose(int step) {
		int all = 20_000;
		IntStream.range(0, all).forEach((i) -> this.numbers.add("u" + i));
		List<Integer> expected = IntStream.range(0, all).filter((i) -> i % step == step - 1).boxed().toList();
		TagMembers tag = tag(expected.stream().mapToInt(Integer::intValue));
		assertThat(tag.size()).isEqualTo(expected.size());
		assertThat(members(tag, all + 1)).isEqualTo(expected);
	}

	@Test
	void whenCompanyIsLargeThenLikeASet() {
		Random random = new Random(90213);
		for (int size : new int[] { 3, 1000, 20_000, 100_000 }) {
			Set<Integer> expected = new HashSet<>();
			while (expected.size() < size) {
				expected.add(random.nextInt(150_000));
			}
			TagMembers tag = tag(expected.stream().mapToInt(Integer::intValue));
			assertThat(tag.size()).isEqualTo(size);
			assertThat(new HashSet<>(members(tag, 150_000))).isEqualTo(expected);
		}
	}

	@Test
	void whenPrintedThenNothingPersonal() {
		assertThat(new TagMembers("personal", List.of("personal"), List.of()).toString()).doesNotContain("personal");
	}

	private TagMembers tag(IntStream members) {
		Stream<String> ids = members.mapToObj((i) -> "u" + i);
		return new TagMembers(null, ids.toList(), List.of(), this.numbers);
	}

	private static List<Integer> members(TagMembers tag, int all) {
		return IntStream.range(0, all).filter((i) -> tag.contains("U" + i)).boxed().toList();
	}

}
