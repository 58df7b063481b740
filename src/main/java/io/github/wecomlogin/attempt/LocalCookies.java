package io.github.wecomlogin.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.KeyedHash;
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
 * <p>
 * Browsers send cookies to every port of a host, so each name carries a tag of the
 * application: of its registrations, its address ({@code wecom.base-url}, or else the
 * port of the request), its context path and the name of its session cookie. The port is
 * left out if nodes share a store or sessions (Spring Session), because the nodes of a
 * cluster may listen on different ports.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class LocalCookies {

	/**
	 * Browsers keep no longer ones.
	 */
	static final int MAX_LENGTH = 4096;

	/**
	 * How many cookies of one kind are looked at. Each costs a decryption and perhaps a
	 * line in the response.
	 */
	static final int MAX_COOKIES = 40;

	private static final String HOST_PREFIX = "__Host-";

	/**
	 * The request attribute that Spring Session sets.
	 */
	private static final String SPRING_SESSION = "org.springframework.session.SessionRepository";

	private static final KeyedHash TAGS = new KeyedHash("cookie".getBytes(StandardCharsets.UTF_8));

	private final @Nullable String baseUrl;

	private final String applications;

	private final boolean clustered;

	private volatile @Nullable Tag latestTag;

	/**
	 * Creates the helper.
	 * @param baseUrl the application's fixed external address: if it is https, so is
	 * every browser, whatever a proxy says
	 * @param registrations the applications that members sign in with
	 * @param clustered whether nodes share a store
	 */
	public LocalCookies(@Nullable String baseUrl, WeComRegistrations registrations, boolean clustered) {
		StringBuilder applications = new StringBuilder();
		registrations.forEach((registration) -> applications.append(registration.application()));
		this.applications = applications.toString();
		this.clustered = clustered;
		this.baseUrl = baseUrl;
	}

	public String name(String name, HttpServletRequest request) {
		return (isSecure(request) ? HOST_PREFIX : "") + name + "_" + tag(request);
	}

	private String tag(HttpServletRequest request) {
		List<String> of = List.of(address(request), request.getContextPath(), sessionCookieName(request));
		Tag tag = this.latestTag;
		if (tag == null || !tag.of().equals(of)) {
			CRC32 checksum = new CRC32();
			String application = this.applications + "\n" + String.join("\n", of);
			checksum.update(application.getBytes(StandardCharsets.UTF_8));
			tag = new Tag(of, HexFormat.of().toHexDigits((int) checksum.getValue()));
			this.latestTag = tag;
		}
		return tag.value();
	}

	private String address(HttpServletRequest request) {
		if (this.baseUrl != null) {
			return this.baseUrl;
		}
		boolean shared = this.clustered || request.getAttribute(SPRING_SESSION) != null;
		return shared ? "" : Integer.toString(request.getServerPort());
	}

	private static String sessionCookieName(HttpServletRequest request) {
		String name = request.getServletContext().getSessionCookieConfig().getName();
		return (name != null) ? name : "JSESSIONID";
	}

	/**
	 * Returns the beginning of a text's hash, fit for the name of a cookie.
	 * @param bytes the length, in bytes of two digits each
	 */
	static String hash(String text, int bytes) {
		return HexFormat.of().formatHex(TAGS.of(text.getBytes(StandardCharsets.UTF_8)), 0, bytes);
	}

	public @Nullable String find(String name, HttpServletRequest request) {
		if (request.getCookies() != null) {
			String fullName = name(name, request);
			for (Cookie cookie : request.getCookies()) {
				if (cookie.getName().equals(fullName) && cookie.getValue().length() <= MAX_LENGTH) {
					return cookie.getValue();
				}
			}
		}
		return null;
	}

	/**
	 * Finds cookies by how their names begin: the last ones that the browser sent, which
	 * are the newest.
	 */
	List<Cookie> findAll(String namePrefix, HttpServletRequest request) {
		List<Cookie> found = new ArrayList<>();
		if (request.getCookies() != null) {
			String prefix = name(namePrefix, request);
			for (Cookie cookie : request.getCookies()) {
				if (cookie.getName().startsWith(prefix)) {
					found.add(cookie);
				}
			}
		}
		return found.subList(Math.max(0, found.size() - MAX_COOKIES), found.size());
	}

	public void add(String fullName, String value, Duration maxAge, HttpServletRequest request,
			HttpServletResponse response) {
		ResponseCookie cookie = ResponseCookie.from(fullName, value)
			.maxAge(maxAge)
			.path("/")
			.httpOnly(true)
			.secure(isSecure(request))
			.sameSite("Lax")
			.build();
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

	public void remove(String fullName, HttpServletRequest request, HttpServletResponse response) {
		add(fullName, "", Duration.ZERO, request, response);
	}

	private boolean isSecure(HttpServletRequest request) {
		return (this.baseUrl != null && this.baseUrl.startsWith("https:")) || request.isSecure();
	}

	/**
	 * The tag of an application at an address.
	 */
	private record Tag(List<String> of, String value) {

	}

}
