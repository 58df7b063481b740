package io.github.wecomlogin.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.attempt.CookieAttemptStore;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.SignInSuppression;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandOverCookies}.
 */
class HandOverCookiesTests {

	/**
	 * With {@code -Dwecom-login.fuzz=1000000} as many as the documentation states.
	 */
	private static final int FORGERIES = Integer.getInteger("wecom-login.fuzz", 20_000);

	private final MutableClock clock = new MutableClock();

	private final WeComRegistration registration = registration("wecom", "secret");

	private final HandOverCookies cookies = cookies(this.registration);

	@Test
	void whenFoundInTheSameBrowserThenItIsTheSame() {
		Cookie[] browser = save(this.registration, HandOver.of(SignedIn.user()));
		HandOverCookies.Found found = find(this.cookies, browser);
		WeComUser user = found.handOver().user("wecom", "wwcorp");
		assertThat(user.getUserId()).isEqualTo("ZhangSan");
		assertThat(user.state().detail()).isEqualTo(SignedIn.user().state().detail());
		assertThat(user.state().member()).isEqualTo(SignedIn.user().state().member());
		assertThat(user.verification()).isEqualTo(SignedIn.user().verification());
		assertThat(user.getAuthorities()).isEmpty();
		assertThat(find(this.cookies,
				save(this.registration, HandOver.of(new WeComRefusalNotice(WeComRefusal.OUTSIDER, null))))
			.handOver()
			.refusal()).isEqualTo("outsider");
	}

	@Test
	void whenOneMinuteHasPassedThenItIsGone() {
		Cookie[] browser = save(this.registration, HandOver.of(SignedIn.user()));
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(find(this.cookies, browser)).isNotNull();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(find(this.cookies, browser)).isNull();
	}

	@Test
	void whenAccountIsMissingThenItIsKeptForTenMinutesInAll() {
		Cookie[] browser = save(this.registration, HandOver.of(SignedIn.user()).withoutAccount(null));
		this.clock.advance(Duration.ofMinutes(9));
		MockHttpServletRequest request = request(browser);
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.cookies.keepPending(this.cookies.find(request), null, request, response);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(find(this.cookies, response.getCookies())).isNotNull();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(find(this.cookies, response.getCookies())).isNull();
	}

	@Test
	void whenMemberHasManyDepartmentsThenTheCookieStaysShort() {
		List<WeComDepartment> departments = LongStream.range(1, 400)
			.mapToObj((id) -> new WeComDepartment(1_000_000_000L + id, null, null))
			.toList();
		Cookie[] browser = save(this.registration,
				HandOver.of(SignedIn.user().toBuilder().departments(departments).build()));
		assertThat(browser[0].getValue()).hasSizeLessThan(2000);
		HandOver found = find(this.cookies, browser).handOver();
		assertThat(found.member()).isNull();
		assertThat(found.user("wecom", "wwcorp").getUserId()).isEqualTo("ZhangSan");
	}

	@Test
	void whenAccountIsMissingTwentyTimesThenItIsKeptNoLonger() {
		Cookie[] browser = save(this.registration, HandOver.of(SignedIn.user()).withoutAccount(null));
		int rounds = 0;
		for (HandOverCookies.Found found; (found = find(this.cookies, browser)) != null; rounds++) {
			MockHttpServletResponse response = new MockHttpServletResponse();
			this.cookies.keepPending(found, null, request(browser), response);
			browser = response.getCookies();
			assertThat(rounds).isLessThanOrEqualTo(HandOverCookies.MAX_ROUNDS);
		}
		assertThat(rounds).isEqualTo(HandOverCookies.MAX_ROUNDS + 1);
	}

	@ParameterizedTest
	@CsvSource({ "4000,true", "6100,false" })
	void whenOtherCookiesAreLongThenTheNextRequestFits(int others, boolean whole) {
		List<WeComDepartment> departments = LongStream.range(1, 40)
			.mapToObj((id) -> new WeComDepartment(1_000_000_000L + id, null, null))
			.toList();
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Cookie", "x".repeat(others));
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.cookies.save(this.registration, HandOver.of(SignedIn.user().toBuilder().departments(departments).build()),
				request, response);
		int length = others;
		for (Cookie cookie : response.getCookies()) {
			length += "; ".length() + cookie.getName().length() + "=".length() + cookie.getValue().length();
		}
		assertThat(length).isLessThan(7_300);
		assertThat(find(this.cookies, response.getCookies()).handOver().member() != null).isEqualTo(whole);
	}

