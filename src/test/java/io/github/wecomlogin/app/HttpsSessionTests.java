package io.github.wecomlogin.app;

import java.io.IOException;
import java.util.List;

import io.github.wecomlogin.RawHttp;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The session cookie behind a proxy that ends https.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000007",
				"wecom.secret=a-secret-that-no-page-may-show-0123456789ab", "server.address=127.0.0.1",
				"wecom.base-url=https://portal.example.com/hr", "server.servlet.context-path=/hr" })
class HttpsSessionTests {

	@LocalServerPort
	private int port;

	@Test
	void whenSessionBeginsThenItsCookieIsBoundToTheHostAndUsed() throws IOException {
		String cookie = setCookies("").stream().filter((line) -> line.contains("JSESSIONID")).findFirst().orElseThrow();
		assertThat(cookie).startsWith("Set-Cookie: __Host-JSESSIONID-hr=")
			.contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax")
			.doesNotContain("Domain");
		String pair = cookie.substring("Set-Cookie: ".length(), cookie.indexOf(';'));
		assertThat(setCookies("Cookie: " + pair + "\r\n")).noneMatch((line) -> line.contains("JSESSIONID"));
	}

	private List<String> setCookies(String header) throws IOException {
		try (RawHttp connection = RawHttp.connect(this.port)) {
			connection.write("GET /hr/session HTTP/1.1\r\nHost: portal.example.com\r\nX-Forwarded-Proto: https\r\n"
					+ header + "\r\n");
			connection.status();
			return connection.headers().stream().filter((line) -> line.startsWith("Set-Cookie")).toList();
		}
	}

	/**
	 * Begins a session without a sign-in.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Sessions {

		@Bean
		FilterRegistrationBean<Filter> sessionFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
					(request, response, chain) -> ((HttpServletRequest) request).getSession());
			registration.addUrlPatterns("/session");
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
			return registration;
		}

	}

}
