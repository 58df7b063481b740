package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.wecomlogin.account.ContactAccounts;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInPermit;
import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.token.WeComSignIn;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.userdetails.User;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hand-over to a front end without a session.
 */
class TokenTests {

	private static final String START = "/oauth2/authorization/wecom?return-to=/page/7?x=1";

	private static final String TOKEN = "/wecom/token";

	private static RunningApplication application;

	private static StatelessApplication.Issuer issuer;

	private static StatelessApplication.Accounts accounts;

	private static AuditedApplication.AuthenticationEvents events;

	private final TestBrowser browser = application.inWeCom();

	@BeforeAll
	static void start() {
		application = new RunningApplication(StatelessApplication.class);
		issuer = application.bean(StatelessApplication.Issuer.class);
		accounts = application.bean(StatelessApplication.Accounts.class);
		events = application.bean(AuditedApplication.AuthenticationEvents.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
		issuer.issued.set(0);
		issuer.answer = StatelessApplication.Issuer::token;
		accounts.byUserId.clear();
		accounts.forAll = true;
		accounts.others = (member) -> null;
		events.clear();
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void whenMemberSignsInThenFrontEndGetsTheAnswerOnce(boolean inWeCom) {
		TestBrowser browser = inWeCom ? application.inWeCom() : application.desktop();
		HttpResponse<String> page = browser.open(START);
		assertThat(address(page)).isEqualTo(application.url() + "/page/7?x=1");
		TestBrowser same = copy(browser);
		HttpResponse<String> answer = post(browser);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"token\":\"opaque-token-of-zhangsan\"",
				"\"account\":\"account-zhangsan\"");
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
		assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertProblem(post(browser), 401, "sign_in_required");
		assertProblem(post(same), 401, "sign_in_required");
		assertThat(issuer.issued).hasValue(1);
		assertThat(browser.visited()).noneMatch((address) -> address.toString().contains("opaque"));
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
		assertThat(browser.cookies()).noneMatch((cookie) -> cookie.getName().contains("SESSION"));
	}

	@ParameterizedTest
	@CsvSource({ "/page/7?x=1,/page/7?x=1#", "/page%23a,/page#a" })
	void whenInWeComThenPageDoesNotInheritTheFragment(String returnTo, String page) {
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/oauth2/authorization/wecom?return-to=" + returnTo, "/login/oauth2/code/");
		assertThat(TestBrowser.location(browser.get(callback))).endsWith(page);
	}

	@Test
	void whenSignedInThenTwoCallsAreMade() {
		this.browser.open(START);
		assertThat(post(this.browser).statusCode()).isEqualTo(200);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(1);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
	}

	@Test
	void whenHandOverIsSetThenScriptsAndOtherSitesCannotUseIt() {
		HttpResponse<String> callback = this.browser.get(this.browser.openUntil(START, "/login/oauth2/code/"));
		assertThat(callback.headers().allValues("Set-Cookie")).filteredOn((cookie) -> cookie.contains("wecom_handover"))
			.hasSize(2)
			.allSatisfy((cookie) -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Max-Age=60", "Path=/")
				.doesNotContain("Domain"));
	}

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site", "Sec-Fetch-Site,none",
			"Origin,https://evil.example", "Origin,null", "X-Requested-With,XMLHttpRequest" })
	void whenPostIsOfAnotherSiteThenItGetsNothing(String header, String value) {
		this.browser.open(START);
		HttpResponse<String> answer = json(copy(this.browser)).with(header, value).send("POST", TOKEN, null);
		assertProblem(answer, 403, "attempt_mismatch");
		assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
		assertThat(issuer.issued).hasValue(0);
		assertThat(post(this.browser).statusCode()).isEqualTo(200);
	}

	@Test
	void whenBrowserSendsOnlyItsOriginThenItIsCompared() {
		this.browser.open(START);
		assertThat(json(this.browser).with("Origin", application.url()).send("POST", TOKEN, null).statusCode())
			.isEqualTo(200);
	}

	@Test
	void whenFormIsPostedThenItGetsNothing() {
		this.browser.open(START);
		HttpResponse<String> answer = copy(this.browser).with("Sec-Fetch-Site", "same-origin").post(TOKEN, "a=b");
		assertProblem(answer, 415, "content_type");
		assertThat(copy(this.browser).get(TOKEN).statusCode()).isEqualTo(405);
		assertThat(post(this.browser).statusCode()).isEqualTo(200);
	}

	@Test
	void whenHandOverIsOfAnotherBrowserThenItGetsNothing() {
		this.browser.open(START);
		application.wecom().signInAs("lisi");
		TestBrowser other = application.inWeCom();
		other.open(START);
		String stolen = cookieName(this.browser, "wecom_handover_", "_key_");
		TestBrowser victim = copy(other);
		victim.setCookie(stolen, this.browser.cookie(stolen));
		assertProblem(post(victim), 401, "sign_in_required");
		TestBrowser without = application.inWeCom();
		without.setCookie(stolen, this.browser.cookie(stolen));
		assertProblem(post(without), 401, "sign_in_required");
		assertThat(issuer.issued).hasValue(0);
		assertThat(post(other).body()).contains("lisi");
	}

	@Test
	void whenMemberLeavesBetweenCallbackAndPostThenRefused() {
		this.browser.open(START);
		application.wecom().company().remove("zhangsan");
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertProblem(post(this.browser), 403, "not_visible");
		assertThat(issuer.issued).hasValue(0);
		assertProblem(post(this.browser), 401, "sign_in_required");
	}

	@Test
	void whenAdministratorEndsSessionsBeforeThePostThenRefused() {
		this.browser.open(START);
		application.bean(ChangeStamps.class).endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
		assertProblem(post(this.browser), 403, "session_ended");
		assertThat(issuer.issued).hasValue(0);
	}

	@Test
	void whenMemberHasChangedThenReadAgain() {
		this.browser.open(START);
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(post(this.browser).statusCode()).isEqualTo(200);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(2);
	}

	@Test
	void whenMemberHasChangedAndWeComFailsThenRefused() {
		this.browser.open(START);
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		application.wecom().fail(SimulatedWeCom.GETUSER, 50001);
		assertThat(post(this.browser).statusCode()).isGreaterThanOrEqualTo(400);
		assertThat(issuer.issued).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "en,ENGLISH", "zh-CN,CHINESE" })
	void whenSignInIsRefusedThenFrontEndCanShowIt(String language, String locale) {
		application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		HttpResponse<String> page = this.browser.open(START);
		assertThat(address(page)).isEqualTo(application.url() + "/page/7?x=1");
		this.browser.with("Accept-Language", language);
		Locale expected = locale.equals("ENGLISH") ? Locale.ENGLISH : Locale.CHINESE;
		HttpResponse<String> answer = post(this.browser);
		assertProblem(answer, 403, "outsider");
		assertThat(answer.body()).contains(WeComRefusal.OUTSIDER.title(expected), WeComRefusal.OUTSIDER.text(expected),
				"\"signInUrl\":\"/oauth2/authorization/wecom\"", "\"automatic\":false");
		HttpResponse<String> next = post(this.browser);
		assertProblem(next, 401, "sign_in_required");
		assertThat(next.body()).contains("\"automatic\":false");
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenNothingWasHandedOverThenSignInMayStart() {
		HttpResponse<String> answer = post(this.browser);
		assertProblem(answer, 401, "sign_in_required");
		assertThat(answer.body()).contains("\"signInUrl\":\"/oauth2/authorization/wecom\"", "\"automatic\":true");
	}

	@Test
	void whenCancelledThenReturnTargetAndReasonSurvive() {
		String callback = this.browser.openUntil(START, "/login/oauth2/code/").replaceFirst("code=[^&]*&", "");
		HttpResponse<String> page = this.browser.open(callback);
		assertThat(address(page)).isEqualTo(application.url() + "/page/7?x=1");
		assertProblem(post(this.browser), 403, "cancelled");
	}

	@Test
	void whenBrowserCannotSignInThenFrontEndCanShowIt() {
		TestBrowser phone = application.browser(TestBrowser.PHONE);
		assertThat(phone.open(START).uri()).hasToString(application.url() + "/");
		assertProblem(post(phone), 403, "phone_browser");
	}

	@Test
	void whenBrowserKeepsNoCookiesThenFrontEndIsTold() {
		TestBrowser blocking = application.inWeCom().blockingCookies();
		assertThat(address(blocking.open(START))).startsWith(application.url() + "/?error=cookies_blocked&ref=");
	}

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of((Function<WeComSignIn, Object>) (signIn) -> null, 500, "misconfigured"),
				Arguments.of((Function<WeComSignIn, Object>) (signIn) -> {
					throw new IllegalStateException("secret cause");
				}, 500, "misconfigured"), Arguments.of((Function<WeComSignIn, Object>) (signIn) -> {
					throw new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
				}, 403, "not_allowed"),
				Arguments.of((Function<WeComSignIn, Object>) (signIn) -> new Unwritable(), 500, "misconfigured"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenIssuerGivesNoAnswerThenRefused(Function<WeComSignIn, Object> answer, int status, String code) {
		issuer.answer = answer;
		this.browser.open(START);
		HttpResponse<String> problem = post(this.browser);
		assertProblem(problem, status, code);
		assertThat(problem.body()).doesNotContain("secret cause");
		assertProblem(post(this.browser), 401, "sign_in_required");
	}

	@Test
	void whenIssuerAnswersWithHeadersThenTheyAreSent() {
		issuer.answer = (signIn) -> ResponseEntity.status(HttpStatus.CREATED)
			.header("Set-Cookie", "refresh=abc; HttpOnly")
			.body(StatelessApplication.Issuer.token(signIn));
		this.browser.open(START);
		HttpResponse<String> answer = post(this.browser);
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().allValues("Set-Cookie")).contains("refresh=abc; HttpOnly");
		assertThat(answer.body()).contains("opaque-token-of-zhangsan");
	}

	@Test
	void whenMemberHasNoAccountThenOneCanBeBound() {
		accounts.forAll = false;
		this.browser.open(START);
		assertProblem(post(this.browser), 403, "no_account");
		assertThat(copy(this.browser).with("Sec-Fetch-Site", "cross-site").post("/bind", "").body()).isEqualTo("none");
		assertThat(copy(this.browser).with("Sec-Fetch-Site", "same-origin").post("/bind", "").body())
			.isEqualTo("zhangsan");
		TestBrowser same = copy(this.browser);
		HttpResponse<String> answer = post(this.browser);
		assertThat(answer.body()).contains("\"account\":\"bound\"");
		assertProblem(post(same), 401, "sign_in_required");
		assertThat(issuer.issued).hasValue(1);
	}

	@Test
	void whenMemberConsentsThenTheAccountIsHandedOver() {
		accounts.forAll = false;
		accounts.others = ContactAccounts.byMobile((mobile) -> StatelessApplication.Accounts.active("of-" + mobile));
		HttpResponse<String> page = this.browser.open(START);
		assertThat(address(page)).isEqualTo(application.url() + "/page/7?x=1");
		assertThat(post(this.browser).body()).contains("\"account\":\"of-13800000001\"");
		assertThat(issuer.issued).hasValue(1);
	}

	@Test
	void whenMemberDeclinesConsentThenAnAccountCanBeBound() {
		accounts.forAll = false;
		accounts.others = ContactAccounts.byMobile((mobile) -> null);
		HttpResponse<String> callback = this.browser.get(this.browser.openUntil(START, "/login/oauth2/code/"));
		assertThat(TestBrowser.location(callback)).contains("scope=snsapi_privateinfo");
		application.wecom().cancelSignIns(true);
		assertThat(address(this.browser.open(TestBrowser.location(callback))))
			.isEqualTo(application.url() + "/page/7?x=1");
		assertProblem(post(this.browser), 403, "no_account");
		assertThat(copy(this.browser).with("Sec-Fetch-Site", "same-origin").post("/bind", "").body())
			.isEqualTo("zhangsan");
		assertThat(post(this.browser).body()).contains("\"account\":\"bound\"");
	}

	@Test
	void whenMemberSignsOutThenTheHandOverIsVoid() {
		this.browser.open(START);
		TestBrowser late = copy(this.browser);
		this.browser.post("/sign-out", "");
		assertThat(this.browser.cookies()).noneMatch((cookie) -> cookie.getName().contains("wecom_handover"));
		assertProblem(post(this.browser), 401, "sign_in_required");
		// A callback that is answered after the sign-out
		String pause = cookieName(this.browser, "wecom_pause", "-");
		late.setCookie(pause, this.browser.cookie(pause));
		assertProblem(post(late), 401, "sign_in_required");
		assertThat(issuer.issued).hasValue(0);
	}

	@Test
	void whenMemberSignsOutThenNoAccountIsPending() {
		accounts.forAll = false;
		this.browser.open(START);
		assertProblem(post(this.browser), 403, "no_account");
		this.browser.post("/sign-out", "");
		this.browser.get("/oauth2/authorization/wecom");
		assertThat(copy(this.browser).with("Sec-Fetch-Site", "same-origin").post("/bind", "").body()).isEqualTo("none");
	}

	@Test
	void whenTooManyRequestsCallWeComThenBusyAndTheHandOverStays() {
		this.browser.open(START);
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		SignInBulkhead bulkhead = application.bean(SignInBulkhead.class);
		Deque<SignInPermit> taken = new ArrayDeque<>();
		for (SignInPermit permit; taken.size() < 1_000
				&& (permit = bulkhead.enter(Deadline.after(Duration.ofMinutes(1)))) != null;) {
			taken.add(permit);
		}
		try {
			assertProblem(post(this.browser), 503, "busy");
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
		}
		finally {
			taken.forEach(SignInPermit::close);
		}
		assertThat(post(this.browser).statusCode()).isEqualTo(200);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(2);
		assertThat(bulkhead.working()).isZero();
	}

	@Test
	void whenMemberWithoutAccountHasChangedThenReadOnce() {
		accounts.forAll = false;
		this.browser.open(START);
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		for (int i = 0; i < 4; i++) {
			assertProblem(post(this.browser), 403, "no_account");
		}
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(2);
	}

	@Test
	void whenMemberIsHandedOverThenNoAccountIsPending() {
		this.browser.open(START);
		assertThat(copy(this.browser).with("Sec-Fetch-Site", "same-origin").post("/bind", "").body()).isEqualTo("none");
	}

	@Test
	void whenAccountIsDisabledThenRefused() {
		accounts.byUserId.put("zhangsan", User.withUsername("z").password("").disabled(true).build());
		this.browser.open(START);
		assertProblem(post(this.browser), 403, "account_disabled");
		assertThat(issuer.issued).hasValue(0);
	}

	@Test
	void whenAccountIsDisabledAfterTheCallbackThenRefused() {
		this.browser.open(START);
		accounts.byUserId.put("zhangsan", User.withUsername("z").password("").accountLocked(true).build());
		assertProblem(post(this.browser), 403, "account_disabled");
		assertThat(issuer.issued).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "true,ACCOUNT_DISABLED", "false,NO_ACCOUNT" })
	void whenRefusedAfterTheCallbackThenThereIsOneEvent(boolean disabled, WeComRefusal refusal) {
		this.browser.open(START);
		accounts.forAll = false;
		if (disabled) {
			accounts.byUserId.put("zhangsan", User.withUsername("z").password("").disabled(true).build());
		}
		assertThat(events.of(WeComSignInRefusedEvent.class)).isEmpty();
		HttpResponse<String> answer = post(this.browser);
		assertThat(answer.body()).contains(reportedReference());
		if (!disabled) {
			assertThat(post(this.browser).body()).contains(reportedReference());
		}
		post(this.browser);
		assertThat(events.of(WeComSignInRefusedEvent.class)).singleElement().satisfies((event) -> {
			assertThat(event.getRefusal()).isEqualTo(refusal);
			assertThat(event.getUserId()).isEqualTo("zhangsan");
			assertThat(event.getRegistrationId()).isEqualTo("wecom");
			assertThat(event.getRemoteAddress()).isEqualTo("127.0.0.1");
		});
	}

	@ParameterizedTest
	@CsvSource({ "zhangsan,NO_ACCOUNT", "sunqi,NOT_ACTIVE" })
	void whenRefusalIsHandedOverThenTheEventIsNotRepeated(String person, WeComRefusal refusal) {
		accounts.forAll = false;
		application.wecom().signInAs(person);
		this.browser.open(START);
		HttpResponse<String> answer = post(this.browser);
		assertProblem(answer, 403, refusal.code());
		assertThat(answer.body()).contains(reportedReference());
		if (refusal == WeComRefusal.NO_ACCOUNT) {
			assertThat(post(this.browser).body()).contains(reportedReference());
		}
		post(this.browser);
		assertThat(events.of(WeComSignInRefusedEvent.class)).singleElement()
			.extracting(WeComSignInRefusedEvent::getRefusal)
			.isEqualTo(refusal);
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void whenMemberDeclinesConsentThenFrontEndGetsItsReference(boolean cancels) {
		accounts.forAll = false;
		accounts.others = ContactAccounts.byMobile((mobile) -> null);
		HttpResponse<String> callback = this.browser.get(this.browser.openUntil(START, "/login/oauth2/code/"));
		assertThat(events.of(WeComSignInRefusedEvent.class)).isEmpty();
		if (cancels) {
			application.wecom().cancelSignIns(true);
			this.browser.open(TestBrowser.location(callback));
		}
		HttpResponse<String> answer = post(this.browser);
		assertProblem(answer, 403, "no_account");
		assertThat(answer.body()).contains(reportedReference());
		assertThat(post(this.browser).body()).contains(reportedReference());
	}

	@Test
	void whenOtherHandOverIsOldThenNoAccountReplacesIt() {
		application.wecom().signInAs("sunqi");
		this.browser.open(START);
		accounts.forAll = false;
		application.wecom().signInAs("zhangsan");
		String callback = this.browser.openUntil(START, "/login/oauth2/code/");
		TestBrowser repeating = copy(this.browser);
		this.browser.open(callback);
		repeating.open(callback);
		assertProblem(post(repeating), 403, "no_account");
		assertProblem(post(this.browser), 403, "no_account");
	}

	/**
	 * Returns the reference of the only refusal that was published.
	 */
	private static String reportedReference() {
		assertThat(events.of(WeComSignInRefusedEvent.class)).hasSize(1);
		return "\"reference\":\"" + events.of(WeComSignInRefusedEvent.class).get(0).getReference() + "\"";
	}

	private static HttpResponse<String> post(TestBrowser browser) {
		return json(browser).with("Sec-Fetch-Site", "same-origin").send("POST", TOKEN, null);
	}

	private static TestBrowser json(TestBrowser browser) {
		return browser.with("Content-Type", "application/json").with("Accept", "application/json");
	}

	private static TestBrowser copy(TestBrowser browser) {
		return application.inWeCom().withCookiesOf(browser);
	}

	private static String cookieName(TestBrowser browser, String part, String not) {
		return browser.cookies()
			.stream()
			.map((cookie) -> cookie.getName())
			.filter((name) -> name.contains(part) && !name.contains(not))
			.findFirst()
			.orElseThrow();
	}

	private static String address(HttpResponse<String> page) {
		String address = page.uri().toString();
		return address.endsWith("#") ? address.substring(0, address.length() - 1) : address;
	}

	private static void assertProblem(HttpResponse<String> answer, int status, String code) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"title\":", "\"detail\":");
		boolean refusal = !code.equals("sign_in_required") && !code.equals("content_type");
		assertThat(answer.body().matches(".*\"reference\":\"[2-9A-Z]{8}\".*")).isEqualTo(refusal);
	}

	public static final class Unwritable {

		public String getValue() {
			throw new IllegalStateException("secret cause");
		}

	}

}
