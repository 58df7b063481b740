package io.github.wecomlogin.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Whatever the network does, a call ends with one kind of exception, and nothing is spent
 * twice.
 */
class WeComClientFailureTests {

	private static final String MEMBER = "{\"errcode\":0,\"userid\":\"zhangsan\"}";

	private static final String HTML = "<html><body>Bad Gateway</body></html>";

	private static final String OK_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

	private final AtomicReference<Reply> reply = new AtomicReference<>(Reply.hang());

	private final StubServer server = new StubServer((request) -> this.reply.get());

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Arguments> faults() {
		return Arrays.stream(Fault.values())
			.flatMap((fault) -> Arrays.stream(ApiEndpoints.values())
				.filter((api) -> fault != Fault.TWO_MEGABYTES || !api.isList())
				.map((api) -> Arguments.of(fault, api)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void whenServerFailsThenItsErrorAndNothingIsSpentTwice(Fault fault, ApiEndpoints api) {
		this.reply.set(fault.reply);
		WeComApiException failure = TestClients.failureOf(() -> api.call(client(api), TestClients.time()));
		assertThat(failure.getError()).isEqualTo(fault.error);
		assertThat(failure.getEndpoint()).isEqualTo(api.path());
		assertThat(failure).hasMessageContaining(api.path()).hasNoCause();
		boolean repeated = api.onlyReads()
				&& Set.of(WeComError.UNREACHABLE, WeComError.SERVER_ERROR).contains(fault.error);
		assertThat(this.server.requests()).hasSize(repeated ? 3 : 1)
			.allSatisfy((request) -> assertThat(request.path()).isEqualTo(api.path()));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "DEPARTMENT_LIST", "TAG_GET" })
	void whenServerHangsThenTimeout(ApiEndpoints api) {
		WeComHttpSettings settings = TestClients.settings(this.server.url(), Duration.ofMillis(200));
		assertThat(failureWith(settings, api).getError()).isEqualTo(WeComError.TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "DEPARTMENT_LIST", "TAG_GET" })
	void whenServerHangsInTheMiddleOfTheAnswerThenTimeout(ApiEndpoints api) {
		this.reply.set(Reply.raw(OK_HEAD + "Content-Length: 100\r\n\r\n{"));
		WeComHttpSettings settings = TestClients.settings(this.server.url(), Duration.ofMillis(200));
		assertThat(failureWith(settings, api).getError()).isEqualTo(WeComError.TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "DEPARTMENT_LIST", "TAG_GET" })
	void whenAnswerDripsThenTimeout(ApiEndpoints api) {
		this.reply.set(Reply.raw(OK_HEAD + "Content-Length: 100000\r\n\r\n")
			.then(Reply.endless(" ", Duration.ofMillis(20).toNanos())));
		WeComHttpSettings settings = TestClients.settings(this.server.url(), Duration.ofMillis(200));
		assertThat(failureWith(settings, api).getError()).isEqualTo(WeComError.TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void whenDeadlineIsNearThenTimeoutBeforeTheReadTimeout(ApiEndpoints api) {
		WeComApiException failure = TestClients
			.failureOf(() -> api.call(client(api), Deadline.after(Duration.ofMillis(100))));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		// On a busy machine, the time may be over before the request is sent
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void whenNoTimeIsLeftThenTimeoutWithoutARequest(ApiEndpoints api) {
		WeComApiException failure = TestClients.failureOf(() -> api.call(client(api), Deadline.after(Duration.ZERO)));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		assertThat(this.server.connections()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void whenServerSaysToGoElsewhereThenNobodyGoes(ApiEndpoints api) {
		try (StubServer elsewhere = new StubServer((request) -> Reply.json(MEMBER))) {
			for (String status : List.of("301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect")) {
				this.reply.set(Reply.raw("HTTP/1.1 " + status + "\r\nLocation: " + elsewhere.url()
						+ "/cgi-bin/user/get\r\n" + "Content-Length: " + HTML.length() + "\r\n\r\n" + HTML));
				WeComApiException failure = TestClients.failureOf(() -> api.call(client(api), TestClients.time()));
				assertThat(failure.getError()).isEqualTo(WeComError.NOT_JSON);
			}
			assertThat(elsewhere.connections()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenNobodyListensThenUnreachable(ApiEndpoints api) {
		WeComHttpSettings settings = TestClients.settings("http://127.0.0.1:" + UnusedPorts.next(),
				Duration.ofSeconds(20));
		WeComApiException failure = failureWith(settings, api);
		assertThat(failure.getError()).isEqualTo(WeComError.UNREACHABLE);
		assertThat(failure).hasMessageContaining(settings.apiUrl().substring("http://".length()) + ": ").hasNoCause();
	}

	@Test
	void whenHostIsUnknownThenHostNotFound() {
		WeComHttpSettings settings = TestClients.settings("http://wecom.invalid", Duration.ofSeconds(20));
		assertThat(failureWith(settings, ApiEndpoints.GETUSER).getError()).isEqualTo(WeComError.HOST_NOT_FOUND);
	}

	@Test
	void whenServerSpeaksNoTlsThenTlsFailed() throws IOException {
		try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Thread server = new Thread(() -> answerWithoutTls(plain));
			server.start();
			WeComHttpSettings settings = TestClients.settings("https://127.0.0.1:" + plain.getLocalPort(),
					Duration.ofSeconds(20));
			assertThat(failureWith(settings, ApiEndpoints.GETUSER).getError()).isEqualTo(WeComError.TLS_FAILED);
		}
	}

	private static void answerWithoutTls(ServerSocket server) {
		try (Socket socket = server.accept()) {
			socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// The client closes the connection
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenWarmConnectionBreaksThenCodeIsSentOnce(Fault fault) {
		WeComClient client = client(ApiEndpoints.GETUSERINFO);
		this.reply.set(Reply.json(MEMBER));
		client.getUser("zhangsan", TestClients.time());
		this.reply.set(fault.reply);
		WeComApiException failure = TestClients.failureOf(() -> client.getUserInfo("code", null, TestClients.time()));
		assertThat(failure.getError()).isEqualTo(fault.error);
		assertThat(this.server.requests()).extracting(StubServer.Request::path, StubServer.Request::connection)
			.containsExactly(tuple(ApiEndpoints.GETUSER.path(), 0), tuple(ApiEndpoints.GETUSERINFO.path(), 0));
	}

	@Test
	void whenServerClosedTheConnectionThenNextCallIsSentAtMostOnce() {
		WeComClient client = client(ApiEndpoints.GETUSER);
		for (int i = 1; i <= 20; i++) {
			int requests = i;
			this.reply.set(Reply.json(MEMBER).then(Reply.close()));
			try {
				client.getUserInfo("code", null, TestClients.time());
			}
			catch (WeComApiException ex) {
				assertThat(ex.getError()).isEqualTo(WeComError.UNREACHABLE);
			}
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(requests);
		}
	}

	@Test
	void whenOneCallFailedThenTheNextOneSucceeds() {
		WeComClient client = client(ApiEndpoints.GETUSER);
		for (Fault fault : Fault.values()) {
			this.reply.set(fault.reply);
			assertThat(TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time()))).isNotNull();
			this.reply.set(Reply.json(MEMBER));
			assertThat(client.getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
		}
	}

	@Test
	void whenThreadIsInterruptedThenUnreachableAndStillInterrupted() {
		WeComClient client = client(ApiEndpoints.GETUSER);
		Thread.currentThread().interrupt();
		WeComApiException failure = TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time()));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure.getError()).isEqualTo(WeComError.UNREACHABLE);
	}

	@Test
	void whenThreadIsInterruptedWhileItWaitsThenUnreachableAtOnce() throws InterruptedException {
		WeComClient client = client(ApiEndpoints.GETUSERINFO);
		AtomicReference<WeComApiException> failure = new AtomicReference<>();
		Thread waiting = new Thread(() -> failure.set(
				TestClients.failureOf(() -> client.getUserInfo("code", null, Deadline.after(Duration.ofMinutes(10))))));
		waiting.start();
		while (this.server.requests().isEmpty()) {
			LockSupport.parkNanos(2_000_000);
		}
		waiting.interrupt();
		waiting.join(Duration.ofSeconds(15).toMillis());
		assertThat(failure.get().getError()).isEqualTo(WeComError.UNREACHABLE);
	}

	@Test
	void whenAnswerIsJsonThenStatusAndContentTypeDoNotMatter() {
		WeComClient client = client(ApiEndpoints.GETUSER);
		for (String status : List.of("200 OK", "201 Created", "400 Bad Request", "401 Unauthorized", "403 Forbidden",
				"404 Not Found", "429 Too Many Requests", "500 Error", "502 Bad Gateway", "503 Busy", "599 Odd")) {
			this.reply.set(Reply.http(status, "text/html", MEMBER));
			assertThat(client.getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
			this.reply.set(Reply.http(status, "no content type at all", "{\"errcode\":60111}"));
			assertThat(TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time())).getError())
				.isEqualTo(WeComError.of(60111));
		}
	}

	@Test
	void whenAnswerHasNoContentTypeThenStillJson() {
		this.reply.set(Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: " + MEMBER.length() + "\r\n\r\n" + MEMBER));
		assertThat(client(ApiEndpoints.GETUSER).getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
	}

	@Test
	void whenAnswerIsAsLargeAsAllowedThenReadAndOneByteMoreIsTooLarge() {
		WeComClient client = client(ApiEndpoints.GETUSER);
		String largest = MEMBER + " ".repeat(ApiCall.ANSWER_BYTES - MEMBER.length());
		this.reply.set(Reply.json(largest));
		assertThat(client.getUser("zhangsan", TestClients.time()).userId()).isEqualTo("zhangsan");
		this.reply.set(Reply.json(largest + " "));
		assertThat(TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time())).getError())
			.isEqualTo(WeComError.TOO_LARGE);
	}

	private WeComClient client(ApiEndpoints api) {
		return TestClients.client(TestClients.APPLICATION, this.server.url(), api.store(), Clock.systemUTC());
	}

	private static WeComApiException failureWith(WeComHttpSettings settings, ApiEndpoints api) {
		WeComClient client = WeComClient.forApplication(TestClients.APPLICATION, settings)
			.tokenStore(api.store())
			.build();
		return TestClients.failureOf(() -> api.call(client, TestClients.time()));
	}

	enum Fault {

		RESET(Reply.reset(), WeComError.UNREACHABLE),

		CLOSED(Reply.close(), WeComError.UNREACHABLE),

		RESET_AFTER_THE_HEAD(Reply.raw(OK_HEAD + "Content-Length: 100\r\n\r\n{").then(Reply.reset()),
				WeComError.UNREACHABLE),

		CLOSED_WITHIN_THE_HEAD(Reply.raw("HTTP/1.1 200 OK\r\nContent-").then(Reply.close()), WeComError.UNREACHABLE),

		CUT_OFF(Reply.raw(OK_HEAD + "Content-Length: 100\r\n\r\n" + MEMBER).then(Reply.close()),
				WeComError.UNREACHABLE),

		CUT_OFF_CHUNK(Reply.raw(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + MEMBER).then(Reply.close()),
				WeComError.UNREACHABLE),

		CUT_OFF_WITHOUT_LENGTH(
				Reply.raw(OK_HEAD + "Connection: close\r\n\r\n" + MEMBER.substring(0, 20)).then(Reply.close()),
				WeComError.NOT_JSON),

		BROKEN_CHUNK(Reply.raw(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + MEMBER).then(Reply.close()),
				WeComError.UNREACHABLE),

		NO_HTTP(Reply.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n").then(Reply.close()), WeComError.UNREACHABLE),

		EMPTY(Reply.json(""), WeComError.NOT_JSON),

		NO_CONTENT(Reply.raw("HTTP/1.1 204 No Content\r\n\r\n"), WeComError.NOT_JSON),

		HTML_PAGE(Reply.http("200 OK", "text/html", HTML), WeComError.NOT_JSON),

		HTML_SAID_TO_BE_JSON(Reply.json(HTML), WeComError.NOT_JSON),

		BAD_GATEWAY(Reply.http("502 Bad Gateway", "text/html", HTML), WeComError.SERVER_ERROR),

		JSON_OF_A_GATEWAY(Reply.http("503 Service Unavailable", "application/json", "{\"status\":503}"),
				WeComError.SERVER_ERROR),

		UNAUTHORIZED(Reply
			.raw("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n" + "Content-Length: 0\r\n\r\n"),
				WeComError.NOT_JSON),

		TWO_MEGABYTES(Reply.json("{\"userid\":\"" + "a".repeat(2 * 1024 * 1024) + "\"}"), WeComError.TOO_LARGE),

		ENDLESS(Reply.raw(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n")
			.then(Reply.endless("1000\r\n" + " ".repeat(4096) + "\r\n", 1)), WeComError.TOO_LARGE);

		private final Reply reply;

		private final WeComError error;

		Fault(Reply reply, WeComError error) {
			this.reply = reply;
			this.error = error;
		}

		Reply reply() {
			return this.reply;
		}

	}

}