	@Test
	void whenMemberHasSignedOutThenThereIsNone() {
		Cookie[] browser = save(this.registration, HandOver.of(SignedIn.user()));
		Cookie pause = new Cookie(localCookies().name("wecom_pause", new MockHttpServletRequest()), "signed_out");
		assertThat(find(this.cookies, browser[0], browser[1], pause)).isNull();
		pause.setValue("outsider");
		assertThat(find(this.cookies, browser[0], browser[1], pause)).isNotNull();
	}

	@Test
	void whenHandOverIsForgedThenNoneIsAccepted() {
		Random random = new Random(16);
		Cookie[] mine = save(this.registration, HandOver.of(SignedIn.user()));
		Cookie[] foreign = save(this.registration, HandOver.of(SignedIn.user()));
		Cookie[] otherSecret = save(registration("wecom", "other"), HandOver.of(SignedIn.user()));
		Cookie[] otherRegistration = save(registration("other", "secret"), HandOver.of(SignedIn.user()));
		HandOverCookies both = new HandOverCookies(
				new WeComRegistrations(List.of(this.registration, registration("other", "secret"))), localCookies(),
				suppression(), this.clock);
		String elsewhere = "wecom" + otherRegistration[0].getValue().substring("other".length());
		List<String> accepted = new ArrayList<>();
		for (int i = 0; i < FORGERIES; i++) {
			String value = switch (i % 4) {
				case 0 -> altered(mine[0].getValue(), random);
				case 1 -> foreign[0].getValue();
				case 2 -> otherSecret[0].getValue();
				default -> elsewhere;
			};
			String key = (i % 8 == 1) ? altered(mine[1].getValue(), random) : mine[1].getValue();
			if (find(both, new Cookie(mine[0].getName(), value), new Cookie(mine[1].getName(), key)) != null) {
				accepted.add(value);
			}
		}
		assertThat(accepted).isEmpty();
		assertThat(find(both, mine)).isNotNull();
	}

	private static String altered(String value, Random random) {
		byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
		int dot = value.indexOf('.');
		int position = dot + 1 + random.nextInt(bytes.length - dot - 1);
		bytes[position] = (byte) ((bytes[position] == 'A') ? 'B' : 'A');
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	private HandOverCookies cookies(WeComRegistration registration) {
		return new HandOverCookies(new WeComRegistrations(List.of(registration)), localCookies(), suppression(),
				this.clock);
	}

	private SignInSuppression suppression() {
		return new SignInSuppression(localCookies(),
				new CookieAttemptStore(new WeComRegistrations(List.of(this.registration)), localCookies(), this.clock));
	}

	private LocalCookies localCookies() {
		return new LocalCookies("https://example.com", new WeComRegistrations(List.of(this.registration)), false);
	}

	private static WeComRegistration registration(String id, String secret) {
		return new WeComRegistration(id, null, new WeComApplication("wwcorp", 1000002, secret), WeComScope.SNSAPI_BASE,
				new AccessRules(null, List.of()));
	}

	private Cookie[] save(WeComRegistration registration, HandOver handOver) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		cookies(registration).save(registration, handOver, new MockHttpServletRequest(), response);
		assertThat(response.getCookies()).hasSize(2).allSatisfy((cookie) -> {
			assertThat(cookie.getName()).startsWith("__Host-wecom_handover_");
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.getSecure()).isTrue();
			assertThat(cookie.getDomain()).isNull();
		});
		return response.getCookies();
	}

	private static HandOverCookies.Found find(HandOverCookies cookies, Cookie... browser) {
		return cookies.find(request(browser));
	}

	private static MockHttpServletRequest request(Cookie... browser) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(browser);
		return request;
	}

}
