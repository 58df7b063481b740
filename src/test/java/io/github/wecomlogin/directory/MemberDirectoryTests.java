package io.github.wecomlogin.directory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MemberDirectoryTests {

	private static final SimulatedWeCom weCom = SimulatedWeCom.start();

	private final MemberDirectory members = new MemberDirectory(WeComClient
		.forApplication(new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID, SimulatedWeCom.SECRET),
				new WeComHttpSettings(weCom.apiUrl(), Duration.ofSeconds(10), Duration.ofSeconds(20), null))
		.build());

	@AfterEach
	void reset() {
		weCom.reset();
	}

	@AfterAll
	static void close() {
		weCom.close();
	}

	@Test
	void whenMemberIsVisibleThenAllThatIsKnown() {
		Member member = read("zhaoliu");
		assertThat(member).isEqualTo(
				new Member("zhaoliu", "赵六", Member.Status.ACTIVE, List.of(1L, 3L), Set.of(3L), 1L, List.of(), "技术总监"));
		assertThat(read("zhangsan").directLeaders()).containsExactly("lisi");
	}

	@Test
	void whenAskedInAnotherCaseThenDirectorysSpelling() {
		assertThat(read("ZhangSan").userId()).isEqualTo("zhangsan");
	}

	@Test
	void whenMemberIsPrintedThenNothingPersonal() {
		assertThat(read("zhaoliu").toString()).doesNotContain("zhaoliu", "赵六", "技术总监");
	}

	@ParameterizedTest
	@CsvSource({ "1, ACTIVE", "2, DISABLED", "4, NOT_ACTIVATED", "5, LEFT", "0, UNKNOWN", "3, UNKNOWN", "6, UNKNOWN",
			"-1, UNKNOWN", "'\"1\"', ACTIVE", "'\"active\"', MISSING", "null, MISSING", "true, MISSING",
			"1.0, MISSING" })
	void whenStatusThenMeaning(String status, Member.Status meaning) {
		answer("\"userid\":\"a\",\"status\":" + status);
		assertThat(read("a").status()).isEqualTo(meaning);
	}

	@Test
	void whenOnlyTheIdIsShownThenTheRestIsAbsent() {
		answer("\"userid\":\"a\"");
		assertThat(read("a"))
			.isEqualTo(new Member("a", "a", Member.Status.MISSING, List.of(), Set.of(), null, List.of(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\\t" })
	void whenNameIsBlankThenUserIdInItsPlace(String name) {
		answer("\"userid\":\"a\",\"name\":\"" + name + "\"");
		assertThat(read("a").name()).isEqualTo("a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[7,8,9] | [1,0,1]     | 7,9
			[7,8,9] | ["1",0,"1"] | 7,9
			[7,8,9] | [0,0,0]     | ''
			[7,8,9] | [2,-1,1]    | 9
			[7,8,9] | [1,1]       | ''
			[7,8,9] | [1,1,1,1]   | ''
			[7,8,9] | []          | ''
			[7,7]   | [1,1]       | 7
			[]      | [1]         | ''
			[]      | []          | ''
			""")
	void whenLeaderFlagsThenDepartmentsLedOrNoneIfNotParallel(String departments, String flags, String led) {
		answer("\"userid\":\"a\",\"department\":" + departments + ",\"is_leader_in_dept\":" + flags);
		assertThat(read("a").ledDepartments().stream().sorted().map(String::valueOf).collect(Collectors.joining(",")))
			.isEqualTo(led);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zhangsan2", "zhang", "zhangsan ", "wwother/zhangsan" })
	void whenSomebodyElseIsAnsweredThenIncomplete(String userId) {
		answer("\"userid\":\"" + userId + "\",\"name\":\"张三\",\"status\":1");
		assertThat(failure("zhangsan")).isEqualTo(WeComError.INCOMPLETE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40003, 46004, 50002, 60011, 60021, 60111 })
	void whenMemberIsNotVisibleThenSaysSo(int code) {
		weCom.fail(SimulatedWeCom.GETUSER, code);
		assertThat(failure("zhangsan")).isEqualTo(WeComError.of(code));
		assertThat(failure("zhangsan").saysMemberIsNotVisible()).isTrue();
	}

	@Test
	void whenMemberIsOutOfRangeOrGoneThenNotVisible() {
		assertThat(failure("zhengrui").saysMemberIsNotVisible()).isTrue();
		assertThat(failure("nobody").saysMemberIsNotVisible()).isTrue();
	}

	private Member read(String userId) {
		return this.members.read(userId, Deadline.after(Duration.ofSeconds(30)));
	}

	private WeComError failure(String userId) {
		return catchThrowableOfType(WeComApiException.class, () -> read(userId)).getError();
	}

	private static void answer(String fields) {
		weCom.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"errmsg\":\"ok\"," + fields + "}")));
	}

}
