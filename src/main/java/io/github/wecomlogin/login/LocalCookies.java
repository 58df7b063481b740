package io.github.wecomlogin.login;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Cookies for our own use: not readable by scripts, sent when WeCom sends the member back
 * (which {@code SameSite=Strict} would prevent), and under https with a prefix that keeps
 * sibling domains from planting them.
 */
final class LocalCookies {

	// What a browser has of ours at most; more were planted, and would each cost a
	// decryption and a line in the answer
	private static final int MAX_COOKIES = 2 * CookieAttemptStore.MAX_ATTEMPTS;

	private static final String HOST_PREFIX = "__Host-";

	private static final int MAX_LENGTH = CookieAttemptStore.MAX_BYTES;

	private final boolean alwaysSecure;

	private final String applications;

	/**
	 * Creates the helper.
	 * @param baseUrl the application's fixed external address: if it is https, so is
	 * every browser, whatever a proxy says
	 * @param registrations with the context path, they tell our cookies from those of
	 * other applications on the same host
	 */
	LocalCookies(@Nullable String baseUrl, WeComRegistrations registrations) {
		StringBuilder applications = new StringBuilder();
		registrations.forEach((registration) -> applications.append(registration.application()));
		this.applications = applications.toString();
		this.alwaysSecure = baseUrl != null && baseUrl.startsWith("https:");
	}

	String name(String name, HttpServletRequest request) {
		String tag = Integer.toHexString((this.applications + request.getContextPath()).hashCode());
		return (isSecure(request) ? HOST_PREFIX : "") + name + "_" + tag;
	}

	@Nullable String find(String name, HttpServletRequest request) {
		String fullName = name(name, request);
		if (request.getCookies() != null) {
			for (Cookie cookie : request.getCookies()) {
				if (cookie.getName().equals(fullName) && cookie.getValue().length() <= MAX_LENGTH) {
					return cookie.getValue();
				}
			}
		}
		return null;
	}

	/**
	 * Finds cookies by how their names begin, and not more than a browser can have.
	 */
	List<Cookie> findAll(String namePrefix, HttpServletRequest request) {
		List<Cookie> found = new ArrayList<>();
		if (request.getCookies() != null) {
			String prefix = name(namePrefix, request);
			for (Cookie cookie : request.getCookies()) {
				if (cookie.getName().startsWith(prefix) && found.size() < MAX_COOKIES) {
					found.add(cookie);
				}
			}
		}
		return found;
	}

	void add(String fullName, String value, Duration maxAge, HttpServletRequest request, HttpServletResponse response) {
		ResponseCookie cookie = ResponseCookie.from(fullName, value)
			.maxAge(maxAge)
			.path("/")
			.httpOnly(true)
			.secure(isSecure(request))
			.sameSite("Lax")
			.build();
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

	void remove(String fullName, HttpServletRequest request, HttpServletResponse response) {
		add(fullName, "", Duration.ZERO, request, response);
	}

	private boolean isSecure(HttpServletRequest request) {
		return this.alwaysSecure || request.isSecure();
	}

}
