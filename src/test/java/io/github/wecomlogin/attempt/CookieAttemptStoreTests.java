package io.github.wecomlogin.attempt;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.user.SignInWay;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CookieAttemptStore} and the names of its cookies.
 */
class CookieAttemptStoreTests {

	private final MutableClock clock = new MutableClock();

	private final Map<String, String> jar = new LinkedHashMap<>();

	private int started;

	@Test
	void whenTwelveOrdinaryTabsAreOpenedThenAllAreKept() {
		CookieAttemptStore store = store(null);
		List<Attempt> attempts = IntStream.range(0, 12)
			.mapToObj((i) -> start(store, "/orders/list?page=" + i + "&status=open&department=1024&sort=-created"))
			.toList();
		assertThat(store.find(request(""))).containsExactlyInAnyOrderElementsOf(attempts);
	}

	@Test
	void whenReturnTargetHasTwoThousandCharactersThenItIsKept() {
		CookieAttemptStore store = store(null);
		Random random = new Random(13);
		String anyAscii = "/x?y=" + random.ints(1995, 0, 64)
			.mapToObj(
					(i) -> String.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt(i)))
			.collect(Collectors.joining());
		String chinese = "/x?y=" + URLEncoder.encode(
				random.ints(222, 0x4e00, 0x9fa0).mapToObj(Character::toString).collect(Collectors.joining()),
				StandardCharsets.UTF_8);
		for (String target : List.of(anyAscii, chinese)) {
			assertThat(target).hasSizeGreaterThanOrEqualTo(2000);
			Attempt attempt = start(store, target);
			assertThat(store.find(request(""))).contains(attempt);
		}
	}

	@Test
	void whenManyLongTargetsAreOpenedThenRequestsFitAndNewestAreKept() {
		CookieAttemptStore store = store(null);
		Random random = new Random(14);
		for (int i = 0; i < 30; i++) {
			String target = "/x?y=" + URLEncoder.encode(
					random.ints(222, 0x4e00, 0x9fa0).mapToObj(Character::toString).collect(Collectors.joining()),
					StandardCharsets.UTF_8);
			String query = "return-to=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
			assertThat(query.length() + request("").getHeader("Cookie").length()).isLessThan(7_500);
			Attempt attempt = start(store, target, query);
			assertThat(store.find(request(""))).contains(attempt);
		}
		// The others lost their targets, and end on the home page
		assertThat(store.find(request(""))).hasSizeBetween(6, 30);
	}

	@Test
	void whenManyTabsAreOpenedThenOldestAreDroppedByTotalSize() {
		CookieAttemptStore store = store(null);
		List<Attempt> attempts = IntStream.range(0, 60).mapToObj((i) -> start(store, "/page/" + i)).toList();
		assertThat(request("").getHeader("Cookie").length()).isBetween(5_500, 6 * 1024);
		List<Attempt> found = store.find(request(""));
		assertThat(found).containsExactlyInAnyOrderElementsOf(attempts.subList(60 - found.size(), 60));
	}

	@Test
	void whenOtherCookiesAreLongThenLessIsKeptButSixTabsFit() {
		CookieAttemptStore store = store(null);
		this.jar.put("other", "x".repeat(4_000));
		IntStream.range(0, 40).forEach((i) -> start(store, "/page/" + i));
		assertThat(request("").getHeader("Cookie").length()).isLessThan(7 * 1024);
		this.jar.put("another", "x".repeat(3_000));
		IntStream.range(0, 40).forEach((i) -> start(store, "/page/" + i));
		assertThat(store.find(request(""))).hasSizeGreaterThanOrEqualTo(6);
	}

	@Test
	void whenOtherCookiesAreOrdinaryThenThereIsRoomForAHandOver() {
		CookieAttemptStore store = store(null);
		this.jar.put("other", "x".repeat(1_500));
		IntStream.range(0, 40).forEach((i) -> start(store, "/page/" + i));
		assertThat(request("").getHeader("Cookie").length()).isBetween(5_500, 6 * 1024);
	}

	@Test
	void whenCookiesAreJunkThenAFewAreClearedAwayAtOnce() {
		CookieAttemptStore store = store(null);
		start(store, "/page");
		String name = this.jar.keySet().iterator().next();
		IntStream.range(0, 150).forEach((i) -> this.jar.put(name + i, (i % 2 == 0) ? "wecom.AAAA" : ""));
		assertThat(store.find(request(""))).isEmpty();
		MockHttpServletResponse response = new MockHttpServletResponse();
		store.save(attempt("/next"), request(""), response);
		assertThat(response.getHeaders("Set-Cookie")).hasSizeLessThanOrEqualTo(9);
	}

	@Test
	void whenApplicationsShareAHostThenTheirCookiesHaveOtherNames() {
		MockHttpServletRequest request = request("");
		String name = names(null, false).name("n", request);
		assertThat(names(null, false).name("n", request(""))).isEqualTo(name).matches("n_[0-9a-f]{8}");
		MockHttpServletRequest otherPort = request("");
		otherPort.setServerPort(9090);
		MockHttpServletRequest otherPath = request("");
		otherPath.setContextPath("/hr");
		MockHttpServletRequest otherSession = request("");
		otherSession.getServletContext().getSessionCookieConfig().setName("HRSESSION");
		assertThat(List.of(otherPort, otherPath, otherSession)).extracting((each) -> names(null, false).name("n", each))
			.doesNotHaveDuplicates()
			.doesNotContain(name);
		assertThat(names("http://a.example:1", false).name("n", request))
			.isNotEqualTo(names("http://a.example:2", false).name("n", request));
	}

	@Test
	void whenNodesAreOfOneApplicationThenTheirCookiesHaveTheSameNames() {
		MockHttpServletRequest otherPort = request("");
		otherPort.setServerPort(9090);
		assertThat(names("http://a.example", false).name("n", otherPort))
			.isEqualTo(names("http://a.example", false).name("n", request("")));
		assertThat(names(null, true).name("n", otherPort)).isEqualTo(names(null, true).name("n", request("")));
	}

	private Attempt start(CookieAttemptStore store, String returnTo) {
		return start(store, returnTo, "return-to=" + returnTo);
	}

	private Attempt start(CookieAttemptStore store, String returnTo, String query) {
		Attempt attempt = attempt(returnTo);
		MockHttpServletResponse response = new MockHttpServletResponse();
		store.save(attempt, request(query), response);
		for (Cookie cookie : response.getCookies()) {
			this.jar.remove(cookie.getName());
			if (cookie.getMaxAge() > 0) {
				assertThat(cookie.getName().length() + cookie.getValue().length()).isLessThan(4_000);
				this.jar.put(cookie.getName(), cookie.getValue());
			}
		}
		return attempt;
	}

	private Attempt attempt(String returnTo) {
		this.clock.advance(Duration.ofSeconds(1));
		String state = "a%032x".formatted(this.started++);
		return new Attempt("wecom", state, "0123456789abcdef0123456789abcdef", SignInWay.WEB_LOGIN, returnTo,
				this.clock.instant(), false);
	}

	private MockHttpServletRequest request(String query) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/oauth2/authorization/wecom");
		request.setQueryString(query);
		request.setCookies(this.jar.entrySet()
			.stream()
			.map((each) -> new Cookie(each.getKey(), each.getValue()))
			.toArray(Cookie[]::new));
		request.removeHeader("Cookie");
		request.addHeader("Cookie",
				this.jar.entrySet()
					.stream()
					.map((each) -> each.getKey() + "=" + each.getValue())
					.collect(Collectors.joining("; ")));
		return request;
	}

	private CookieAttemptStore store(String baseUrl) {
		return new CookieAttemptStore(registrations(), names(baseUrl, false), this.clock);
	}

	private static LocalCookies names(String baseUrl, boolean clustered) {
		return new LocalCookies(baseUrl, registrations(), clustered);
	}

	private static WeComRegistrations registrations() {
		return new WeComRegistrations(List.of(new WeComRegistration("wecom", null,
				new WeComApplication("wwcorp", 1, "secret"), WeComScope.SNSAPI_BASE, null)));
	}

}
