package io.github.wecomlogin.simulator.api;

import java.util.List;
import java.util.Map;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GetTagTests extends SimulatorTestBase {

	private static final Map<String, String> LISI = Map.of("userid", "lisi", "name", "李四");

	private static final Map<String, String> WANGWU = Map.of("userid", "wangwu", "name", "王五");

	private static final Map<String, String> ZHANGSAN = Map.of("userid", "zhangsan", "name", "张三");

	@Test
	void whenTagHasADepartmentThenItIsNotExpanded() {
		assertThat(getTag("7")).containsEntry("errcode", 0)
			.containsEntry("tagname", "值班")
			.containsEntry("userlist", List.of(WANGWU))
			.containsEntry("partylist", List.of(311));
	}

	@Test
	void whenEmployeeIsNotVisibleThenNotShown() {
		assertThat(getTag("8")).containsEntry("tagname", "党员")
			.containsEntry("userlist", List.of(ZHANGSAN))
			.containsEntry("partylist", List.of());
		weCom.company().update(weCom.company().employee("zhengrui").withVisible(true));
		assertThat(getTag("8")).containsEntry("userlist",
				List.of(ZHANGSAN, Map.of("userid", "zhengrui", "name", "郑睿")));
	}

	@Test
	void whenEmployeeOrDepartmentIsNotThereThenNotShown() {
		weCom.company().add(Tag.of(9, "新人").withUsers("lisi", "nobody", "张三").withDepartments(4, 99));
		assertThat(getTag("9")).containsEntry("userlist", List.of(LISI)).containsEntry("partylist", List.of(4));
		weCom.company().remove("lisi");
		weCom.company().removeDepartment(4);
		assertThat(getTag("9")).containsEntry("userlist", List.of()).containsEntry("partylist", List.of());
	}

	@Test
	void whenUserIdsDifferInCaseThenEmployeeOnceInDirectorySpelling() {
		weCom.company().add(Tag.of(9, "新人").withUsers("ZhangSan", "LISI", "zhangsan"));
		assertThat(getTag("9")).containsEntry("userlist", List.of(ZHANGSAN, LISI));
	}

	@Test
	void whenTagIsReplacedThenNextAnswerShowsIt() {
		weCom.company().add(Tag.of(7, "夜班").withUsers("lisi").withDepartments(4, 2, 3));
		assertThat(getTag("7")).containsEntry("tagname", "夜班")
			.containsEntry("userlist", List.of(LISI))
			.containsEntry("partylist", List.of(4, 2, 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "9", "0", "-7", "07", "+7", " 7", "7 ", "7.0", "7,8", "99999999999", "值班" })
	void whenTagIdIsUnknownOrMalformedThen40068(String id) {
		assertThat(getTag(id)).containsEntry("errcode", 40068)
			.doesNotContainKeys("tagname", "userlist", "partylist")
			.hasEntrySatisfying("errmsg", (message) -> assertThat((String) message).startsWith("invalid tagid, hint"));
	}

	@Test
	void whenTagIsRemovedThen40068() {
		weCom.company().removeTag(7);
		assertThat(getTag("7")).containsEntry("errcode", 40068);
	}

	@Test
	void whenTagIdIsMissingOrEmptyThen41017() {
		assertThat(call(SimulatedWeCom.TAG_GET, "access_token", token())).containsEntry("errcode", 41017)
			.hasEntrySatisfying("errmsg", (message) -> assertThat((String) message).startsWith("tagid missing, hint"));
		assertThat(getTag("")).containsEntry("errcode", 41017);
	}

	@Test
	void whenTokenIsMissingOrGarbageThenError() {
		assertThat(call(SimulatedWeCom.TAG_GET, "tagid", "7")).containsEntry("errcode", 41001);
		assertThat(call(SimulatedWeCom.TAG_GET, "access_token", "garbage", "tagid", "7"))
			.containsEntry("errcode", 40014)
			.doesNotContainKey("userlist");
	}

	private static Map<String, Object> getTag(String id) {
		return call(SimulatedWeCom.TAG_GET, "access_token", token(), "tagid", id);
	}

}
