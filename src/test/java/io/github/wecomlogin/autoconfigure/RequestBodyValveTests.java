package io.github.wecomlogin.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.RawHttp;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies in an embedded Tomcat, on a real port.
 */
@Timeout(120)
class RequestBodyValveTests {

	private static final int MAX_WAITING = 2;

	private final List<RawHttp> connections = new ArrayList<>();

	private WebServer server;

	private int start(Duration timeout) {
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
		factory.addEngineValves(
				new RequestBodyValve((request) -> !request.getRequestURI().equals("/free"), timeout, MAX_WAITING));
		this.server = factory.getWebServer((context) -> context.addServlet("echo", new EchoServlet()).addMapping("/"));
		this.server.start();
		return this.server.getPort();
	}

	@AfterEach
	void stop() throws IOException {
		for (RawHttp connection : this.connections) {
			connection.close();
		}
		this.server.stop();
	}

	private RawHttp connect(int port) throws IOException {
		RawHttp connection = RawHttp.connect(port);
		this.connections.add(connection);
		return connection;
	}

	@Test
	void whenBodyArrivesThenTheApplicationReadsItAsUsual() throws IOException {
		int port = start(Duration.ofMinutes(1));
		RawHttp connection = connect(port);
		connection.write(form("/?b=2", "Content-Length: 9", "a=1&c=%20"));
		assertThat(answer(connection)).isEqualTo("form 1 2");
		connection.write(form("/", "Transfer-Encoding: chunked", "4\r\na=12\r\n2\r\n34\r\n0\r\n\r\n"));
		assertThat(answer(connection)).as("on the same connection").isEqualTo("form 1234 null");
		connection.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel").write("lo");
		assertThat(answer(connection)).isEqualTo("hello");
		connection.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
		assertThat(connection.status()).isEqualTo(100);
		connection.line();
		connection.write("hello");
		assertThat(answer(connection)).isEqualTo("hello");
		connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(answer(connection)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
			"TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
			"POST /%00 HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" })
	void whenBytesGoOnAndOnThenTheTotalTimeIsLimited(String start) throws IOException {
		RawHttp connection = connect(start(Duration.ofMillis(200))).write(start);
		assertThat(connection.drip()).isEqualTo(408);
		assertThat(connection.headers()).contains("Connection: close", "Content-Length: 0");
		assertThat(connection.line()).as("closed").isNull();
	}

	@Test
	void whenTooManyBodiesAreMissingThenTheRestIsSentAway() throws IOException {
		int port = start(Duration.ofMinutes(5));
		List<RawHttp> slow = new ArrayList<>();
		for (int i = 0; i < MAX_WAITING; i++) {
			// The interim answer tells that it waits
			slow.add(connect(port)
				.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
			assertThat(slow.get(i).status()).isEqualTo(100);
			slow.get(i).line();
		}
		RawHttp refused = connect(port).write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.headers()).contains("Connection: close", "Retry-After: 5");
		assertThat(refused.line()).as("closed").isNull();
		RawHttp complete = connect(port).write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
		assertThat(answer(complete)).isEqualTo("hello");
		for (RawHttp each : slow) {
			assertThat(answer(each.write("hello"))).isEqualTo("hello");
		}
		assertThat(answer(connect(port).write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n").write("hello")))
			.as("places are given back")
			.isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(ints = { 64 * 1024 + 1, 200_000 })
	void whenBodyIsTooLongThenItIsRefused(int length) throws IOException {
		int port = start(Duration.ofMinutes(1));
		RawHttp connection = connect(port)
			.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
		assertThat(connection.status()).isEqualTo(413);
		assertThat(connection.headers()).contains("Connection: close");
	}

	@Test
	void whenBodyIsEndlessThenItIsNotReadToTheEnd() throws IOException {
		int port = start(Duration.ofMinutes(1));
		RawHttp connection = connect(port)
			.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n" + "x".repeat(600_000));
		assertThat(connection.status()).isIn(0, 413);
	}

	@Test
	void whenRequestIsNotMeantThenItsBodyIsLeftToTheApplication() throws IOException {
		int port = start(Duration.ofMinutes(1));
		String body = "x".repeat(100_000);
		RawHttp connection = connect(port)
			.write("PUT /free HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + body);
		assertThat(answer(connection)).isEqualTo(body);
	}

	private static String form(String path, String length, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n" + length
				+ "\r\n\r\n" + body;
	}

	private static String answer(RawHttp connection) throws IOException {
		assertThat(connection.status()).isEqualTo(200);
		connection.headers();
		return connection.line();
	}

	/**
	 * Answers with one line: the form, or else the body.
	 */
	private static final class EchoServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			String line = request.getMethod().equals("POST")
					? "form " + request.getParameter("a") + " " + request.getParameter("b")
					: new String(request.getInputStream().readAllBytes());
			byte[] bytes = (line + "\n").getBytes();
			response.setContentLength(bytes.length);
			response.getOutputStream().write(bytes);
		}

	}

}
