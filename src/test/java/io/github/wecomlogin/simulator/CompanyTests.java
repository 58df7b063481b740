package io.github.wecomlogin.simulator;

import java.util.List;
import java.util.NoSuchElementException;

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
		assertThat(company.departments()).extracting(Department::id).containsExactly(1, 2, 3, 31, 311, 4);
		assertThat(company.employees()).hasSize(10);
		assertThat(company.employees()).extracting(Employee::status)
			.contains(Employee.ACTIVE, Employee.DISABLED, Employee.NOT_ACTIVATED, Employee.LEFT);
		assertThat(company.employees()).extracting(Employee::visible).contains(false);
		assertThat(company.employee("zhaoliu").leaderOf()).containsExactly(3);
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
		assertThat(employee.withDepartments(2, 3).leaderOf()).containsExactly(2);
		assertThatIllegalArgumentException().isThrownBy(() -> employee.withLeaderOf(3));
	}

	@Test
	void whenPrintedThenNoPersonalData() {
		assertThat(Company.demo().employee("zhangsan")).hasToString("Employee[userId=zhangsan]");
	}

	@Test
	void whenListsAreGivenThenCopied() {
		Employee employee = Employee.of("a", "甲", 1);
		assertThat(employee.departments()).isEqualTo(List.of(1)).isUnmodifiable();
	}

}
