package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.function.Function;

import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.web.request.WeComReturnTarget;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Security filter chains that people write for themselves, with all that they may set.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnChainTests {

	private static final String[] GITHUB = { "spring.security.oauth2.client.registration.github.client-id=id",
			"spring.security.oauth2.client.registration.github.client-secret=secret" };

	@Test
	void whenLoginPageLeadsStraightToWeComThenNobodyLoops() {
		try (RunningApplication application = new RunningApplication(StraightToWeCom.class)) {
			application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
			assertThat(application.inWeCom().open("/page").uri().toString()).contains("/login?error=outsider&ref=");
			HttpResponse<String> phone = application.browser(TestBrowser.PHONE).open("/page");
			assertThat(phone.statusCode()).isEqualTo(200);
			assertThat(phone.body()).contains(application.url() + "/page");
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			HttpResponse<String> signedOut = browser.post("/logout", browser.get("/csrf").body());
			assertThat(browser.open(TestBrowser.location(signedOut)).body()).contains("You have signed out");
		}
	}

	@Test
	void whenSessionDoesNotStickThenMemberIsToldInsteadOfLooping(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(Stateless.class)) {
			application.wecom().signInAs("zhangsan");
			HttpResponse<String> response = application.inWeCom().open("/page");
			assertThat(response.uri().getPath()).isEqualTo("/login");
			assertThat(response.body()).contains("Cookies are blocked");
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(1);
			assertThat(output).contains("anonymous again right after signing in")
				.contains("Define a bean of type WeComTokenIssuer");
		}
	}

	@Test
	void whenStatelessChainHasAPageThenTheTargetSurvivesIt(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(StatelessPage.class)) {
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = application.desktop();
			assertThat(TestBrowser.location(browser.get("/page"))).endsWith("/signin?return-to=%2Fpage");
			assertThat(browser.open("/oauth2/authorization/wecom").body()).isEqualTo("/page");
			assertThat(output).doesNotContain("WeComTokenIssuer");
		}
	}

	@Test
	void whenChainHasAPageThenItIsShownInsideWeComToo() {
		try (RunningApplication application = new RunningApplication(Page.class,
				"wecom.login-page-inside-wecom=true")) {
			assertThat(TestBrowser.location(application.inWeCom().get("/page"))).endsWith("/signin?return-to=%2Fpage");
		}
	}

	@Test
	void whenPageIsNotForWeComThenMembersAreSignedInAtOnce() {
		try (RunningApplication application = new RunningApplication(Page.class,
				"wecom.login-page-inside-wecom=false")) {
			assertThat(TestBrowser.location(application.desktop().get("/page"))).endsWith("/signin?return-to=%2Fpage");
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			browser.post("/logout", browser.get("/csrf").body());
			assertThat(TestBrowser.location(browser.get("/page"))).endsWith("/signin?return-to=%2Fpage");
		}
	}

	@Test
	void whenBasicAuthenticationIsBesideThenItsChallengeStays() {
		try (RunningApplication application = new RunningApplication(Basic.class)) {
			HttpResponse<String> response = application.browser("curl/8").with("Accept", "*/*").get("/page");
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
			TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
			application.signOut(browser);
			assertThat(browser.open("/page").uri().getPath()).isEqualTo("/login");
		}
	}

	@Test
	void whenFormIsBesideThenItsPageStaysAndShowsBoth() {
		try (RunningApplication application = new RunningApplication(Form.class)) {
			HttpResponse<String> response = application.desktop().open("/page");
			assertThat(response.uri().getPath()).isEqualTo("/login");
			assertThat(response.body()).contains("name=\"password\"", "/oauth2/authorization/wecom");
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = application.desktop();
			browser.open("/page/one");
			assertThat(browser.open("/oauth2/authorization/wecom").uri().getPath()).isEqualTo("/page/one");
			assertThat(application.desktop().with("Accept", "application/json").get("/page").statusCode())
				.isEqualTo(401);
		}
	}

	@Test
	void whenSignInsStartElsewhereThenLinksLeadThere() {
		try (RunningApplication application = new RunningApplication(OtherBaseUri.class, GITHUB)) {
			assertThat(application.desktop().open("/page").body()).contains("href=\"/sso/github?",
					"href=\"/sso/wecom?");
			assertThat(TestBrowser.location(application.desktop().get("/sso/wecom")))
				.startsWith(application.wecom().webLoginUrl());
			assertThat(TestBrowser.location(application.desktop().get("/sso/github")))
				.startsWith("https://github.com/");
		}
	}

	@Test
	void whenThereIsAResolverThenItsOwnNamesReachIt() {
		try (RunningApplication application = new RunningApplication(OwnResolver.class, GITHUB)) {
			assertThat(TestBrowser.location(application.desktop().get("/oauth2/authorization/tenant-7")))
				.startsWith("https://github.com/");
			assertThat(TestBrowser.location(application.desktop().get("/oauth2/authorization/wecom")))
				.startsWith(application.wecom().webLoginUrl());
		}
	}

	@Test
	void whenThereIsAContextPathThenMemberComesBackWithinIt() {
		try (RunningApplication application = new RunningApplication(OwnSuccessHandler.class,
				"server.servlet.context-path=/hr")) {
			application.wecom().signInAs("zhangsan");
			assertThat(application.desktop().open("/hr/page/one?a=b").uri().toString()).endsWith("/hr/page/one?a=b");
			assertThat(application.desktop().open("/hr/oauth2/authorization/wecom?return-to=/hr//evil.example/x").uri())
				.hasHost("127.0.0.1")
				.hasPath("/hr/");
			assertThat(application.desktop().open("/hr/oauth2/authorization/wecom?return-to=/other").uri())
				.hasPath("/hr/");
			assertThat(application.desktop().with("Accept", "application/json").get("/hr/page").body())
				.contains("\"signInUrl\":\"/hr/oauth2/authorization/wecom\"");
		}
	}

	@Test
	void whenNothingShallBeRememberedThenNothingIs() {
		try (RunningApplication application = new RunningApplication(NothingRemembered.class)) {
			application.wecom().signInAs("zhangsan");
			assertThat(application.desktop().open("/page/one").uri().getPath()).isEqualTo("/");
		}
	}

	@Test
	void whenTwoApplicationsShareAHostThenAttemptsStaySeparate() {
		try (RunningApplication hr = new RunningApplication("server.servlet.context-path=/hr");
				RunningApplication crm = new RunningApplication("server.servlet.context-path=/crm")) {
			TestBrowser browser = hr.desktop();
			hr.wecom().signInAs("zhangsan");
			String callback = browser.openUntil("/hr/page", "/hr/login/oauth2/code/");
			// Cookies know hosts and no ports
			TestBrowser sameBrowserAtCrm = crm.desktop().withCookiesOf(browser);
			HttpResponse<String> started = sameBrowserAtCrm.get("/crm/oauth2/authorization/wecom");
			assertThat(started.headers().allValues("Set-Cookie")).hasSize(1)
				.noneMatch((cookie) -> cookie.contains("Max-Age=0"));
			assertThat(browser.open(callback).uri().getPath()).isEqualTo("/hr/page");
		}
	}

	@Test
	void whenVisitorSignedOutThenScriptsAreSentToThePageThatWaits() {
		try (RunningApplication application = new RunningApplication()) {
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			application.signOut(browser);
			assertThat(browser.with("X-Requested-With", "XMLHttpRequest").get("/page").body())
				.contains("\"signInUrl\":\"/login\"");
		}
	}

	@Test
	void whenAddressIsFixedAndNotTrustedThenLogNamesTheFixedHost(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication("wecom.base-url=http://hr.example.com")) {
			TestBrowser browser = application.desktop();
			String state = TestBrowser.location(browser.get("/oauth2/authorization/wecom"))
				.replaceAll(".*state=([a-z0-9]+).*", "$1");
			application.wecom().fail(SimulatedWeCom.GETUSERINFO, 50001);
			browser.open("/login/oauth2/code/wecom?code=c&state=" + state);
			assertThat(output).contains("[hr.example.com]");
		}
	}

	@Test
	void whenInterceptorTellsTheAddressThenItIsNotLogged(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(TalkativeInterceptor.class)) {
			application.wecom().signInAs("zhangsan");
			assertThat(application.desktop().open("/page").uri().toString())
				.contains("/login?error=wecom_unavailable&ref=");
			assertThat(output).contains("IllegalStateException").doesNotContain(SimulatedWeCom.SECRET);
		}
	}

	@Test
	void whenOneAttemptBringsManyCodesThenOnlyTheFirstIsSpent() {
		try (RunningApplication application = new RunningApplication()) {
			TestBrowser browser = application.desktop();
			String state = TestBrowser.location(browser.get("/oauth2/authorization/wecom"))
				.replaceAll(".*state=([a-z0-9]+).*", "$1");
			for (int i = 0; i < 20; i++) {
				application.desktop()
					.withCookiesOf(browser)
					.open("/login/oauth2/code/wecom?code=invented" + i + "&state=" + state);
			}
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(1);
		}
	}

	private static SecurityFilterChain chain(HttpSecurity http, Function<HttpSecurity, HttpSecurity> settings) {
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		return settings.apply(http).build();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class StraightToWeCom {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.oauth2Login((login) -> login.loginPage("/oauth2/authorization/wecom")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Stateless {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http,
					(each) -> each
						.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
						.oauth2Login(withDefaults()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Page {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.oauth2Login((login) -> login.loginPage("/signin")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class StatelessPage {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http,
					(each) -> each
						.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
						.oauth2Login((login) -> login.loginPage("/signin")
							.successHandler((request, response, authentication) -> response.getWriter()
								.write(String.valueOf(WeComReturnTarget.of(request))))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Basic {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.httpBasic(withDefaults()).oauth2Login(withDefaults()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Form {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.formLogin(withDefaults()).oauth2Login(withDefaults()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OtherBaseUri {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each
				.oauth2Login((login) -> login.authorizationEndpoint((endpoint) -> endpoint.baseUri("/sso"))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnResolver {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.oauth2Login(withDefaults()));
		}

		@Bean
		OAuth2AuthorizationRequestResolver resolver(ClientRegistrationRepository registrations) {
			DefaultOAuth2AuthorizationRequestResolver github = new DefaultOAuth2AuthorizationRequestResolver(
					registrations);
			return new OAuth2AuthorizationRequestResolver() {

				@Override
				public OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
					return request.getRequestURI().endsWith("/tenant-7") ? github.resolve(request, "github") : null;
				}

				@Override
				public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
					return github.resolve(request, registrationId);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnSuccessHandler {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.oauth2Login((login) -> login.successHandler((request, response, authentication) -> {
				RequestCache cache = http.getSharedObject(RequestCache.class);
				var saved = cache.getRequest(request, response);
				response.sendRedirect((saved != null) ? saved.getRedirectUrl() : request.getContextPath() + "/");
			}));
			return chain(http, (each) -> each);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class NothingRemembered {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return chain(http, (each) -> each.requestCache((cache) -> cache.requestCache(new NullRequestCache()))
				.oauth2Login(withDefaults()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class TalkativeInterceptor {

		@Bean
		WeComRestClientCustomizer talkative() {
			return (builder) -> builder.requestInterceptor((request, body, execution) -> {
				throw new IllegalStateException("cannot call " + request.getURI());
			});
		}

	}

}
