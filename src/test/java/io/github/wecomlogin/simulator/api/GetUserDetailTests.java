package io.github.wecomlogin.simulator.api;

import java.time.Duration;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.page.Flow;
import io.github.wecomlogin.simulator.page.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GetUserDetailTests extends SimulatorTestBase {

	@Test
	void whenAllowedThenDetails() {
		assertThat(getUserDetail(ticket("zhangsan", Step.ALLOW))).containsEntry("errcode", 0)
			.containsEntry("userid", "zhangsan")
			.containsEntry("gender", "1")
			.containsEntry("mobile", "13800000001")
			.containsEntry("email", "zhangsan@mail.example.com")
			.containsEntry("biz_mail", "zhangsan@example.com")
			.containsEntry("avatar", "https://avatar.example.com/zhangsan/0")
			.containsKeys("qr_code", "address")
			.doesNotContainKey("name");
	}

	@Test
	void whenWithheldThenNothingPersonal() {
		assertThat(getUserDetail(ticket("zhangsan", Step.WITHHOLD))).containsEntry("errcode", 0)
			.containsEntry("gender", "0")
			.containsOnlyKeys("errcode", "errmsg", "userid", "gender", "avatar");
	}

	@Test
	void whenEmployeeHasNoMailThenFieldIsAbsent() {
		assertThat(getUserDetail(ticket("wangwu", Step.ALLOW))).containsEntry("errcode", 0).doesNotContainKey("email");
	}

	@Test
	void whenTicketIsExpiredThen84014() {
		String ticket = ticket("zhangsan", Step.ALLOW);
		clock.advance(Duration.ofSeconds(1799));
		assertThat(getUserDetail(ticket)).containsEntry("errcode", 0);
		clock.advance(Duration.ofSeconds(1));
		assertThat(getUserDetail(ticket)).containsEntry("errcode", 84014);
	}

	@Test
	void whenTicketIsWrongThen84015() {
		assertThat(getUserDetail("unknown")).containsEntry("errcode", 84015);
		assertThat(post(SimulatedWeCom.GETUSERDETAIL, token(), "{}")).containsEntry("errcode", 84015);
		assertThat(post(SimulatedWeCom.GETUSERDETAIL, token(), "{\"user_")).containsEntry("errcode", 84015)
			.hasEntrySatisfying("errmsg",
					(message) -> assertThat((String) message).contains("Warning: wrong json format."));
	}

	@Test
	void whenEmployeeIsNoLongerVisibleOrThereThenError() {
		String ticket = ticket("zhangsan", Step.ALLOW);
		weCom.company().update(weCom.company().employee("zhangsan").withVisible(false));
		assertThat(getUserDetail(ticket)).containsEntry("errcode", 60011);
		weCom.company().remove("zhangsan");
		assertThat(getUserDetail(ticket)).containsEntry("errcode", 60111);
	}

	@Test
	void whenNoLongerVisibleBeforeCodeIsSpentThenNoTicket() {
		String code = code("zhangsan", Step.ALLOW);
		weCom.company().update(weCom.company().employee("zhangsan").withVisible(false));
		assertThat(getUserInfo(token(), code)).containsEntry("userid", "zhangsan").doesNotContainKey("user_ticket");
	}

	@Test
	void whenGetThenInvalidParameter() {
		assertThat(call(SimulatedWeCom.GETUSERDETAIL, "access_token", token())).containsEntry("errcode", 40058);
	}

	@Test
	void whenTokenIsRefusedThenError() {
		assertThat(post(SimulatedWeCom.GETUSERDETAIL, "garbage", "{}")).containsEntry("errcode", 40014);
	}

	private static String code(String userId, Step step) {
		return parametersOf(location(get(Flow.IN_CLIENT.stepPath() + step.pathSegment(),
				parameters("appid", SimulatedWeCom.CORP_ID, "redirect_uri", "http://localhost:8080/callback",
						"response_type", "code", "scope", "snsapi_privateinfo", "agentid", "1000002", "person",
						userId))))
			.get("code");
	}

	private static String ticket(String userId, Step step) {
		return (String) getUserInfo(token(), code(userId, step)).get("user_ticket");
	}

	private static Map<String, Object> getUserDetail(String ticket) {
		return post(SimulatedWeCom.GETUSERDETAIL, token(), Json.write(Map.of("user_ticket", ticket)));
	}

}
