package io.github.wecomlogin.simulator.api;

import java.util.List;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Employee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GetUserTests extends SimulatorTestBase {

	@Test
	void whenVisibleThenMemberWithoutSensitiveFields() {
		assertThat(getUser(token(), "zhaoliu")).containsEntry("errcode", 0)
			.containsEntry("userid", "zhaoliu")
			.containsEntry("name", "赵六")
			.containsEntry("department", List.of(1, 3))
			.containsEntry("is_leader_in_dept", List.of(0, 1))
			.containsEntry("order", List.of(4294967294L, 4294967292L))
			.containsEntry("main_department", 1)
			.containsEntry("position", "技术总监")
			.containsEntry("status", 1)
			.containsKey("field_of_tomorrow")
			.doesNotContainKeys("mobile", "email", "biz_mail", "avatar", "gender", "qr_code", "address");
	}

	@Test
	void whenOtherCaseThenSameMemberInDirectorySpelling() {
		assertThat(getUser(token(), "ZhangSan")).containsEntry("errcode", 0).containsEntry("userid", "zhangsan");
	}

	@Test
	void whenNotVisibleThen60011() {
		assertThat(getUser(token(), "zhengrui")).containsEntry("errcode", 60011).doesNotContainKey("userid");
	}

	@Test
	void whenUnknownOrRemovedThen60111() {
		assertThat(getUser(token(), "nobody")).containsEntry("errcode", 60111);
		weCom.company().remove("ZHANGSAN");
		assertThat(getUser(token(), "zhangsan")).containsEntry("errcode", 60111);
	}

	@Test
	void whenUserIdIsMissingOrMalformedThenError() {
		assertThat(call(SimulatedWeCom.GETUSER, "access_token", token())).containsEntry("errcode", 41009);
		assertThat(getUser(token(), SimulatedWeCom.LINKED_CORP_MEMBER)).containsEntry("errcode", 40003);
	}

	@ParameterizedTest
	@CsvSource({ "zhangsan, 1", "sunqi, 2", "zhouwei, 4", "wujun, 5" })
	void whenNotActiveThenStatusSaysSo(String userId, int status) {
		assertThat(getUser(token(), userId)).containsEntry("errcode", 0).containsEntry("status", status);
	}

	@Test
	void whenEmployeeIsChangedThenNextAnswerShowsIt() {
		weCom.company()
			.update(weCom.company()
				.employee("zhangsan")
				.withName("张三丰")
				.withDepartments(3, 311)
				.withLeaderOf(311)
				.withStatus(Employee.DISABLED)
				.withPosition(null)
				.withDirectLeaders());
		assertThat(getUser(token(), "zhangsan")).containsEntry("name", "张三丰")
			.containsEntry("department", List.of(3, 311))
			.containsEntry("is_leader_in_dept", List.of(0, 1))
			.containsEntry("status", 2)
			.containsEntry("position", "")
			.containsEntry("direct_leader", List.of());
	}

}
