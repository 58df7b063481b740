package io.github.wecomlogin.app.setup;

import java.time.Duration;
import java.util.List;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SetupCookieTests {

	private static final String SECRET = "a-secret-that-no-page-may-show-0123456789ab";

	private final MutableClock clock = new MutableClock();

	@Test
	void whenCookieIsSetThenItIsValidForAnHourOnEveryNode() {
		Cookie cookie = issued("https://portal.example.com", SECRET);
		assertThat(isValid(cookie, SECRET)).isTrue();
		this.clock.advance(SetupCookie.LIFETIME.minusSeconds(1));
		assertThat(isValid(cookie, SECRET)).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(isValid(cookie, SECRET)).isFalse();
	}

	@Test
	void whenCookieIsChangedOrForeignThenItIsNotValid() {
		Cookie cookie = issued("https://portal.example.com", SECRET);
		assertThat(isValid(cookie, "another-secret-0123456789-0123456789-012345")).isFalse();
		cookie.setValue("AA" + cookie.getValue().substring(2));
		assertThat(isValid(cookie, SECRET)).isFalse();
		cookie.setValue("");
		assertThat(isValid(cookie, SECRET)).isFalse();
		assertThat(cookie("https://portal.example.com", SECRET).isValid(new MockHttpServletRequest())).isFalse();
	}

	@Test
	void whenSiteUsesHttpsThenCookieIsBoundToTheHost() {
		assertThat(header("https://portal.example.com")).startsWith("__Host-wecom_setup_")
			.contains("; Path=/", "; Max-Age=3600", "; Secure", "; HttpOnly", "; SameSite=Lax")
			.doesNotContain("Domain");
		assertThat(header("http://localhost:8080")).startsWith("wecom_setup_")
			.contains("; HttpOnly", "; SameSite=Lax")
			.doesNotContain("Secure");
	}

	private String header(String baseUrl) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		cookie(baseUrl, SECRET).add(new MockHttpServletRequest(), response);
		return response.getHeader("Set-Cookie");
	}

	private Cookie issued(String baseUrl, String secret) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		cookie(baseUrl, secret).add(new MockHttpServletRequest(), response);
		return response.getCookies()[0];
	}

	private boolean isValid(Cookie cookie, String secret) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(new Cookie(cookie.getName(), cookie.getValue()));
		return cookie("https://portal.example.com", secret).isValid(request);
	}

	private SetupCookie cookie(String baseUrl, String secret) {
		WeComRegistrations registrations = new WeComRegistrations(List
			.of(new WeComRegistration("wecom", null, new WeComApplication("ww0123456789abcdef", 1000002, secret),
					WeComScope.SNSAPI_BASE, new AccessRules(null, List.of()))));
		return new SetupCookie(registrations, new LocalCookies(baseUrl, registrations, true), this.clock);
	}

}
