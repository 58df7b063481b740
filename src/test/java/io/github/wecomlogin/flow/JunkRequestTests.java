package io.github.wecomlogin.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cookies, headers and parameters of any bytes, over a real connection. The seed is
 * fixed, so that a failure can be repeated; {@code -Djunk.seed} and {@code -Djunk.tries}
 * give others.
 */
@ExtendWith(OutputCaptureExtension.class)
class JunkRequestTests {

	private static final List<String> PATHS = List.of("/", "/page/x", "/login", "/logout", "/error",
			"/oauth2/authorization/wecom", "/oauth2/authorization/nope", "/login/oauth2/code/wecom",
			"/login/oauth2/code/nope", "/WW_verify_a.txt", "/wecom/callback/wecom");

	private static final List<String> PARAMETERS = List.of("code", "state", "return-to", "error", "logout", "restart",
			"_csrf", "echostr", "msg_signature", "continue");

	private static final List<String> HEADERS = List.of("Accept", "Accept-Language", "User-Agent", "X-Requested-With",
			"Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Purpose", "Purpose", "Upgrade", "Service-Worker",
			"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Referer", "Origin", "Authorization");

	private static final String STATE = "a0123456789abcdef0123456789abcdef";

	private static final Pattern OUR_LOGGERS = Pattern.compile("] (i\\.g\\.w|io\\.github\\.wecomlogin)[^ ]* +:");

	private static RunningApplication application;

	private static String attemptName;

	private static String attemptValue;

