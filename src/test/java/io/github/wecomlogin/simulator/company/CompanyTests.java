package io.github.wecomlogin.simulator.company;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CompanyTests {

	@Test
	void whenDemoThenEveryCaseIsThere() {
		Company company = Company.demo();
		assertThat(company.departments()).extracting(Department::id).containsExactly(1L, 2L, 3L, 31L, 311L, 4L);
		assertThat(company.employees()).hasSize(10);
		assertThat(company.employees()).extracting(Employee::status)
			.contains(Employee.ACTIVE, Employee.DISABLED, Employee.NOT_ACTIVATED, Employee.LEFT);
		assertThat(company.employees()).extracting(Employee::visible).contains(false);
		assertThat(company.employee("zhaoliu").leaderOf()).containsExactly(3L);
		assertThat(company.tags()).containsExactly(new Tag(7L, "值班", Set.of("wangwu"), Set.of(311L)),
				new Tag(8, "党员", Set.of("zhangsan", "zhengrui"), Set.of()));
	}

	@Test
	void whenDemoTwiceThenIndependent() {
		Company company = Company.demo();
		company.remove("zhangsan");
		assertThat(Company.demo().employee("zhangsan").name()).isEqualTo("张三");
	}

	@Test
	void whenUserIdDiffersInCaseOnlyThenSameEmployee() {
		Company company = Company.demo();
		assertThat(company.employee("ZhangSan").userId()).isEqualTo("zhangsan");
		assertThatIllegalArgumentException().isThrownBy(() -> company.add(Employee.of("ZHANGSAN", "张三", 2)));
	}

	@Test
	void whenNobodyIsCalledSoThenNoSuchElement() {
		Company company = Company.demo();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> company.employee("nobody"));
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> company.update(Employee.of("nobody", "无名", 2)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-a", "a/b", "a b", "张三", "<b>" })
	void whenUserIdIsMalformedThenIllegalArgument(String userId) {
		assertThatIllegalArgumentException().isThrownBy(() -> Employee.of(userId, "名"));
	}

	@Test
	void whenDepartmentsChangeThenLeadershipFollows() {
		Employee employee = Employee.of("a", "甲", 1, 2).withLeaderOf(1, 2);
		assertThat(employee.withDepartments(2L, 3L).leaderOf()).containsExactly(2L);
		assertThatIllegalArgumentException().isThrownBy(() -> employee.withLeaderOf(3));
	}

	@Test
	void whenSnapshotIsTakenThenLaterChangesAreNotInIt() {
		Company company = Company.demo();
		Collection<Tag> tags = company.tags();
		company.add(Tag.of(7, "夜班"));
		company.removeTag(8);
		assertThat(tags).extracting(Tag::name).containsExactly("值班", "党员");
		assertThat(company.tags()).containsExactly(Tag.of(7, "夜班"));
	}

	@Test
	void whenDepartmentOrTagIsRemovedThenOnlyThatOne() {
		Company company = Company.demo();
		company.removeDepartment(31);
		company.removeDepartment(99);
		company.removeTag(7);
		company.removeTag(99);
		assertThat(company.departments()).extracting(Department::id).containsExactly(1L, 2L, 3L, 311L, 4L);
		assertThat(company.employee("wangwu").departments()).containsExactly(31L);
		assertThat(company.tags()).extracting(Tag::id).containsExactly(8L);
	}

	@Test
	void whenRestoredThenAsCopied() {
		Company company = Company.demo();
		Company copy = company.copy();
		company.removeDepartment(4);
		company.remove("zhangsan");
		company.add(Tag.of(7, "夜班"));
		company.removeTag(8);
		company.add(Tag.of(9, "新人"));
		company.restore(copy);
		assertThat(company.departments()).containsExactlyElementsOf(Company.demo().departments());
		assertThat(company.employees()).containsExactlyElementsOf(Company.demo().employees());
		assertThat(company.tags()).containsExactlyElementsOf(Company.demo().tags());
	}

	@Test
	void whenTagHasMembersThenInTheGivenOrder() {
		Tag tag = Tag.of(9, "新人").withUsers("f", "b", "e", "a", "d", "c", "b").withDepartments(40, 20, 50, 10, 30, 20);
		assertThat(tag.id()).isEqualTo(9);
		assertThat(tag.name()).isEqualTo("新人");
		assertThat(tag.users()).containsExactly("f", "b", "e", "a", "d", "c");
		assertThat(tag.departments()).containsExactly(40L, 20L, 50L, 10L, 30L);
		assertThat(tag.withUsers().users()).isEmpty();
		assertThat(tag.withUsers().departments()).isEqualTo(tag.departments());
		assertThat(tag.withDepartments().departments()).isEmpty();
		assertThat(tag.withDepartments().users()).isEqualTo(tag.users());
	}

	@Test
	void whenSetsAreGivenToTagThenCopied() {
		Set<String> users = new HashSet<>(Set.of("a"));
		Set<Long> departments = new HashSet<>(Set.of(1L));
		Tag tag = new Tag(9, "新人", users, departments);
		users.add("b");
		departments.clear();
		assertThat(tag.users()).containsExactly("a").isUnmodifiable();
		assertThat(tag.departments()).containsExactly(1L).isUnmodifiable();
	}

	@Test
	void whenTagHasNoNumberOrNameThenIllegalArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> Tag.of(0, "新人"));
		assertThatIllegalArgumentException().isThrownBy(() -> Tag.of(9, " "));
	}

	@Test
	void whenPrintedThenNoPersonalData() {
		assertThat(Company.demo().employee("zhangsan")).hasToString("Employee[userId=zhangsan]");
	}

	@Test
	void whenListsAreGivenThenCopied() {
		Employee employee = Employee.of("a", "甲", 1);
		assertThat(employee.departments()).isEqualTo(List.of(1L)).isUnmodifiable();
	}

}
