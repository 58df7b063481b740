package io.github.wecomlogin.client;

import java.time.Instant;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.token.ApplicationToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WeComClientAnswerTests {

	private volatile String answer = "{}";

	private final StubServer server = new StubServer((request) -> Reply.json(this.answer));

	private final WeComClient client = TestClients.warm(this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenMemberSignsInThenUserIdAndTicket() {
		this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"userid\":\"zhang.san\",\"user_ticket\":\"t\","
				+ "\"user_doc_ticket\":\"new\"}";
		assertThat(userInfo()).isEqualTo(new UserInfoResponse("zhang.san", "t", null));
	}

	@Test
	void whenAnswerHasTheOlderSpellingThenTheSame() {
		this.answer = "{\"UserId\":\"zhang.san\",\"DeviceId\":\"d\",\"errcode\":0,\"errmsg\":\"ok\"}";
		assertThat(userInfo()).isEqualTo(new UserInfoResponse("zhang.san", null, null));
		this.answer = "{\"OpenId\":\"o\",\"DeviceId\":\"d\",\"errcode\":0,\"errmsg\":\"ok\"}";
		assertThat(userInfo()).isEqualTo(new UserInfoResponse(null, null, "o"));
	}

	@Test
	void whenOutsiderSignsInThenOpenIdAndNoUserId() {
		this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"openid\":\"o\",\"external_userid\":\"e\",\"userid\":\" \"}";
		assertThat(userInfo()).isEqualTo(new UserInfoResponse(null, null, "o"));
	}

	@Test
	void whenAnswerIsEmptyThenNobody() {
		assertThat(userInfo()).isEqualTo(new UserInfoResponse(null, null, null));
	}

	@Test
	void whenMemberIsReadThenAllFields() {
		this.answer = """
				{"errcode":0,"errmsg":"ok","userid":"ZhangSan","name":"张三","department":[1,"2"],"order":[4294967295,0],
				"position":"后端","is_leader_in_dept":["1",0],"direct_leader":["lisi"],"main_department":"2","status":"1",
				"mobile":"13800000000","gender":0,"extattr":{"attrs":[{"type":0}]},"brand_new":null}""";
		UserResponse user = user();
		assertThat(user.userId()).isEqualTo("ZhangSan");
		assertThat(user.name()).isEqualTo("张三");
		assertThat(user.departments()).containsExactly(1L, 2L);
		assertThat(user.ledDepartments()).containsExactly(1L);
		assertThat(user.mainDepartment()).isEqualTo(2);
		assertThat(user.directLeaders()).containsExactly("lisi");
		assertThat(user.position()).isEqualTo("后端");
		assertThat(user.status()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"x\"", "{}", "[2]", "9223372036854775808", "1.5" })
	void whenDepartmentCannotBeReadThenMemberKeepsTheOthers(String entry) {
		this.answer = "{\"userid\":\"a\",\"status\":1,\"department\":[1," + entry
				+ ",\"3000000001\"],\"is_leader_in_dept\":[0,1,1],\"main_department\":3000000001}";
		UserResponse user = user();
		assertThat(user.departments()).containsExactly(1L, 3000000001L);
		assertThat(user.ledDepartments()).containsExactly(3000000001L);
		assertThat(user.mainDepartment()).isEqualTo(3000000001L);
	}

	@Test
	void whenLeaderFlagCannotBeReadThenNotLeading() {
		this.answer = "{\"userid\":\"a\",\"department\":[1,2],\"is_leader_in_dept\":[null,1]}";
		assertThat(user().ledDepartments()).containsExactly(2L);
		this.answer = "{\"userid\":\"a\",\"department\":[1,2],\"is_leader_in_dept\":[1]}";
		assertThat(user().ledDepartments()).isEmpty();
	}

	@Test
	void whenLeaderIsNoIdThenOnlyTheOthers() {
		this.answer = "{\"userid\":\"a\",\"direct_leader\":[\"b\",null,5,\"李四\",{}]}";
		assertThat(user().directLeaders()).containsExactly("b", "5");
	}

	@Test
	void whenUserIdIsNotAsciiThenIncomplete() {
		this.answer = "{\"userid\":\"\u212Aevin\",\"status\":1}";
		assertThat(TestClients.failureOf(this::userInfo).getError()).isEqualTo(WeComError.INCOMPLETE);
		assertThat(TestClients.failureOf(this::user).getError()).isEqualTo(WeComError.INCOMPLETE);
		assertThat(TestClients.failureOf(this::detail).getError()).isEqualTo(WeComError.INCOMPLETE);
	}

	@Test
	void whenMemberHasOnlyAnIdThenTheRestIsAbsent() {
		this.answer = "{\"userid\":\"zhangsan\"}";
		UserResponse user = user();
		assertThat(user.name()).isNull();
		assertThat(user.departments()).isEmpty();
		assertThat(user.ledDepartments()).isEmpty();
		assertThat(user.mainDepartment()).isNull();
		assertThat(user.directLeaders()).isEmpty();
		assertThat(user.position()).isNull();
		assertThat(user.status()).isNull();
	}

	@Test
	void whenMemberHasNoIdThenIncomplete() {
		this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"name\":\"张三\",\"status\":1}";
		assertThat(TestClients.failureOf(this::user).getError()).isEqualTo(WeComError.INCOMPLETE);
	}

	@Test
	void whenDetailsAreReadThenAllFields() {
		this.answer = "{\"errcode\":0,\"userid\":\"a\",\"gender\":1,\"avatar\":\"http://x/0\",\"qr_code\":\"q\","
				+ "\"mobile\":\"138\",\"email\":\"e\",\"biz_mail\":\"b\",\"address\":\"s\"}";
		assertThat(detail())
			.isEqualTo(new UserDetailResponse("a", new PersonalDetail("1", "http://x/0", "138", "e", "b")));
		this.answer = "{\"userid\":\"a\",\"gender\":\"2\"}";
		assertThat(detail()).isEqualTo(new UserDetailResponse("a", new PersonalDetail("2", null, null, null, null)));
		this.answer = "{\"userid\":\"a\",\"gender\":\"0\"}";
		assertThat(detail().detail()).isEqualTo(PersonalDetail.NONE);
	}

	@Test
	void whenDetailsHaveNoIdThenIncomplete() {
		this.answer = "{\"mobile\":\"138\"}";
		assertThat(TestClients.failureOf(this::detail).getError()).isEqualTo(WeComError.INCOMPLETE);
	}

	@Test
	void whenAnswersArePrintedThenNothingPersonal() {
		assertThat(new UserInfoResponse("personal", "personal", "personal").toString()).doesNotContain("personal");
		PersonalDetail detail = new PersonalDetail("personal", "personal", "personal", "personal", "personal");
		assertThat(detail + " " + new UserDetailResponse("personal", detail)).doesNotContain("personal");
		this.answer = "{\"userid\":\"personal\",\"name\":\"personal\",\"position\":\"personal\"}";
		assertThat(user().toString()).doesNotContain("personal");
		assertThat(TestClients.APPLICATION.toString()).doesNotContain(TestClients.APPLICATION.secret());
		assertThat(new ApplicationToken("hidden", Instant.EPOCH).toString()).doesNotContain("hidden");
	}

	private UserInfoResponse userInfo() {
		return this.client.getUserInfo("code", null, TestClients.time());
	}

	private UserResponse user() {
		return this.client.getUser("zhangsan", TestClients.time());
	}

	private UserDetailResponse detail() {
		return this.client.getUserDetail("ticket", TestClients.time());
	}

}
