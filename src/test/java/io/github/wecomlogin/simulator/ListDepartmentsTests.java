package io.github.wecomlogin.simulator;

import java.util.List;
import java.util.Map;

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

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> departments(String... id) {
		String[] parameters = (id.length == 0) ? new String[] { "access_token", token() }
				: new String[] { "access_token", token(), id[0], id[1] };
		return (List<Map<String, Object>>) call(SimulatedWeCom.DEPARTMENT_LIST, parameters).get("department");
	}

}
