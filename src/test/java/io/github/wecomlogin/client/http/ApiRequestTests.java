package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLSocketFactory;

import io.github.wecomlogin.client.StubServer;
import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.TlsServer;
import io.github.wecomlogin.util.Deadline;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Connections and what is secure about them.
 */
@Timeout(60)
class ApiRequestTests {

	private static final SSLSocketFactory OF_JAVA = (SSLSocketFactory) SSLSocketFactory.getDefault();

	@TempDir
	private Path directory;

	@Test
	void whenCertificateIsOfTheHostThenCallsShareAConnection() throws IOException {
		try (TlsServer server = new TlsServer(this.directory, "localhost")) {
			ApiRequestFactory requests = requests(server.trustingIt(), (StubServer) null);
			for (int i = 0; i < 5; i++) {
				assertThat(get(requests, "https://localhost:" + server.port() + "/a?b=" + i)).isEqualTo("/a?b=" + i);
			}
			assertThat(server.clientPorts()).hasSize(5);
			assertThat(server.clientPorts().stream().distinct()).hasSize(1);
		}
	}

	@Test
	void whenTlsServerHangsThenTimeoutAndNextCallConnectsAnew() throws IOException {
		try (TlsServer server = new TlsServer(this.directory, "localhost")) {
			ApiRequestFactory requests = requests(server.trustingIt(), (StubServer) null);
			String url = "https://localhost:" + server.port();
			assertThat(get(requests, url + "/")).isEqualTo("/");
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> execute(requests, url + "/hang", 300));
			assertThat(get(requests, url + "/")).isEqualTo("/");
			assertThat(server.clientPorts()).hasSize(3);
			assertThat(server.clientPorts().get(1)).isEqualTo(server.clientPorts().get(0));
			assertThat(server.clientPorts().get(2)).isNotEqualTo(server.clientPorts().get(0));
		}
	}

	@Test
	void whenCertificateIsOfAnotherHostThenNothingIsSent() {
		try (TlsServer server = new TlsServer(this.directory, "example.com")) {
			ApiRequestFactory requests = requests(server.trustingIt(), (StubServer) null);
			assertFailure(() -> get(requests, "https://localhost:" + server.port() + "/"),
					ApiConnectException.Reason.TLS_FAILED, "localhost:" + server.port() + ": ");
			assertThat(server.clientPorts()).isEmpty();
		}
	}

	@Test
	void whenCertificateIsNotTrustedThenNothingIsSent() {
		try (TlsServer server = new TlsServer(this.directory, "localhost")) {
			ApiRequestFactory requests = requests(OF_JAVA, (StubServer) null);
			assertFailure(() -> get(requests, "https://localhost:" + server.port() + "/"),
					ApiConnectException.Reason.TLS_FAILED, "localhost:" + server.port() + ": ");
			assertThat(server.clientPorts()).isEmpty();
		}
	}

	@Test
	void whenProxyLetsUsThroughThenWhatGoesThroughIsSecure() throws IOException {
		try (TlsServer server = new TlsServer(this.directory, "localhost");
				StubServer proxy = new StubServer((request) -> Reply.raw("HTTP/1.1 200 Connection established\r\n\r\n")
					.then((socket) -> connect(socket, server.port())))) {
			ApiRequestFactory requests = requests(server.trustingIt(), proxy);
			assertThat(get(requests, "https://localhost:" + server.port() + "/a?secret=x")).isEqualTo("/a?secret=x");
			assertThat(get(requests, "https://localhost:" + server.port() + "/b")).isEqualTo("/b");
			assertThat(proxy.requests()).extracting(StubServer.Request::line)
				.containsExactly("CONNECT localhost:" + server.port() + " HTTP/1.1");
		}
	}

	@Test
	void whenProxyWantsAPasswordThenItsStatusIsTold() throws IOException {
		try (StubServer proxy = new StubServer((request) -> Reply.http("407 Proxy Authentication Required", "text/html",
				"<html>Who are you?</html>"))) {
			assertFailure(() -> execute(requests(OF_JAVA, proxy), "https://wecom.invalid/", 10_000),
					ApiConnectException.Reason.PROXY_REFUSED,
					"HTTP 407 for wecom.invalid:443 through proxy 127.0.0.1:" + proxy.port());
		}
	}

	@Test
	void whenServerDoesNotSpeakThenConnectionIsNotWaitedForAnyLonger() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			ApiRequestFactory requests = new ApiRequestFactory(Duration.ofMillis(100), null, () -> OF_JAVA);
			String url = "https://127.0.0.1:" + silent.getLocalPort() + "/";
			assertFailure(() -> execute(requests, url, 20_000), ApiConnectException.Reason.UNREACHABLE,
					"127.0.0.1:" + silent.getLocalPort() + ": connect timed out");
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> execute(requests, url, 50));
		}
	}

	@Test
	void whenHostIsUnknownThenItsNameIsTold() {
		assertFailure(() -> get(requests(OF_JAVA, (StubServer) null), "https://wecom.invalid/"),
				ApiConnectException.Reason.HOST_NOT_FOUND, "wecom.invalid");
	}

	@Test
	void whenProxyIsUnknownThenItsNameIsTold() {
		ApiRequestFactory requests = requests(OF_JAVA, InetSocketAddress.createUnresolved("proxy.invalid", 3128));
		assertFailure(() -> get(requests, "https://wecom.invalid/"), ApiConnectException.Reason.HOST_NOT_FOUND,
				"proxy.invalid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https", "http" })
	void whenProxyIsDeadThenProxyAndTargetAreTold(String scheme) throws IOException {
		try (Socket bound = new Socket()) {
			// Bound, so that no other process gets the port, but not listening
			bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			ApiRequestFactory requests = requests(OF_JAVA,
					InetSocketAddress.createUnresolved("127.0.0.1", bound.getLocalPort()));
			assertFailure(() -> get(requests, scheme + "://wecom.invalid/"),
					ApiConnectException.Reason.PROXY_UNREACHABLE, "wecom.invalid:" + (scheme.equals("https") ? 443 : 80)
							+ " through proxy 127.0.0.1:" + bound.getLocalPort() + ": ");
		}
	}

	@Test
	void whenServerBehindTheProxyIsNotTrustedThenTlsFailed() {
		try (TlsServer server = new TlsServer(this.directory, "localhost");
				StubServer proxy = new StubServer((request) -> Reply.raw("HTTP/1.1 200 Connection established\r\n\r\n")
					.then((socket) -> connect(socket, server.port())))) {
			assertFailure(() -> get(requests(OF_JAVA, proxy), "https://localhost:" + server.port() + "/"),
					ApiConnectException.Reason.TLS_FAILED,
					"localhost:" + server.port() + " through proxy 127.0.0.1:" + proxy.port() + ": ");
		}
	}

	@Test
	void whenProxySendsMoreThanItsAnswerThenItIsNoAnswerOfTheServer() throws IOException {
		try (TlsServer server = new TlsServer(this.directory, "localhost");
				StubServer proxy = new StubServer((request) -> Reply
					.raw("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
					.then((socket) -> connect(socket, server.port())))) {
			ApiRequestFactory requests = requests(server.trustingIt(), proxy);
			assertThat(get(requests, "https://localhost:" + server.port() + "/a")).isEqualTo("/a");
		}
	}

	@Test
	void whenServerSendsMoreThanItsAnswerThenItIsNotTheNextAnswer() throws IOException {
		String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
		try (StubServer server = new StubServer((request) -> Reply.raw(answer + "mine" + answer + "more"))) {
			ApiRequestFactory requests = requests(OF_JAVA, (StubServer) null);
			assertThat(get(requests, server.url() + "/")).isEqualTo("mine");
			assertThat(get(requests, server.url() + "/")).isEqualTo("mine");
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void whenThreadIsInterruptedDuringTheHandshakeThenItFailsAtOnce() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			ApiRequestFactory requests = new ApiRequestFactory(Duration.ofMinutes(10), null, () -> OF_JAVA);
			String url = "https://127.0.0.1:" + silent.getLocalPort() + "/";
			AtomicReference<Throwable> failure = new AtomicReference<>();
			Thread thread = new Thread(() -> failure.set(catchThrowable(() -> execute(requests, url, 600_000))));
			thread.start();
			try (Socket accepted = silent.accept()) {
				// The first byte of the handshake
				assertThat(accepted.getInputStream().read()).isPositive();
				thread.interrupt();
				thread.join();
			}
			assertThat(failure.get()).isInstanceOf(ApiConnectException.class);
		}
	}

	@Test
	void whenThereAreManyHostsThenEachHasItsConnections() throws IOException {
		try (StubServer one = new StubServer((request) -> Reply.json("1"));
				StubServer other = new StubServer((request) -> Reply.json("2"))) {
			ApiRequestFactory requests = requests(OF_JAVA, (StubServer) null);
			for (int i = 0; i < 3; i++) {
				assertThat(get(requests, one.url() + "/")).isEqualTo("1");
				assertThat(get(requests, other.url() + "/")).isEqualTo("2");
			}
			assertThat(one.connections()).isEqualTo(1);
			assertThat(other.connections()).isEqualTo(1);
		}
	}

	private static void assertFailure(ThrowingCallable call, ApiConnectException.Reason reason, String message) {
		assertThatExceptionOfType(ApiConnectException.class).isThrownBy(call)
			.withMessageStartingWith(message)
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(reason));
	}

	private static void connect(Socket client, int port) throws IOException {
		try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
			Thread back = new Thread(() -> copy(server, client));
			back.start();
			copy(client, server);
		}
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.close();
		}
		catch (IOException ex) {
			// One of them was closed
		}
	}

	private static ApiRequestFactory requests(SSLSocketFactory tls, @Nullable StubServer proxy) {
		InetSocketAddress address = (proxy != null) ? InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())
				: null;
		return requests(tls, address);
	}

	private static ApiRequestFactory requests(SSLSocketFactory tls, @Nullable InetSocketAddress address) {
		return new ApiRequestFactory(Duration.ofSeconds(10), address, () -> tls);
	}

	private static String get(ApiRequestFactory requests, String url) throws IOException {
		return new String(execute(requests, url, 10_000).getBody().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static ClientHttpResponse execute(ApiRequestFactory requests, String url, int milliseconds)
			throws IOException {
		ClientHttpRequest request = requests.createRequest(URI.create(url), HttpMethod.GET);
		Duration time = Duration.ofMillis(milliseconds);
		request.getAttributes().put(ApiRequestFactory.CALL, new ApiCall(Deadline.after(time), time, 1000));
		return request.execute();
	}

}
