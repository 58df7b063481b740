package io.github.wecomlogin.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.client.http.ApiRequestFactory;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What WeCom gets to see.
 */
class WeComClientRequestTests {

	private final StubServer server = new StubServer(WeComClientRequestTests::reply);

	@AfterEach
	void close() {
		this.server.close();
	}

	private static Reply reply(Request request) {
		return Reply.json("{\"errcode\":0,\"access_token\":\"tok/en+=\",\"expires_in\":7200,\"userid\":\"x\","
				+ "\"department\":[],\"userlist\":[]}");
	}

	@Test
	void whenTokenIsFetchedThenCorpIdAndSecret() {
		TestClients.cold(this.server.url()).getUser("x", TestClients.time());
		assertThat(this.server.requests()).extracting(Request::line)
			.containsExactly(
					"GET /cgi-bin/gettoken?corpid=ww0123456789abcdef"
							+ "&corpsecret=Secret-_0123456789abcdefghijklmnopqrstuvwxy HTTP/1.1",
					"GET /cgi-bin/user/get?access_token=tok%2Fen%2B%3D&userid=x HTTP/1.1");
	}

	@Test
	void whenMemberIsReadThenIdIsEncodedOnce() {
		warm().getUser("zhang.san_1-2@corp", TestClients.time());
		assertThat(line())
			.isEqualTo("GET /cgi-bin/user/get?access_token=Token-_0123456789&userid=zhang.san_1-2%40corp HTTP/1.1");
	}

	@Test
	void whenCodeIsSpentThenItIsEncodedOnce() {
		warm().getUserInfo("a%2B&userid=x#/?+ =;\u00fc{0}\r\nHost: evil", null, TestClients.time());
		assertThat(line()).isEqualTo("GET /cgi-bin/auth/getuserinfo?access_token=Token-_0123456789"
				+ "&code=a%252B%26userid%3Dx%23%2F%3F%2B%20%3D%3B%C3%BC%7B0%7D%0D%0AHost%3A%20evil HTTP/1.1");
	}

	@Test
	void whenTicketIsSpentThenItIsPostedAsJson() {
		warm().getUserDetail("tick\"et\\", TestClients.time());
		assertThat(line()).isEqualTo("POST /cgi-bin/auth/getuserdetail?access_token=Token-_0123456789 HTTP/1.1");
		Request request = this.server.requests().get(0);
		assertThat(request.body()).isEqualTo("{\"user_ticket\":\"tick\\\"et\\\\\"}");
		assertThat(header(request, "Content-Type")).containsExactly("application/json");
		assertThat(header(request, "Content-Length")).containsExactly(String.valueOf(request.body().length()));
	}

	@ParameterizedTest
	@EnumSource
	void whenCalledThenPlainHttp11WithoutSurprises(ApiEndpoints api) {
		api.call(client(this.server.url(), null, api), TestClients.time());
		Request request = this.server.requests().get(0);
		assertThat(request.line()).endsWith(" HTTP/1.1");
		assertThat(header(request, "Accept")).containsExactly("application/json");
		assertThat(header(request, "Host")).containsExactly("127.0.0.1:" + this.server.port());
		assertThat(request.headers()).extracting((header) -> header.substring(0, header.indexOf(':')))
			.isSubsetOf("Accept", "Content-Length", "Content-Type", "Host", "User-Agent", "Connection");
	}

	@ParameterizedTest
	@EnumSource
	void whenThereIsAProxyThenItIsAsked(ApiEndpoints api) {
		api.call(client("http://qyapi.example.com", proxy(this.server), api), TestClients.time());
		assertThat(line()).contains(" http://qyapi.example.com" + api.path() + "?").endsWith(" HTTP/1.1");
	}

	@Test
	void whenApiIsHttpsThenProxyGetsNoCredentials() {
		// Ends the connection instead of passing it on
		try (StubServer proxy = new StubServer(
				(request) -> Reply.raw("HTTP/1.1 200 Connection established\r\n\r\n").then(Reply.close()))) {
			WeComClient client = client("https://qyapi.example.com", proxy(proxy), ApiEndpoints.GETTOKEN);
			assertThat(TestClients.failureOf(() -> client.getUser("x", TestClients.time()))).isNotNull();
			assertThat(proxy.requests()).isNotEmpty()
				.allSatisfy(
						(request) -> assertThat(request.line()).isEqualTo("CONNECT qyapi.example.com:443 HTTP/1.1"));
			assertThat(proxy.requests().toString()).doesNotContain(TestClients.APPLICATION.secret());
		}
	}

	@Test
	void whenClientIsClosedThenItsConnectionsAreToo() {
		WeComClient client = warm();
		client.getUser("x", TestClients.time());
		client.close();
		client.getUser("x", TestClients.time());
		client.getUser("x", TestClients.time());
		assertThat(this.server.requests()).extracting(Request::connection).containsExactly(0, 1, 2);
	}

	@Test
	void whenProxyIsGoneThenProxyUnreachable() throws IOException {
		// Taken, so that nobody else gets this port, but does not listen
		try (Socket taken = new Socket()) {
			taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			InetSocketAddress proxy = (InetSocketAddress) taken.getLocalSocketAddress();
			assertThat(TestClients
				.failureOf(() -> client("http://qyapi.example.com", proxy, ApiEndpoints.GETUSER).getUser("x",
						TestClients.time()))
				.getError()).isEqualTo(WeComError.PROXY_UNREACHABLE);
		}
	}

	@Test
	void whenInterceptorIsAddedThenItSeesCallsAndDeadlineCounts() {
		WeComClient client = TestClients.warm(this.server.url(),
				(builder) -> builder.requestInterceptor((request, body, execution) -> {
					request.getHeaders().add("X-Added", "yes");
					return execution.execute(request, body);
				}));
		client.getUser("x", TestClients.time());
		assertThat(header(this.server.requests().get(0), "X-Added")).containsExactly("yes");
		WeComApiException failure = TestClients.failureOf(() -> client.getUser("x", Deadline.after(Duration.ZERO)));
		assertThat(failure.getError()).isEqualTo(WeComError.TIMEOUT);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void whenCallsAreMadeThenTimeLimitsDifferByAtMostAFifth() {
		List<Duration> limits = new ArrayList<>();
		WeComClient client = TestClients.warm(this.server.url(),
				(builder) -> builder.requestInterceptor((request, body, execution) -> {
					limits.add(((ApiCall) request.getAttributes().get(ApiRequestFactory.CALL)).timeout());
					return execution.execute(request, body);
				}));
		IntStream.range(0, 20).forEach((i) -> client.getUser("x", TestClients.time()));
		assertThat(limits).hasSize(20)
			.doesNotHaveDuplicates()
			.allSatisfy((limit) -> assertThat(limit).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(20)));
	}

	private WeComClient warm() {
		return TestClients.warm(this.server.url());
	}

	private static WeComClient client(String url, InetSocketAddress proxy, ApiEndpoints api) {
		WeComHttpSettings settings = new WeComHttpSettings(url, Duration.ofSeconds(10), Duration.ofSeconds(20), proxy);
		return WeComClient.forApplication(TestClients.APPLICATION, settings).tokenStore(api.store()).build();
	}

	private static InetSocketAddress proxy(StubServer server) {
		return InetSocketAddress.createUnresolved("127.0.0.1", server.port());
	}

	private String line() {
		return this.server.requests().get(0).line();
	}

	private static List<String> header(Request request, String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ": ";
		return request.headers()
			.stream()
			.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((header) -> header.substring(prefix.length()))
			.toList();
	}

}