	private final Random random = new Random(Long.getLong("junk.seed", 13));

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.callback.token=token",
				"wecom.callback.encoding-aes-key=" + "a".repeat(43), "server.forward-headers-strategy=native");
		TestBrowser browser = application.desktop();
		browser.get("/oauth2/authorization/wecom");
		attemptName = browser.attemptCookies().get(0).getName();
		attemptValue = browser.attemptCookies().get(0).getValue();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void whenAnyBytesAreSentThenServerDoesNotFail(CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		for (int i = 0; i < Integer.getInteger("junk.tries", 2_000); i++) {
			byte[] request = request();
			assertThat(status(request)).as("%d: %s", i, new String(request, StandardCharsets.ISO_8859_1))
				.isBetween(200, 499);
		}
		assertLogIsShort(output, before);
	}

	/**
	 * 13 to 27 sealed bytes have a nonce but no tag.
	 */
	@Test
	void whenAttemptCookieIsShortThenItIsAbsent(CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		for (int length = 0; length <= 40; length++) {
			String value = "wecom." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[length]);
			for (String path : List.of("/page", "/login", "/oauth2/authorization/wecom",
					"/login/oauth2/code/wecom?code=c&state=" + STATE)) {
				String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: "
						+ attemptName + "=" + value + "\r\nConnection: close\r\n\r\n";
				assertThat(status(request.getBytes(StandardCharsets.US_ASCII))).as("%d bytes at %s", length, path)
					.isIn(200, 302);
			}
		}
		assertLogIsShort(output, before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login/oauth2/code/wecom?code=%zz&state=" + STATE, "/login/oauth2/code/wecom?code=%",
			"/login/oauth2/code/wecom?code=c&state=%e4%bd", "/oauth2/authorization/wecom?return-to=%zz",
			"/oauth2/authorization/wecom?return-to=/%25zz", "/oauth2/authorization/wecom?%", "/login?error=%zz",
			"/login?return-to=%zz", "/page?x=%zz", "/wecom/callback/wecom?nonce=%zz" })
	void whenPercentIsMalformedThenServerDoesNotFail(String address, CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		String request = "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close"
				+ "\r\n\r\n";
		assertThat(status(request.getBytes(StandardCharsets.US_ASCII))).isBetween(200, 499);
		assertLogIsShort(output, before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "Purpose", "Sec-Fetch-Mode" })
	void whenHeaderHasAControlCharacterThenItIsABadRequest(String header, CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		String request = "GET /oauth2/authorization/wecom HTTP/1.1\r\nHost: localhost\r\n" + header
				+ ": a\u0085b\r\nConnection: close\r\n\r\n";
		assertThat(status(request.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(400);
		assertLogIsShort(output, before);
	}

	private static void assertLogIsShort(CapturedOutput output, int before) {
		List<String> lines = output.getAll().substring(before).lines().toList();
		// Tomcat and Spring MVC tell of the first line that is not HTTP, and of malformed
		// parameters on error pages
		List<String> ours = lines.stream().filter((line) -> OUR_LOGGERS.matcher(line).find()).toList();
		assertThat(ours).noneMatch((line) -> line.contains(" ERROR "));
		assertThat(ours.stream().filter((line) -> line.contains(" WARN "))).hasSizeLessThan(10);
		assertThat(ours).allSatisfy((line) -> assertThat(line).hasSizeLessThan(1_000));
	}

	private byte[] request() throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		boolean post = this.random.nextInt(5) == 0;
		write(request, (post ? "POST " : "GET ") + one(PATHS));
		int parameters = this.random.nextInt(4);
		for (int i = 0; i < parameters; i++) {
			write(request, (i == 0) ? "?" : "&");
			write(request, one(PARAMETERS) + "=" + parameter());
		}
		write(request, " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
		if (this.random.nextBoolean()) {
			write(request, "Accept: text/html,*/*;q=0.8\r\n");
		}
		for (int i = this.random.nextInt(3); i > 0; i--) {
			String name = one(HEADERS);
			byte[] value = bytes();
			if (name.equals("Accept-Language")) {
				// More than ten languages are a limit of Tomcat's, met in Spring's
				// filters
				value = new String(value, StandardCharsets.ISO_8859_1).replace(',', '.')
					.getBytes(StandardCharsets.ISO_8859_1);
			}
			write(request, name + ": ");
			request.write(value);
			write(request, "\r\n");
		}
		if (this.random.nextInt(4) > 0) {
			write(request, "Cookie: ");
			for (int i = 0; i <= this.random.nextInt(3); i++) {
				write(request, ((i > 0) ? "; " : "") + cookieName() + "=");
				request.write(cookieValue());
			}
			write(request, "\r\n");
		}
		write(request, post ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\ncode=%zz&"
				: "\r\n");
		return request.toByteArray();
	}

	private String parameter() {
		StringBuilder value = new StringBuilder();
		for (byte each : bytes()) {
			switch (this.random.nextInt(3)) {
				case 0 -> value.append("%%%02x".formatted(each));
				case 1 -> value.append((char) ('a' + (each & 15)));
				default -> value.append("/?:@!$'()*,;~.-_%".charAt((each & 0xff) % 17));
			}
		}
		return (this.random.nextInt(6) == 0) ? STATE : value.toString();
	}

	private String cookieName() {
		String tag = attemptName.replaceAll(".*_([0-9a-f]{8})_.*", "$1");
		return one(List.of(attemptName, attemptName + "0", "wecom_pause_" + tag, "wecom_return_" + tag, "JSESSIONID"));
	}

	private byte[] cookieValue() {
		List<Supplier<byte[]>> values = List.of(this::bytes,
				() -> ascii("wecom." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes())),
				() -> ascii(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes())),
				() -> ascii(attemptValue.substring(0, this.random.nextInt(attemptValue.length()))),
				() -> ascii("outsider"), () -> ascii("signed_out"), () -> ascii("."));
		return values.get(this.random.nextInt(values.size())).get();
	}

	/**
	 * Returns bytes that end neither the line nor the cookie.
	 */
	private byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt((this.random.nextInt(10) == 0) ? 1_500 : 45)];
		this.random.nextBytes(bytes);
		boolean text = this.random.nextBoolean();
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\r' || bytes[i] == '\n' || text) {
				bytes[i] = (byte) ('!' + (bytes[i] & 0x3f));
			}
		}
		return bytes;
	}

	private <T> T one(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static void write(ByteArrayOutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static int status(byte[] request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", application.port())) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write(request);
			String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
			assertThat(line).startsWith("HTTP/1.1 ");
			return Integer.parseInt(line.substring(9));
		}
	}

}
