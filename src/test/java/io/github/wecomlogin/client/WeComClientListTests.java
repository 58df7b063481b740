package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The calls whose answers are long lists.
 */
class WeComClientListTests {

	private static final String ONE_DEPARTMENT = "{\"id\":1,\"name\":\"总部\",\"parentid\":0}";

	private volatile String answer = "{}";

	private final StubServer server = new StubServer((request) -> Reply.json(this.answer));

	private final WeComClient client = TestClients.warm(this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenListsAreReadThenTokenAndTagAreInTheQuery() {
		this.answer = "{\"department\":[],\"userlist\":[]}";
		departments();
		this.client.getTag(12, TestClients.time());
		assertThat(this.server.requests()).extracting(Request::line)
			.containsExactly("GET /cgi-bin/department/list?access_token=Token-_0123456789 HTTP/1.1",
					"GET /cgi-bin/tag/get?access_token=Token-_0123456789&tagid=12 HTTP/1.1");
	}

	@Test
	void whenDepartmentsAreReadThenAllFields() {
		this.answer = """
				{"errcode":0,"errmsg":"ok","department":[
				{"id":2,"name":"研发部","name_en":"R&D","department_leader":["a","b"],"parentid":1,"order":100000000},
				{"id":1,"name":"总部","parentid":0}]}""";
		assertThat(departments()).containsExactly(new DepartmentResponse(2, 1, "研发部"),
				new DepartmentResponse(1, 0, "总部"));
	}

	@Test
	void whenDepartmentFieldsAreOddThenReadAsFarAsPossible() {
		this.answer = """
				{"new":{"a":[{"b":[]}]},"more":[1,[2,{"x":null}]],"department":[
				{"id":"2","name":"","parentid":"1","brand_new":{"x":[{"y":1}]}},
				{"id":3},
				{"id":" 4 ","name":null,"parentid":null},
				{"parentid":1.0,"name":7,"id":5.0},
				{"id":3000000001,"parentid":"4294967296","name":["x"]},
				{"id":-7,"parentid":-1,"name":" \\t"}],"errmsg":"ok","later":[]}""";
		assertThat(departments()).containsExactly(new DepartmentResponse(2, 1, null),
				new DepartmentResponse(3, 0, null), new DepartmentResponse(4, 0, null),
				new DepartmentResponse(5, 1, "7"), new DepartmentResponse(3000000001L, 4294967296L, null),
				new DepartmentResponse(-7, -1, null));
	}

	@Test
	void whenNameOfDepartmentIsItsIdThenAbsent() {
		this.answer = "{\"department\":[{\"id\":5,\"name\":\"5\"},{\"id\":6,\"name\":6},{\"id\":7,\"name\":\"5\"}]}";
		assertThat(departments()).extracting(DepartmentResponse::name).containsExactly(null, null, "5");
	}

	@Test
	void whenDepartmentListIsEmptyThenNoDepartments() {
		this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"department\":[]}";
		assertThat(departments()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"errcode\":0,\"errmsg\":\"ok\"}", "{\"errcode\":0,\"department\":null}",
			"{\"errcode\":0,\"department\":{}}", "{\"errcode\":0,\"department\":{\"id\":1}}",
			"{\"errcode\":0,\"department\":\"\"}", "{\"errcode\":0,\"department\":1}",
			"{\"errcode\":0,\"Department\":[]}", "{\"errcode\":0,\"x\":{\"department\":[]}}",
			"{\"errcode\":0,\"departments\":[" + ONE_DEPARTMENT + "]}" })
	void whenDepartmentListIsMissingThenIncomplete(String body) {
		this.answer = body;
		assertThat(failure(ListCall.DEPARTMENTS)).isEqualTo(WeComError.INCOMPLETE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"id\":null}", "{\"id\":\"x\"}", "{\"id\":1.5}", "{\"id\":[1]}",
			"{\"id\":9223372036854775808}", "{\"ID\":1}", "1", "null", "\"1\"", "true", "[]",
			"[" + ONE_DEPARTMENT + "]", "{\"id\":2,\"parentid\":\"x\"}", "{\"id\":2,\"parentid\":1.5}",
			"{\"id\":2,\"parentid\":9223372036854775808}" })
	void whenDepartmentCannotBeReadThenOthersAre(String item) {
		for (String list : List.of(item + "," + ONE_DEPARTMENT, ONE_DEPARTMENT + "," + item)) {
			this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"department\":[" + list + "]}";
			assertThat(departments()).containsExactly(new DepartmentResponse(1, 0, "总部"));
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenEntriesAreSkippedThenLoggedOnceForEachList(CapturedOutput output) {
		this.answer = "{\"department\":[{\"id\":\"personal\"},{\"id\":null}],"
				+ "\"userlist\":[{\"userid\":\"personäl\"}],\"partylist\":[\"personal\"]}";
		for (int i = 0; i < 3; i++) {
			departments();
			tag();
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("cannot be read")))
			.satisfiesExactlyInAnyOrder((line) -> assertThat(line).contains("department/list", "'department'", "(2)"),
					(line) -> assertThat(line).contains("tag/get", "'userlist'", "(1)"),
					(line) -> assertThat(line).contains("tag/get", "'partylist'", "(1)"));
		assertThat(output).doesNotContain("personal").doesNotContain("personäl");
	}

	@Test
	void whenMembersOfDepartmentAreReadThenAllReadableFields() {
		this.answer = """
				{"errcode":0,"errmsg":"ok","userlist":[{"userid":"ZhangSan","name":"张三","department":[2,3],
				"is_leader_in_dept":[0,1],"main_department":2,"direct_leader":["lisi"],"position":"工程师","status":1},
				{"name":"nobody"},{"userid":"李四"},{"userid":"b"}]}""";
		assertThat(this.client.getMembers(2, TestClients.time())).containsExactly(
				new UserResponse("ZhangSan", "张三", List.of(2L, 3L), Set.of(3L), 2L, List.of("lisi"), "工程师", 1),
				new UserResponse("b", null, List.of(), Set.of(), null, List.of(), null, null));
		assertThat(this.server.requests()).extracting(Request::line)
			.containsExactly("GET /cgi-bin/user/list?access_token=Token-_0123456789&department_id=2 HTTP/1.1");
		this.answer = "{\"errcode\":0}";
		assertThatExceptionOfType(WeComApiException.class)
			.isThrownBy(() -> this.client.getMembers(2, TestClients.time()));
	}

	@Test
	void whenTagIsReadThenAllFields() {
		this.answer = """
				{"errcode":0,"errmsg":"ok","tagname":"值班","userlist":[{"userid":"zhangsan","name":"李"},
				{"userid":"LiSi"}],"partylist":[2,"3"]}""";
		assertThat(tag()).isEqualTo(new TagResponse("值班", List.of("zhangsan", "LiSi"), List.of(2L, 3L)));
	}

	@Test
	void whenTagFieldsAreInAnyOrderThenTheSame() {
		this.answer = """
				{"partylist":[2],"userlist":[{"name":"李","x":[{}],"userid":"lisi"},{"userid":5}],"new":[{"userid":"no"}],
				"tagname":" ","errcode":"0"}""";
		assertThat(tag()).isEqualTo(new TagResponse(null, List.of("lisi", "5"), List.of(2L)));
	}

	@Test
	void whenTagIsEmptyThenNobody() {
		this.answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"tagname\":\"x\",\"userlist\":[],\"partylist\":[]}";
		assertThat(tag()).isEqualTo(new TagResponse("x", List.of(), List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"userid\":null}", "{\"userid\":\" \"}", "{\"name\":\"李\"}", "\"lisi\"", "null",
			"[]", "1", "{\"userid\":[\"a\"]}", "{\"userid\":\"\u212Aevin\"}", "{\"userid\":\"李四\"}" })
	void whenMemberOfTagCannotBeReadThenOthersAre(String item) {
		this.answer = "{\"errcode\":0,\"userlist\":[{\"userid\":\"a\"}," + item
				+ ",{\"userid\":\"b\"}],\"partylist\":[]}";
		assertThat(tag().userIds()).containsExactly("a", "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"x\"", "{}", "[1]", "9223372036854775808", "1.5" })
	void whenDepartmentOfTagCannotBeReadThenOthersAre(String department) {
		this.answer = "{\"errcode\":0,\"userlist\":[],\"partylist\":[1," + department + ",\"3000000001\"]}";
		assertThat(tag().departments()).containsExactly(1L, 3000000001L);
	}

	static String[] notAnAnswer() {
		String deep = "[".repeat(100_000);
		return new String[] { "", " ", "[]", "[{}]", "null", "\"x\"", "1", "ok", "<html>no</html>",
				"[" + ONE_DEPARTMENT + "]", "{", "{\"LIST\"", "{\"LIST\":", "{\"LIST\":[", "{\"LIST\":[{",
				"{\"LIST\":[{\"id\":1,\"userid\":\"a\"", "{\"LIST\":[{\"id\":1,\"userid\":\"a\"}",
				"{\"LIST\":[{\"id\":1,\"userid\":\"a\"},", "{\"LIST\":[{\"id\":1,\"userid\":\"a\"}]",
				"{\"LIST\":[{\"id\":1,\"userid\":\"a\"}],", "{\"LIST\":[{\"id\":1,\"userid\":\"a\"}],\"errcode\":0",
				"{\"LIST\":[]]", "{\"LIST\":[]}}", "{\"LIST\":[]}{\"LIST\":[]}", "{\"LIST\":[]} trailing",
				"{\"LIST\":[]},", "{\"LIST\":[],}", "{\"LIST\":[{\"id\":1,\"userid\":\"a\"},]}",
				"{\"LIST\":[],\"LIST\":[]}", "{\"LIST\":[],\"LIST\":null}", "{\"LIST\":1,\"LIST\":[]}",
				"{\"errcode\":60011,\"LIST\":[],\"errcode\":0}", "{\"LIST\":[{\"id\":1,\"id\":2,\"userid\":\"a\"}]}",
				"{\"LIST\":[{\"id\":1,\"userid\":\"a\",\"userid\":\"b\"}]}",
				"{\"LIST\":[{\"id\":1,\"userid\":\"a\",\"x\":{\"y\":1,\"y\":2}}]}",
				"{\"LIST\":[],\"x\":{\"y\":1,\"y\":2}}", "{\"LIST\":[{\"id\":01,\"userid\":\"a\"}]}", "{'LIST':[]}",
				"{LIST:[]}", "/**/{\"LIST\":[]}", "{\"LIST\":[{\"x\":" + deep,
				"{\"x\":" + deep + "]".repeat(100_000) + ",\"LIST\":[]}",
				"{\"LIST\":[],\"n\":" + "9".repeat(10_000) + "}", "{\"LIST\":[],\"errcode\":null}",
				"{\"LIST\":[],\"errcode\":[0]}", "{\"LIST\":[],\"errcode\":\"no\"}" };
	}

	@ParameterizedTest
	@MethodSource("notAnAnswer")
	void whenBodyIsNotOneJsonObjectThenNotJson(String body) {
		for (ListCall call : ListCall.values()) {
			this.answer = body.replace("LIST", call.list);
			WeComApiException failure = TestClients.failureOf(() -> call.read(this.client, TestClients.time()));
			assertThat(failure).isNotNull().hasNoCause();
			assertThat(failure.getError()).isEqualTo(WeComError.NOT_JSON);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"errcode\":60011,\"LIST\":[]}", "{\"LIST\":[],\"errcode\":60011}",
			"{\"errcode\":60011}", "{\"errcode\":\"60011\",\"LIST\":null}", "{\"errcode\":60011,\"LIST\":{}}",
			"{\"errcode\":60011,\"LIST\":[{\"id\":1,\"userid\":\"a\"}]}",
			"{\"LIST\":[{\"id\":1,\"userid\":\"a\"}],\"errcode\":60011,\"errmsg\":\"no\"}" })
	void whenThereIsAnErrorCodeThenItCountsWhateverTheList(String body) {
		for (ListCall call : ListCall.values()) {
			this.answer = body.replace("LIST", call.list);
			assertThat(failure(call)).isEqualTo(WeComError.of(60011));
		}
	}

	@Test
	void whenCompanyIsLargeThenAllDepartmentsAndMembers() {
		this.answer = IntStream.rangeClosed(1, 50_000)
			.mapToObj((i) -> "{\"id\":" + i + ",\"name\":\"部门" + i + "\",\"name_en\":\"Department " + i
					+ "\",\"department_leader\":[\"leader" + i + "\"],\"parentid\":" + i / 4 + ",\"order\":"
					+ (100_000_000 - i) + "}")
			.collect(Collectors.joining(",", "{\"errcode\":0,\"errmsg\":\"ok\",\"department\":[", "]}"));
		assertThat(this.answer.length()).isGreaterThan(ApiCall.ANSWER_BYTES);
		List<DepartmentResponse> departments = departments();
		assertThat(departments).hasSize(50_000);
		assertThat(departments.get(49_999)).isEqualTo(new DepartmentResponse(50_000, 12_500, "部门50000"));
		this.answer = IntStream.range(0, 100_000)
			.mapToObj((i) -> "{\"userid\":\"user" + i + "\",\"name\":\"员工" + i + "\"}")
			.collect(Collectors.joining(",", "{\"errcode\":0,\"tagname\":\"全体\",\"userlist\":[",
					"],\"partylist\":[1]}"));
		assertThat(this.answer.length()).isGreaterThan(ApiCall.ANSWER_BYTES);
		TagResponse tag = tag();
		assertThat(tag.userIds()).hasSize(100_000).endsWith("user99999").doesNotHaveDuplicates();
		assertThat(tag.departments()).containsExactly(1L);
	}

	@ParameterizedTest
	@EnumSource
	void whenListIsAsLargeAsAllowedThenReadAndOneByteMoreIsTooLarge(ListCall call) {
		assertThat(ApiCall.LIST_BYTES).isEqualTo(32 * 1024 * 1024);
		String start = "{\"errcode\":0,\"" + call.list + "\":[";
		String end = "{\"id\":1,\"userid\":\"a\"}]}";
		String largest = start + " ".repeat(ApiCall.LIST_BYTES - start.length() - end.length()) + end;
		this.answer = largest;
		assertThat(call.read(this.client, TestClients.time())).isEqualTo(1);
		this.answer = largest + " ";
		assertThat(failure(call)).isEqualTo(WeComError.TOO_LARGE);
	}

	@Test
	void whenListsMayBeLargeThenTheOtherCallsStillMayNot() {
		this.answer = "{\"department\":[]}" + " ".repeat(ApiCall.ANSWER_BYTES);
		assertThat(departments()).isEmpty();
		this.answer = "{\"userid\":\"a\"}" + " ".repeat(ApiCall.ANSWER_BYTES);
		assertThat(TestClients.failureOf(() -> this.client.getUser("a", TestClients.time())).getError())
			.isEqualTo(WeComError.TOO_LARGE);
	}

	@ParameterizedTest
	@EnumSource
	void whenListIsSlowThenNotCutOffAtTheReadTimeout(ListCall call) {
		Reply slow = (socket) -> {
			LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
			Reply.json("{\"errcode\":0,\"" + call.list + "\":[{\"id\":1,\"userid\":\"a\"}]}").to(socket);
		};
		try (StubServer slowServer = new StubServer(
				(request) -> request.path().equals(ApiEndpoints.GETUSER.path()) ? Reply.hang() : slow)) {
			WeComClient impatient = WeComClient
				.forApplication(TestClients.APPLICATION, TestClients.settings(slowServer.url(), Duration.ofMillis(20)))
				.tokenStore(TestClients.warmStore())
				.build();
			assertThat(TestClients.failureOf(() -> impatient.getUser("a", TestClients.time())).getError())
				.isEqualTo(WeComError.TIMEOUT);
			assertThat(call.read(impatient, TestClients.time())).isEqualTo(1);
			assertThat(TestClients.failureOf(() -> call.read(impatient, Deadline.after(Duration.ofMillis(30)))))
				.isNotNull()
				.extracting(WeComApiException::getError)
				.isEqualTo(WeComError.TIMEOUT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTokenHasExpiredThenRepeatedWithoutTheFirstAnswer(ListCall call) {
		try (StubServer expiring = new StubServer((request) -> reply(call, request))) {
			WeComClient warm = TestClients.warm(expiring.url());
			assertThat(call.read(warm, TestClients.time())).isEqualTo(2);
			assertThat(expiring.requests()).extracting(Request::path)
				.containsExactly(call.path, ApiEndpoints.GETTOKEN.path(), call.path);
			assertThat(expiring.requests()).extracting((request) -> request.parameter("access_token"))
				.containsExactly(TestClients.TOKEN, "", "new");
		}
	}

	private static Reply reply(ListCall call, Request request) {
		if (request.path().equals(ApiEndpoints.GETTOKEN.path())) {
			return Reply.json("{\"errcode\":0,\"access_token\":\"new\",\"expires_in\":7200}");
		}
		String one = "{\"id\":1,\"userid\":\"a\"}";
		return request.parameter("access_token").equals("new")
				? Reply.json("{\"" + call.list + "\":[" + one + "," + one + "],\"errcode\":0}")
				: Reply.json("{\"" + call.list + "\":[" + one + "],\"errcode\":42001}");
	}

	@ParameterizedTest
	@EnumSource
	void whenTokenIsNeverGoodThenNotRepeatedAgain(ListCall call) {
		try (StubServer never = new StubServer((request) -> Reply.json(request.path().equals(call.path)
				? "{\"errcode\":42001}" : "{\"errcode\":0,\"access_token\":\"new\",\"expires_in\":7200}"))) {
			WeComClient warm = TestClients.warm(never.url());
			WeComApiException failure = TestClients.failureOf(() -> call.read(warm, TestClients.time()));
			assertThat(failure.getError()).isEqualTo(WeComError.of(42001));
			assertThat(never.requests(call.path)).isEqualTo(2);
		}
	}

	@Test
	void whenListFailsThenNothingOfTheAnswerInTheMessage() {
		Set<String> bodies = Set.of("{\"errcode\":60011,\"errmsg\":\"personal\",\"LIST\":[]}", "{\"LIST\":[personal]}",
				"personal", "{\"errcode\":\"personal\",\"LIST\":[]}");
		for (ListCall call : ListCall.values()) {
			for (String body : bodies) {
				this.answer = body.replace("LIST", call.list);
				WeComApiException failure = TestClients.failureOf(() -> call.read(this.client, TestClients.time()));
				assertThat(failure).hasNoCause().hasNoSuppressedExceptions();
				assertThat(failure.getMessage()).doesNotContain("personal", TestClients.TOKEN).contains(call.path);
			}
		}
	}

	@Test
	void whenTagIsPrintedThenNothingPersonal() {
		assertThat(new TagResponse("personal", List.of("personal"), List.of()).toString()).doesNotContain("personal");
	}

	private List<DepartmentResponse> departments() {
		return this.client.getDepartments(TestClients.time());
	}

	private TagResponse tag() {
		return this.client.getTag(7, TestClients.time());
	}

	private WeComError failure(ListCall call) {
		WeComApiException failure = TestClients.failureOf(() -> call.read(this.client, TestClients.time()));
		assertThat(failure).isNotNull();
		return failure.getError();
	}

	enum ListCall {

		DEPARTMENTS("/cgi-bin/department/list", "department") {
			@Override
			int read(WeComClient client, Deadline deadline) {
				return client.getDepartments(deadline).size();
			}
		},

		TAG("/cgi-bin/tag/get", "userlist") {
			@Override
			int read(WeComClient client, Deadline deadline) {
				return client.getTag(7, deadline).userIds().size();
			}
		};

		private final String path;

		private final String list;

		ListCall(String path, String list) {
			this.path = path;
			this.list = list;
		}

		abstract int read(WeComClient client, Deadline deadline);

	}

}
