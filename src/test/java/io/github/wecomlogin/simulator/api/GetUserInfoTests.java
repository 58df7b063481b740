package io.github.wecomlogin.simulator.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GetUserInfoTests extends SimulatorTestBase {

	@Test
	void whenMemberThenUserIdAndNoTicket() {
		assertThat(getUserInfo(token(), weCom.issueCode("zhangsan"))).containsOnly(Map.entry("errcode", 0),
				Map.entry("errmsg", "ok"), Map.entry("userid", "zhangsan"));
	}

	@Test
	void whenMemberIsOutOfRangeThenUserIdNevertheless() {
		assertThat(getUserInfo(token(), weCom.issueCode("zhengrui"))).containsEntry("errcode", 0)
			.containsEntry("userid", "zhengrui");
	}

	@Test
	void whenOutsiderThenOpenIdOnly() {
		assertThat(getUserInfo(token(), weCom.issueCode(SimulatedWeCom.OUTSIDER))).containsEntry("errcode", 0)
			.containsKeys("openid", "external_userid")
			.doesNotContainKey("userid");
	}

	@Test
	void whenLinkedCorpMemberThenUserIdWithSlash() {
		assertThat(getUserInfo(token(), weCom.issueCode(SimulatedWeCom.LINKED_CORP_MEMBER))).containsEntry("userid",
				"wwothercorp0000000/amy");
	}

	@Test
	void whenNobodyIsCalledSoThenNoCode() {
		assertThatIllegalArgumentException().isThrownBy(() -> weCom.issueCode("nobody"));
	}

	@Test
	void whenCodeIsUsedAgainThen40029() {
		String code = weCom.issueCode("zhangsan");
		getUserInfo(token(), code);
		assertThat(getUserInfo(token(), code)).containsEntry("errcode", 40029).doesNotContainKey("userid");
	}

	@Test
	void whenCodeIsFiveMinutesOldThen40029() {
		String first = weCom.issueCode("zhangsan");
		String second = weCom.issueCode("zhangsan");
		clock.advance(Duration.ofSeconds(299));
		assertThat(getUserInfo(token(), first)).containsEntry("errcode", 0);
		clock.advance(Duration.ofSeconds(1));
		assertThat(getUserInfo(token(), second)).containsEntry("errcode", 40029);
	}

	@Test
	void whenCodeIsMissingOrUnknownThenError() {
		assertThat(call(SimulatedWeCom.GETUSERINFO, "access_token", token())).containsEntry("errcode", 41008);
		assertThat(getUserInfo(token(), "unknown")).containsEntry("errcode", 40029);
	}

	@Test
	void whenTokenIsRefusedThenCodeIsNotSpent() {
		String code = weCom.issueCode("zhangsan");
		assertThat(getUserInfo("garbage", code)).containsEntry("errcode", 40014);
		assertThat(getUserInfo(token(), code)).containsEntry("errcode", 0);
	}

	@Test
	void whenFailureIsOrderedThenCodeIsNotSpent() {
		String code = weCom.issueCode("zhangsan");
		weCom.failNext(SimulatedWeCom.GETUSERINFO, -1);
		assertThat(getUserInfo(token(), code)).containsEntry("errcode", -1);
		assertThat(getUserInfo(token(), code)).containsEntry("errcode", 0);
	}

	@Test
	void whenCodeIsSpentByManyAtOnceThenExactlyOneWins() throws Exception {
		String token = token();
		String code = weCom.issueCode("zhangsan");
		int callers = 8;
		CountDownLatch ready = new CountDownLatch(callers);
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			Callable<Object> caller = () -> {
				ready.countDown();
				ready.await();
				return getUserInfo(token, code).get("errcode");
			};
			List<Future<Object>> answers = executor.invokeAll(Stream.generate(() -> caller).limit(callers).toList());
			assertThat(answers).extracting(Future::get).containsOnlyOnce(0).contains(40029);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
