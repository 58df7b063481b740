package io.github.wecomlogin.simulator.page;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.github.wecomlogin.simulator.SimulatorTestBase;
import io.github.wecomlogin.simulator.company.Employee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class CompanyPageTests extends SimulatorTestBase {

	@Test
	void whenPageIsOpenedThenEveryEmployeeCanLeave() {
		assertThat(get("/company", "Accept-Language", "en").body())
			.contains("Demo company", "zhangsan", "张三", "/company?lang=en&amp;do=disable&amp;person=zhangsan",
					"Remove from visible range", "Add to visible range", "Enable", "No application receives events")
			.contains("&lt;b&gt;")
			.doesNotContain("<b>");
		assertThat(get("/company?lang=zh").body()).contains("演示企业", "移出可见范围");
	}

	@Test
	void whenButtonIsPressedThenTheEmployeeChanges() {
		HttpResponse<String> response = press("do=disable&person=ZhangSan&lang=en");
		assertThat(response.statusCode()).isEqualTo(303);
		assertThat(location(response)).isEqualTo("/company?lang=en&done=disable");
		assertThat(get(location(response)).body()).contains("role=\"status\"", "The employee’s sessions end");
		assertThat(weCom.company().employee("zhangsan").status()).isEqualTo(Employee.DISABLED);
		press("do=enable&person=zhangsan");
		assertThat(weCom.company().employee("zhangsan").status()).isEqualTo(Employee.ACTIVE);
		press("do=hide&person=zhangsan");
		assertThat(weCom.company().employee("zhangsan").visible()).isFalse();
		press("do=show&person=zhangsan");
		assertThat(weCom.company().employee("zhangsan").visible()).isTrue();
	}

	@Test
	void whenNothingCanBeDoneThenNothingIs() {
		assertThat(press("do=promote&person=zhangsan").statusCode()).isEqualTo(404);
		assertThat(press("do=disable&person=nobody").statusCode()).isEqualTo(404);
		assertThat(press("").statusCode()).isEqualTo(404);
	}

	@Test
	void whenAnotherPagePressesTheButtonThenForbidden() {
		assertThat(press("do=disable&person=zhangsan", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
		assertThat(press("do=disable&person=zhangsan", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
		assertThat(press("do=disable&person=zhangsan", "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
		assertThat(press("do=disable&person=zhangsan", "Origin", "null").statusCode()).isEqualTo(403);
		assertThat(weCom.company().employee("zhangsan").status()).isEqualTo(Employee.ACTIVE);
		assertThat(press("do=disable&person=zhangsan", "Origin", weCom.apiUrl(), "Sec-Fetch-Site", "same-origin")
			.statusCode()).isEqualTo(303);
	}

	/**
	 * As when somebody lets a name of theirs point to this machine.
	 */
	@ParameterizedTest
	@CsvSource({ "localhost, 303", "localhost:9, 303", "127.0.0.1, 303", "192.168.1.2:9, 303", "[::1]:9, 303",
			"evil.example, 403", "evil.example:9, 403", "127.0.0.1.evil.example, 403", "localhost.evil.example, 403",
			"'', 403" })
	void whenPageIsOpenUnderANameThenItsButtonsDoNothing(String host, int status) throws Exception {
		URI simulator = URI.create(weCom.apiUrl());
		try (Socket socket = new Socket(simulator.getHost(), simulator.getPort())) {
			socket.getOutputStream()
				.write(("POST /company?do=disable&person=zhangsan HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://"
						+ host + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 " + status);
		}
		assertThat(weCom.company().employee("zhangsan").status())
			.isEqualTo((status == 303) ? Employee.DISABLED : Employee.ACTIVE);
	}

	@Test
	void whenButtonIsPressedThenTheApplicationHearsOfIt() {
		weCom.wireMock().stubFor(any(urlPathEqualTo("/receiver")).willReturn(ok("success")));
		weCom.tell(
				weCom.callback(weCom.apiUrl() + "/receiver", "Token1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));
		press("do=disable&person=zhangsan");
		press("do=hide&person=zhangsan");
		press("do=enable&person=zhangsan");
		press("do=show&person=zhangsan");
		assertThat(weCom.calls("/receiver")).isEqualTo(4);
	}

	@Test
	void whenApplicationIsAwayThenTheEmployeeChangesAllTheSame() {
		weCom.tell(weCom.callback("http://127.0.0.1:1/wecom/callback/wecom", "Token1",
				"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));
		assertThat(get("/company?lang=en").body()).contains("the application receives events immediately");
		assertThat(press("do=disable&person=zhangsan").statusCode()).isEqualTo(303);
		assertThat(weCom.company().employee("zhangsan").status()).isEqualTo(Employee.DISABLED);
	}

	private static HttpResponse<String> press(String query, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(weCom.apiUrl() + "/company?" + query))
			.POST(HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.build());
	}

}
