package io.github.wecomlogin.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wecomlogin.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no browser sends are the client's fault, and never an error of the
 * server.
 */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class MalformedRequestTests {

	private static final int TRIES = Integer.getInteger("request-fuzz.tries", 1500);

	private static final List<String> PATHS = List.of("/", "/login", "/admin", "/api/me", "/logout", "/error",
			"/favicon.ico", "/assets/app.css", "/actuator", "/actuator/health", "/actuator/health/liveness",
			"/actuator/health/readiness", "/oauth2/authorization/wecom", "/oauth2/authorization/none",
			"/login/oauth2/code/wecom", "/login/oauth2/code/none", "/wecom/callback/wecom", "/wecom/callback/none",
			"/WW_verify_0123456789abcdef.txt", "/missing", "/.well-known/change-password");

	private static final List<String> HEADERS = List.of("Accept", "Accept-Language", "Accept-Encoding",
			"Accept-Charset", "Authorization", "Content-Type", "Cookie", "Expect", "Forwarded", "If-Match",
			"If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Access-Control-Request-Method", "Range",
			"Referer", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Te", "Upgrade", "User-Agent", "X-Forwarded-For",
			"X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-HTTP-Method-Override",
			"X-Requested-With", "Content-Length", "Transfer-Encoding", "Connection", "Content-Encoding");

	private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE",
			"OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get", "X", "G\u00e4T");

	private static final List<String> PIECES = List.of("a", "%", "%zz", "%00", "%2e%2e", "%c0%80", "%ff", "%E4%BD",
			"%u0041", "/", "//", "..", ";", ";jsessionid=1", "?", "&", "=", "==", ",", ", ", "*", "*/*", "text/html",
			"text/html;q=2", ";q=", ";charset=none", "charset=\"", "boundary=", "multipart/form-data", "bytes=",
			"bytes=0-0,5-1", "bytes=-99999999999999999999", "\"", "'", "\\", "<", ">", "{", "}", "|", "^", "`", " ",
			"\t", "\u00ff", "\u0080", "\u0001", "zh-CN,zh;q=0.9", "en", "x-", "-", "_", "1", "-1",
			"99999999999999999999", "gzip", "chunked", "identity", "100-continue", "Bearer ", "Basic !", "code",
			"state", "return-to", "JSESSIONID=", "https", "[::", ":", "@", "\u00e4", "0x", "NaN", "~", "+", "#", "(",
			")", "application/json", "application/x-www-form-urlencoded", "Mon, 99 Foo", "W/\"", "HTTP/2.0", "h2c",
			"websocket");

	@LocalServerPort
	private int port;

	static Stream<String> requests() {
		return Stream.of(header("/login", "Accept-Language: " + languages(12)),
				header("/actuator/health/liveness", "Accept-Language: " + languages(12)),
				header("/login", "Accept-Language: " + languages(900)), header("/", "Accept-Language: ;;,=,q"),
				header("/login", many("Accept-Language: zh", 50)), header("/login", "Accept: a"),
				header("/login", "Accept: */*;q=9,,/"), header("/api/me", "Accept: text/html;charset=none"),
				header("/login", "Cookie: " + cookies(300)), header("/login", "Cookie: =;;\"=a; $Version=1; a"),
				header("/login?" + parameters(2000), "A: a"), header("/login?a=%zz&b=%1", "A: a"),
				header("/login?a=%ff%fe&%c0%80", "A: a"), header("/;a=%?b=%&c=%ff", "A: a"),
				header("/login/%zz", "A: a"), header("/%00", "A: a"), header("/%2e%2e/%2e%2e", "A: a"),
				header("/assets/app.css", "Range: bytes=5-1"), header("/assets/app.css", "Range: bytes=99999999-"),
				header("/assets/app.css", "Range: lines=a"),
				header("/assets/app.css", "Range: bytes=" + "0-0,".repeat(300) + "1-1"),
				header("/assets/%E4", "If-Modified-Since: yesterday"), header("/login", "Content-Type: a"),
				header("/login", "X-Forwarded-Proto: a, b"), header("/login", "X-Forwarded-Port: 99999999999"),
				header("/login", "X-Forwarded-Host: [::"), header("/login", "X-Forwarded-For: %, [:::"),
				post("/logout", "application/x-www-form-urlencoded", parameters(3000)),
				post("/logout", "application/x-www-form-urlencoded", "_csrf=%zz&%=1"),
				post("/logout", "application/x-www-form-urlencoded;charset=none", "a=1"),
				post("/logout", "multipart/form-data", "a=1"),
				post("/logout", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: a"),
				post("/logout", "multipart/form-data; boundary=" + "x".repeat(2000), "--x--"),
				post("/logout", "multipart/form-data; boundary=x", "--x\r\n\r\n".repeat(200) + "--x--"),
				post("/login/oauth2/code/wecom", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: a"),
				post("/login/oauth2/code/wecom", "application/x-www-form-urlencoded", "code=%zz&state=%"),
				post("/oauth2/authorization/wecom", "multipart/form-data; boundary=x", "--y"),
				post("/logout", "application/json", "{"), post("/", "/;", "a"),
				post("/wecom/callback/wecom", "multipart/form-data; boundary=x", "--y"),
				"FOO / HTTP/1.1\r\nHost: a\r\n\r\n", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
				"PROPFIND /login HTTP/1.1\r\nHost: a\r\n\r\n", "get /login HTTP/1.1\r\nHost: a\r\n\r\n",
				"GET /login HTTP/1.1\r\n\r\n", "get /;charset=none1% HTTP/1.1\r\nHost: a\r\n\r\n",
				"GET /login HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /login HTTP/1.1\r\nHost: a:99999999\r\n\r\n",
				"GET login HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[:: HTTP/1.1\r\nHost: a\r\n\r\n",
				"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
				"GET /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
				"GET /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: a, chunked\r\n\r\n0\r\n\r\n",
				"POST /logout HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
				"POST /logout HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
				"GET /login HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
				"GET /login HTTP/1.1\r\nHost: a\r\n" + many("X: y", 300) + "\r\n\r\n", "GET /login HTTP/9.9\r\n\r\n");
	}

	@ParameterizedTest
	@MethodSource("requests")
	void whenRequestIsMalformedThenTheClientIsToBlame(String request, CapturedOutput output) throws IOException {
		assertThat(RawHttp.status(this.port, closing(request))).matches(MalformedRequestTests::isNoFault);
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void whenRequestsAreMadeUpThenNoneIsAnErrorOfTheServer(CapturedOutput output) throws IOException {
		for (int seed = 0; seed < TRIES; seed++) {
			String request = request(new Random(seed));
			int status = RawHttp.status(this.port, request);
			assertThat(status).as("seed %d: %s", seed, request).matches(MalformedRequestTests::isNoFault);
		}
		assertThat(output).doesNotContain("ERROR");
	}

	/**
	 * Unknown transfer encodings and versions of HTTP are answered with 501 and 505.
	 */
	private static boolean isNoFault(int status) {
		return (status >= 200 && status < 500) || status == 501 || status == 505;
	}

	private static String request(Random random) {
		StringBuilder request = new StringBuilder(one(METHODS, random)).append(' ').append(one(PATHS, random));
		if (random.nextInt(3) == 0) {
			request.append(text(random).replace(' ', '_'));
		}
		if (random.nextInt(3) == 0) {
			request.append('?').append(text(random).replace(' ', '_'));
		}
		request.append(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
		for (int i = random.nextInt(5); i > 0; i--) {
			request.append(one(HEADERS, random)).append(": ").append(text(random)).append("\r\n");
		}
		if (random.nextInt(3) == 0) {
			String body = text(random) + "\r\n" + text(random);
			return request
				.append(random.nextBoolean() ? "Content-Type: application/x-www-form-urlencoded\r\n"
						: "Content-Type: multipart/form-data; boundary=a\r\n")
				.append("Content-Length: ")
				.append(body.length())
				.append("\r\n\r\n")
				.append(body)
				.toString();
		}
		return request.append("\r\n").toString();
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = 1 + random.nextInt((random.nextInt(10) == 0) ? 60 : 6); i > 0; i--) {
			text.append(one(PIECES, random));
		}
		return text.toString();
	}

	private static String one(List<String> all, Random random) {
		return all.get(random.nextInt(all.size()));
	}

	private static String closing(String request) {
		return request.replaceFirst("\r\n", "\r\nConnection: close\r\n");
	}

	private static String header(String target, String header) {
		return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n";
	}

	private static String post(String target, String type, String body) {
		return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
	}

	private static String many(String header, int count) {
		return IntStream.range(0, count).mapToObj((i) -> header).collect(Collectors.joining("\r\n"));
	}

	private static String languages(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "en;q=0." + i).collect(Collectors.joining(","));
	}

	private static String cookies(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "c" + i + "=1").collect(Collectors.joining("; "));
	}

	private static String parameters(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "p" + i).collect(Collectors.joining("&"));
	}

}
