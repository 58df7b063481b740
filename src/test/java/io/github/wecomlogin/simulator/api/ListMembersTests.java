package io.github.wecomlogin.simulator.api;

import java.util.List;
import java.util.Map;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Employee;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ListMembersTests extends SimulatorTestBase {

	@Test
	void whenDepartmentIsListedThenItsVisibleDirectMembers() {
		assertThat(members("3")).extracting((member) -> member.get("userid"))
			.contains("zhaoliu")
			.doesNotContain("wangwu", "chenjing");
		assertThat(members("3")).filteredOn((member) -> member.get("userid").equals("zhaoliu"))
			.singleElement()
			.satisfies((member) -> assertThat(member).containsEntry("name", "赵六")
				.containsEntry("department", List.of(1, 3))
				.doesNotContainKeys("mobile", "email"));
	}

	@Test
	void whenChildrenAreFetchedThenMembersBelowToo() {
		assertThat(call(SimulatedWeCom.USER_LIST, "access_token", token(), "department_id", "31", "fetch_child", "1"))
			.extractingByKey("userlist")
			.asInstanceOf(InstanceOfAssertFactories.list(Map.class))
			.extracting((member) -> member.get("userid"))
			.containsExactly("wangwu", "chenjing");
	}

	@Test
	void whenMemberIsAddedThenTheyAreListed() {
		weCom.company().add(Employee.of("new", "新员工", 311));
		assertThat(members("311")).extracting((member) -> member.get("userid")).contains("chenjing", "new");
	}

	@ParameterizedTest
	@ValueSource(strings = { "99", "", "abc" })
	void whenDepartmentIsUnknownThenError(String id) {
		assertThat(call(SimulatedWeCom.USER_LIST, "access_token", token(), "department_id", id))
			.containsEntry("errcode", 60123);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> members(String department) {
		Map<String, Object> answer = call(SimulatedWeCom.USER_LIST, "access_token", token(), "department_id",
				department);
		assertThat(answer).containsEntry("errcode", 0);
		return (List<Map<String, Object>>) answer.get("userlist");
	}

}
