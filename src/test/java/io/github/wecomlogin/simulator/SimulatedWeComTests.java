package io.github.wecomlogin.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatedWeComTests extends SimulatorTestBase {

	@Test
	void whenStartedThenOnLoopback() {
		assertThat(weCom.port()).isPositive();
		assertThat(weCom.apiUrl()).isEqualTo("http://127.0.0.1:" + weCom.port());
		assertThat(weCom.authorizeUrl()).isEqualTo(weCom.apiUrl() + "/connect/oauth2/authorize");
		assertThat(weCom.webLoginUrl()).isEqualTo(weCom.apiUrl() + "/wwlogin/sso/login");
		assertThat(weCom.wireMock().getOptions().bindAddress()).isEqualTo("127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/__admin", "/__admin/", "/__admin/mappings", "/__admin/requests", "/__admin/settings",
			"/__admin/health", "/__admin/docs", "/__admin/swagger-ui/", "/__admin/swagger-ui/index.html",
			"/__admin/recorder/", "/__admin/webapp/", "/%5F_admin/mappings", "/%5f%5fadmin/swagger-ui/",
			"/x/../__admin/mappings", "/__admin;x=1/mappings", "/__admin/swagger-ui;x=1/", "//__admin/mappings",
			"/__files/x" })
	void whenAdminApiIsCalledThen404(String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo("Not found\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS" })
	void whenAdminApiIsCalledByAnyMethodThen404(String method) {
		URI uri = URI.create(weCom.apiUrl() + "/__admin/mappings");
		assertThat(send(HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString("{}")).build())
			.statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/index.html", "/favicon.ico", "/cgi-bin/user/unknown", "/simulator/in-client/",
			"/simulator/", "/simulator/web-login/unknown", "/cgi-bin/gettoken/" })
	void whenPathIsUnknownThen404(String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo("Not found\n");
	}

	@Test
	void whenRootThenIndexPage() {
		assertThat(weCom.indexUrl()).isEqualTo(weCom.apiUrl() + "/");
		HttpResponse<String> english = get("/?lang=en");
		assertThat(english.statusCode()).isEqualTo(200);
		assertThat(english.headers().firstValue("Content-Type")).contains("text/html; charset=UTF-8");
		assertThat(english.body()).contains("Start the sign-in in your application", SimulatedWeCom.CORP_ID,
				"href=\"/company?lang=en\"");
		assertThat(get("/").body()).contains("请从您的应用发起登录", "href=\"/company?lang=zh\"");
	}

	@Test
	void whenPortIsTakenThenTheNextFreeOne() {
		try (SimulatedWeCom first = SimulatedWeCom.builder().firstFreePort(18090).start();
				SimulatedWeCom second = SimulatedWeCom.builder().firstFreePort(first.port()).start()) {
			assertThat(first.port()).isBetween(18090, 18099);
			assertThat(second.port()).isBetween(first.port() + 1, first.port() + 9);
		}
	}

	@Test
	void whenStylesheetThenCss() {
		HttpResponse<String> response = get("/simulator/style.css");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("text/css; charset=UTF-8");
		assertThat(response.body()).contains("prefers-color-scheme: dark");
	}

	@Test
	void whenFailedThenUntilTakenBack() {
		String token = token();
		weCom.fail(SimulatedWeCom.GETUSER, 60020);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 60020);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 60020);
		weCom.fail(SimulatedWeCom.GETUSER, 0);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 0);
	}

	@Test
	void whenNextFailThenOneCallEach() {
		String token = token();
		weCom.failNext(SimulatedWeCom.GETUSER, -1);
		weCom.failNext(SimulatedWeCom.GETUSER, 45009);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", -1);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 45009);
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 0);
	}

	@Test
	void whenUnknownPathIsToFailThenIllegalArgument() {
		assertThatIllegalArgumentException().isThrownBy(() -> weCom.fail("/cgi-bin/user/gte", 60011));
		assertThatIllegalArgumentException().isThrownBy(() -> weCom.failNext(SimulatedWeCom.AUTHORIZE, 60011));
	}

	@Test
	void whenDelayedThenAnswerIsLate() {
		weCom.delay(SimulatedWeCom.GETTOKEN, Duration.ofMillis(300));
		long start = System.nanoTime();
		token();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void whenCalledThenCounted() {
		token();
		token();
		getUser("garbage", "zhangsan");
		assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isEqualTo(2);
		assertThat(weCom.calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
		assertThat(weCom.calls(SimulatedWeCom.GETUSERINFO)).isZero();
	}

	@Test
	void whenStubOfUsersOwnThenItComesFirstAndIsCounted() {
		weCom.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETTOKEN))
				.willReturn(WireMock.okJson("{\"errcode\":-1}")));
		assertThat(getToken()).containsOnlyKeys("errcode");
		assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isEqualTo(1);
		weCom.wireMock().resetAll();
		assertThat(getToken()).containsKey("access_token");
	}

	@Test
	void whenFaultOfWireMockThenConnectionIsReset() {
		weCom.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
		assertThatThrownBy(() -> getUser("token", "zhangsan")).hasCauseInstanceOf(IOException.class);
		assertThat(getToken()).containsEntry("errcode", 0);
	}

	@Test
	void whenResetThenAsAfterStart() {
		String token = token();
		String code = weCom.issueCode("zhangsan");
		int port = weCom.port();
		Company company = weCom.company();
		company.remove("zhangsan");
		company.add(Employee.of("new", "新人", 2));
		company.update(company.employee("lisi").withVisible(false));
		company.removeDepartment(4);
		company.add(Tag.of(7, "夜班"));
		company.removeTag(8);
		weCom.hideDepartmentNames(true);
		weCom.signInAs("lisi");
		weCom.cancelSignIns(true);
		weCom.fail(SimulatedWeCom.GETUSER, -1);
		weCom.failNext(SimulatedWeCom.GETTOKEN, -1);
		weCom.delay(SimulatedWeCom.GETTOKEN, Duration.ofSeconds(30));
		weCom.tokenLifetime(Duration.ofSeconds(1));
		weCom.wireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.serverError()));
		weCom.reset();
		assertThat(weCom.port()).isEqualTo(port);
		assertThat(weCom.company()).isSameAs(company);
		assertThat(company.employees()).containsExactlyElementsOf(Company.demo().employees());
		assertThat(company.departments()).containsExactlyElementsOf(Company.demo().departments());
		assertThat(company.tags()).containsExactlyElementsOf(Company.demo().tags());
		assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isZero();
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 40014);
		assertThat(getToken()).containsEntry("expires_in", 7200);
		assertThat(getUser(token(), "zhangsan")).containsEntry("errcode", 0);
		assertThat(getUserInfo(token(), code)).containsEntry("errcode", 40029);
		assertThat(get(SimulatedWeCom.DEPARTMENT_LIST, parameters("access_token", token())).body()).contains("人事部");
		assertThat(get(SimulatedWeCom.WEB_LOGIN, parameters("login_type", "CorpApp", "appid", SimulatedWeCom.CORP_ID,
				"agentid", "1000002", "redirect_uri", "http://localhost"))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void whenUsedThenNothingIsPrinted() throws IOException {
		PrintStream out = System.out;
		PrintStream err = System.err;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		try (PrintStream stream = new PrintStream(printed)) {
			System.setOut(stream);
			System.setErr(stream);
			getUserInfo(token(), weCom.issueCode("zhangsan"));
			post(SimulatedWeCom.GETUSERDETAIL, token(), "{");
			assertThat(getRaw("/unknown?access_token=secret&code=%zz")).startsWith("HTTP/1.1 400 ");
			assertThat(getRaw(SimulatedWeCom.GETUSERINFO + "?access_token=%zz&code=%zz")).startsWith("HTTP/1.1 400 ")
				.endsWith("Bad request\n");
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
		assertThat(printed.toString()).isEmpty();
	}

	@Test
	void whenClosedThenNoAnswerAndClosingAgainIsHarmless() {
		SimulatedWeCom other = SimulatedWeCom.start();
		URI uri = URI.create(other.apiUrl() + "/");
		assertThat(send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(200);
		other.close();
		other.close();
		assertThatThrownBy(() -> send(HttpRequest.newBuilder(uri).build())).hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void whenPortIsTakenThenStartFails() {
		assertThatThrownBy(() -> SimulatedWeCom.builder().port(weCom.port()).start())
			.hasStackTraceContaining("Failed to bind");
	}

	@Test
	void whenOwnCompanyThenItsPeople() {
		Company company = Company.named("别的公司");
		company.add(Employee.of("amy", "Amy", 1));
		try (SimulatedWeCom other = SimulatedWeCom.builder().company(company).start()) {
			assertThat(other.company().employee("AMY").name()).isEqualTo("Amy");
			assertThat(other.issueCode("amy")).isNotBlank();
		}
	}

	/**
	 * For URLs that no client would send.
	 */
	private static String getRaw(String pathAndQuery) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", weCom.port())) {
			socket.getOutputStream()
				.write(("GET " + pathAndQuery + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
