package io.github.wecomlogin.app;

import java.io.IOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.stereotype.Controller;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("demo")
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class DemoTests {

	private final HttpClient browser = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	@LocalServerPort
	private int port;

	@Autowired
	private SimulatedWeCom simulator;

	@Autowired
	private DemoAnnouncement announcement;

	@AfterEach
	void reset() {
		this.simulator.reset();
	}

	@Test
	void whenStartedThenSaysWhatToOpen(CapturedOutput output) {
		this.announcement.announce();
		assertThat(output).contains("http://127.0.0.1:" + this.port + "/", "zhaoliu", this.simulator.apiUrl());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login?error=%zz", "/login?return-to=%zz", "/login?%zz", "/?x=%zz", "/error?x=%zz" })
	void whenPercentIsMalformedThenServerDoesNotFail(String address, CapturedOutput output) throws Exception {
		String request = "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close"
				+ "\r\n\r\n";
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.matches("HTTP/1.1 [234]..");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void whenPageIsAskedForOnDesktopThenItOpensAfterClickAndSignIn() throws Exception {
		this.simulator.signInAs("zhaoliu");
		HttpResponse<String> signIn = open("/admin");
		assertThat(signIn.uri()).hasPath("/login");
		HttpResponse<String> admin = open("/oauth2/authorization/wecom");
		assertThat(admin.uri()).hasPath("/admin");
		assertThat(admin.statusCode()).isEqualTo(200);
		assertThat(admin.body()).contains(SimulatedWeCom.CORP_ID, this.simulator.apiUrl())
			.doesNotContain(SimulatedWeCom.SECRET);
		assertThat(open("/").body()).contains("<h1>赵六</h1>", "href=\"/admin\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					zhangsan | HR                        | {"id":2,"name":"人事部","path":"演示公司/人事部"}
					lisi     | HR, HR_LEAD               | {"id":2,"name":"人事部","path":"演示公司/人事部"}
					wangwu   | ENGINEER, ON_CALL         | {"id":31,"name":"平台组","path":"演示公司/研发部/平台组"}
					zhaoliu  | ADMIN                     | {"id":1,"name":"演示公司","path":"演示公司"},{"id":3,"name":"研发部","path":"演示公司/研发部"}
					chenjing | ENGINEER, ON_CALL, SECURITY | {"id":311,"name":"安全组","path":"演示公司/研发部/平台组/安全组"}
					markup   |                           | {"id":3,"name":"研发部","path":"演示公司/研发部"}
					""")
	void whenPersonOfTheDemoCompanySignsInThenRulesGiveTheirRoles(String userId, @Nullable String roles,
			String departments) throws Exception {
		signIn(userId);
		String expected = Stream
			.concat(Stream.ofNullable(roles).flatMap((list) -> Stream.of(list.split(", "))), Stream.of("USER"))
			.collect(Collectors.joining("\",\"", "\"roles\":[\"", "\"]"));
		assertThat(open("/api/me").body()).contains("\"departments\":[" + departments + "]", expected);
		String page = open("/roles").body();
		assertThat(page).contains("<h1>My roles</h1>", ">USER<")
			.doesNotContain("No rule grants", "Granted with the next check", "Undecidable");
		String home = open("/").body();
		Matcher path = Pattern.compile("\"path\":\"([^\"]+)").matcher(departments);
		assertThat(path.results().map((result) -> result.group(1))).allSatisfy((name) -> {
			assertThat(home).contains(name);
			assertThat(page).contains(name);
		});
	}

	@Test
	void whenRefusedThenPageSaysWhy() throws Exception {
		this.simulator.signInAs("sunqi");
		HttpResponse<String> page = open("/oauth2/authorization/wecom");
		assertThat(page.uri()).hasPath("/login").hasParameter("error", "not_active").hasParameter("ref");
		assertThat(page.body()).contains("role=\"alert\"", "Your account is not active");
	}

	@Test
	void whenPageIsNotForMemberThenErrorPageSaysSo() throws Exception {
		signIn("zhangsan");
		assertThat(open("/").body()).doesNotContain("href=\"/admin\"");
		assertError(open("/admin"), 403, "Access denied");
	}

	@Test
	void whenPageDoesNotExistThenErrorPageSaysSo() throws Exception {
		signIn("zhangsan");
		assertError(open("/nothing"), 404, "Page not found");
		assertError(open("/assets/nothing.css"), 404, "Page not found");
	}

	@Test
	void whenRequestCannotBeUnderstoodThenErrorPageSaysSo() throws Exception {
		assertError(open("/nothing;at=all"), 400, "Request failed");
	}

	@Test
	void whenSomethingBreaksThenErrorPageTellsNothingAboutIt() throws Exception {
		signIn("zhangsan");
		HttpResponse<String> page = open("/broken");
		assertError(page, 500, "Something went wrong");
		assertThat(page.body()).doesNotContain("IllegalStateException", "an inner detail", "at io.github");
		HttpResponse<String> json = send(request("/broken").setHeader("Accept", "application/json"));
		assertThat(json.body()).doesNotContain("IllegalStateException", "an inner detail", "trace");
	}

	@Test
	void whenStylesheetIsLinkedThenItLoadsAndMayBeKept() throws Exception {
		String page = open("/login").body();
		String address = page.substring(page.indexOf("/assets/app-"), page.indexOf(".css\"", page.indexOf("app-")) + 4);
		HttpResponse<String> stylesheet = open(address);
		assertThat(stylesheet.statusCode()).isEqualTo(200);
		assertThat(stylesheet.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public");
		assertThat(stylesheet.body()).contains("prefers-color-scheme");
	}

	private void signIn(String userId) throws IOException, InterruptedException {
		this.simulator.signInAs(userId);
		assertThat(open("/oauth2/authorization/wecom").uri()).hasPath("/");
	}

	private static void assertError(HttpResponse<String> page, int status, String title) {
		assertThat(page.statusCode()).isEqualTo(status);
		assertThat(page.body()).contains("<html lang=\"en\">", "<title>" + title + " · ", "<h1>" + title + "</h1>",
				"Error " + status);
	}

	private HttpResponse<String> open(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.setHeader("User-Agent", Visitors.ON_DESKTOP)
			.setHeader("Accept", "text/html")
			.setHeader("Accept-Language", "en");
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Broken {

		@Controller
		static class BrokenController {

			@GetMapping("/broken")
			String broken() {
				throw new IllegalStateException("an inner detail");
			}

		}

	}

}
