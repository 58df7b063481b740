package io.github.wecomlogin.simulator.api;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListDepartmentsTests extends SimulatorTestBase {

	@Test
	void whenNoIdThenWholeTree() {
		assertThat(departments()).extracting((department) -> department.get("id")).containsExactly(1, 2, 3, 31, 311, 4);
		assertThat(departments()).filteredOn((department) -> department.get("id").equals(31))
			.singleElement()
			.satisfies(
					(department) -> assertThat(department).containsEntry("name", "平台组").containsEntry("parentid", 3));
		assertThat(departments()).filteredOn((department) -> department.get("id").equals(3))
			.singleElement()
			.satisfies((department) -> assertThat(department).containsEntry("department_leader", List.of("zhaoliu")));
	}

	@Test
	void whenIdThenThatOneAndAllBelow() {
		assertThat(departments("id", "3")).extracting((department) -> department.get("id")).containsExactly(3, 31, 311);
	}

	@Test
	void whenIdIsUnknownThenError() {
		assertThat(call(SimulatedWeCom.DEPARTMENT_LIST, "access_token", token(), "id", "99")).containsEntry("errcode",
				60123);
	}

	@Test
	void whenDepartmentIsAddedThenItIsListed() {
		weCom.company().add(new Department(5, "法务部", 1));
		assertThat(departments("id", "5")).singleElement()
			.satisfies((department) -> assertThat(department).containsEntry("name", "法务部"));
	}

	@Test
	void whenDepartmentIsRemovedThenThoseBelowAreOutsideTheTree() {
		weCom.company().removeDepartment(31);
		assertThat(ids(departments())).containsExactly(1, 2, 3, 311, 4);
		assertThat(ids(departments("id", "3"))).containsExactly(3);
		assertThat(ids(departments("id", "311"))).containsExactly(311);
	}

	@Test
	void whenDepartmentsAreAboveEachOtherThenEachOnce() {
		weCom.company().add(new Department(3, "研发部", 311));
		assertThat(ids(departments("id", "31"))).containsExactly(31, 311, 3);
	}

	@Test
	void whenDepartmentHasLeadersThenVisibleOnesInOrderOfTheDirectory() {
		Company company = weCom.company();
		company.update(company.employee("zhengrui").withLeaderOf(4));
		company.update(company.employee("zhouwei").withLeaderOf(4));
		company.update(company.employee("sunqi").withDepartments(4, 3).withLeaderOf(4, 3));
		assertThat(departments("id", "4")).singleElement()
			.satisfies((department) -> assertThat(department).containsEntry("department_leader",
					List.of("sunqi", "zhouwei")));
		assertThat(departments("id", "3")).first()
			.satisfies((department) -> assertThat(department).containsEntry("department_leader",
					List.of("zhaoliu", "sunqi")));
	}

	@Test
	void whenNamesAreHiddenThenOnlyTheyAreMissing() {
		assertThat(departments("id", "2")).singleElement()
			.satisfies((department) -> assertThat(department).containsEntry("name", "人事部").containsKey("name_en"));
		weCom.hideDepartmentNames(true);
		assertThat(departments("id", "2")).singleElement()
			.satisfies((department) -> assertThat(department)
				.containsOnlyKeys("id", "department_leader", "parentid", "order")
				.containsEntry("id", 2)
				.containsEntry("department_leader", List.of("lisi"))
				.containsEntry("parentid", 1));
		weCom.hideDepartmentNames(false);
		assertThat(departments("id", "2")).singleElement()
			.satisfies((department) -> assertThat(department).containsEntry("name", "人事部").containsKey("name_en"));
	}

	@Test
	void whenCompanyIsLargeThenAnsweredAllTheSame() {
		int[] ids = IntStream.rangeClosed(1001, 51_000).toArray();
		for (int id : ids) {
			// One long arm, and many short ones
			weCom.company().add(new Department(id, "部门" + id, (id % 2 == 0 || id == 1001) ? 4 : id - 2));
			weCom.company().add(Employee.of("leader" + id, "负责人", id).withLeaderOf(id));
		}
		// Several times, for the time limit to tell linear from quadratic
		for (int i = 0; i < 5; i++) {
			assertThat(ids(departments("id", "4"))).hasSize(50_001);
		}
		assertThat(departments()).hasSize(50_006)
			.last()
			.satisfies(
					(department) -> assertThat(department).containsEntry("department_leader", List.of("leader51000")));
	}

	private static List<Object> ids(List<Map<String, Object>> departments) {
		return departments.stream().map((department) -> department.get("id")).toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> departments(String... id) {
		String[] parameters = (id.length == 0) ? new String[] { "access_token", token() }
				: new String[] { "access_token", token(), id[0], id[1] };
		return (List<Map<String, Object>>) call(SimulatedWeCom.DEPARTMENT_LIST, parameters).get("department");
	}

}
