package io.github.wecomlogin.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an administrator reads when a call fails.
 */
class WeComApiExceptionTests {

	private static final String CODE = "Code-_0123456789";

	private static final String TICKET = "Ticket-_0123456789";

	private static final String USER_ID = "personal.user.id";

	private volatile int errorCode;

	private final StubServer server = new StubServer(this::reply);

	private final WeComClient client = TestClients.warm(this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	/**
	 * Repeats all that it was told, as WeCom may do.
	 */
	private Reply reply(Request request) {
		return Reply.json("{\"errcode\":" + this.errorCode + ",\"errmsg\":\"errmsg-text " + TestClients.TOKEN + " "
				+ TestClients.APPLICATION.secret() + " " + CODE + " " + TICKET + " " + USER_ID
				+ ", hint: [1], from ip: 203.0.113.7, more info at https://x\",\"access_token\":\"" + TestClients.TOKEN
				+ "\"}");
	}

	@Test
	void whenErrorIsUnknownThenOnlyTheHintOfTheMessageIsTold() {
		this.errorCode = 999999;
		assertThat(TestClients.failureOf(() -> this.client.getUser(USER_ID, TestClients.time())))
			.hasMessageContaining("errcode 999999 [hint: [1]]: ")
			.hasMessageNotContaining("errmsg-text");
		this.errorCode = 60111;
		assertThat(TestClients.failureOf(() -> this.client.getUser(USER_ID, TestClients.time())))
			.hasMessageNotContaining("hint");
	}

	@ParameterizedTest
	@MethodSource("io.github.wecomlogin.client.WeComErrorTests#codes")
	void whenCallFailsThenMessageSaysWhatAndNothingConfidential(int code) {
		this.errorCode = code;
		for (WeComApiException failure : new WeComApiException[] {
				TestClients.failureOf(() -> this.client.getUserInfo(CODE, "hr.example.com", TestClients.time())),
				TestClients.failureOf(() -> this.client.getUserDetail(TICKET, TestClients.time())),
				TestClients.failureOf(() -> this.client.getUser(USER_ID, TestClients.time())), TestClients
					.failureOf(() -> TestClients.cold(this.server.url()).getUser(USER_ID, TestClients.time())) }) {
			assertThat(failure.getError()).isEqualTo(WeComError.of(code));
			assertThat(failure).hasMessageContaining("/cgi-bin/")
				.hasMessageContaining("errcode " + code)
				.hasMessageContaining(failure.getError().meaning(Locale.ENGLISH))
				.hasMessageContaining(failure.getError().meaning(Locale.CHINESE));
			assertThat(print(failure)).doesNotContain(TestClients.TOKEN, TestClients.APPLICATION.secret(), CODE, TICKET,
					USER_ID, "errmsg-text", "?access_token", "corpsecret");
		}
	}

	@Test
	void whenAddressIsNotTrustedThenTheOneThatWeComSaw() {
		this.errorCode = 60020;
		WeComApiException failure = TestClients.failureOf(() -> this.client.getUser(USER_ID, TestClients.time()));
		assertThat(failure).hasMessageContaining("[203.0.113.7]").hasMessageContaining("add 203.0.113.7 under");
	}

	@Test
	void whenRedirectHostIsNotTrustedThenThatHost() {
		this.errorCode = 50001;
		WeComApiException failure = TestClients
			.failureOf(() -> this.client.getUserInfo(CODE, "hr.example.com:8443", TestClients.time()));
		assertThat(failure).hasMessageContaining("set exactly hr.example.com:8443 as");
	}

	@Test
	void whenErrorNeedsNoDetailThenNoneIsShown() {
		this.errorCode = 40013;
		WeComApiException failure = TestClients
			.failureOf(() -> this.client.getUserInfo(CODE, "hr.example.com", TestClients.time()));
		assertThat(failure.getMessage()).doesNotContain("203.0.113.7", "hr.example.com");
	}

	@Test
	void whenMessageSaysNoAddressThenWords() {
		try (StubServer silent = new StubServer((request) -> Reply.json("{\"errcode\":60020}"))) {
			WeComApiException failure = TestClients
				.failureOf(() -> TestClients.warm(silent.url()).getUser(USER_ID, TestClients.time()));
			assertThat(failure).hasMessageContaining("add the outgoing address of this server under");
		}
	}

	@Test
	void whenWrittenToASessionThenErrorComesBack() throws IOException, ClassNotFoundException {
		WeComApiException failure = new WeComApiException("/cgi-bin/user/get", WeComError.of(60011), null);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(failure);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			WeComApiException copy = (WeComApiException) input.readObject();
			assertThat(copy).hasMessage(failure.getMessage());
			assertThat(copy.getEndpoint()).isEqualTo(failure.getEndpoint());
			assertThat(copy.getError()).isEqualTo(failure.getError());
			assertThat(copy.getError().retry()).isEqualTo(WeComError.Retry.NEVER);
		}
	}

	private static String print(Throwable throwable) {
		StringWriter writer = new StringWriter();
		throwable.printStackTrace(new PrintWriter(writer));
		return writer.toString();
	}

}
