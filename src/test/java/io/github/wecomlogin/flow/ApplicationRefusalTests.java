package io.github.wecomlogin.flow;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.AuditedApplication.AuthenticationEvents;
import io.github.wecomlogin.fixture.AuditedApplication.Observations;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComSignInDetails;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.session.SessionAuthenticationException;
import org.springframework.security.web.session.HttpSessionEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Sign-ins that WeCom confirms and the application's own code refuses or breaks.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationRefusalTests {

	private static final String MESSAGE = "for a reason that nobody shall read";

	private static volatile @Nullable Place place;

	private static volatile Supplier<? extends RuntimeException> failure = IllegalStateException::new;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(RefusingApplication.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.bean(AuthenticationEvents.class).clear();
		application.bean(Observations.class).clear();
	}

	@AfterEach
	void repair() {
		place = null;
	}

	static Stream<Arguments> failures() {
		return Arrays.stream(Place.values())
			.filter((where) -> where != Place.REFUSAL_LISTENER)
			.flatMap((where) -> Stream.of(arguments(where, () -> new DisabledException(MESSAGE), "account_refused"),
					arguments(where, () -> new LockedException(MESSAGE), "account_refused"),
					arguments(where, ApplicationRefusalTests::wrapped, "account_refused"),
					arguments(where, () -> new SessionAuthenticationException(MESSAGE), "session_limit"),
					arguments(where, () -> new BadCredentialsException(MESSAGE), "misconfigured"),
					arguments(where, () -> new IllegalStateException(MESSAGE), "misconfigured"),
					arguments(where, () -> new WeComRefusalException(WeComRefusal.NOT_ALLOWED), "not_allowed")))
			// After any other exception of a provider, Spring Security asks the next one
			.filter((arguments) -> arguments.get()[0] != Place.PROVIDER
					|| "account_refused".equals(arguments.get()[2]));
	}

	private static Arguments arguments(Place where, Supplier<RuntimeException> exception, String code) {
		return Arguments.of(where, exception, code);
	}

	private static RuntimeException wrapped() {
		return new InternalAuthenticationServiceException(MESSAGE, new CredentialsExpiredException(MESSAGE));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenApplicationRefusesThenWeComIsNotBlamed(Place where, Supplier<? extends RuntimeException> exception,
			String code, CapturedOutput output) {
		failure = exception;
		place = where;
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		HttpResponse<String> response = browser.open("/page");
		assertThat(response.uri().toString()).contains("/login?error=" + code + "&ref=");
		assertThat(response.body()).contains(WeComRefusal.ofCode(code).title(Locale.ENGLISH));
		assertThat(application.bean(Observations.class).named("wecom.sign.in")).singleElement()
			.satisfies(
					(context) -> assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo(code));
		assertThat(application.bean(AuthenticationEvents.class).of(WeComSignInRefusedEvent.class)).singleElement()
			.satisfies((event) -> {
				assertThat(event.getRefusal().code()).isEqualTo(code);
				// The application's own provider is asked before WeCom
				assertThat(event.getUserId()).isEqualTo((where == Place.PROVIDER) ? null : "zhangsan");
			});
		assertThat(lastRefusalInAuditTrail()).isEqualTo(code);
		assertThat(output).contains("Sign-in refused: " + code + " (registration 'wecom', IN_CLIENT)")
			.doesNotContain("wecom_unavailable", "WeCom gave no usable answer");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Sign-in refused"))).singleElement()
			.satisfies((line) -> assertThat(line).doesNotContain(MESSAGE));
		if (code.equals("misconfigured")) {
			assertThat(output).contains(exception.get().getClass().getName());
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUSAL_LISTENER")
	void whenApplicationRefusesThenMemberIsNotSignedIn(Place where) {
		failure = () -> new DisabledException(MESSAGE);
		place = where;
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		browser.open("/page");
		assertThat(browser.with("Accept", "application/json").get("/page").statusCode()).isEqualTo(401);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUSAL_LISTENER")
	void whenApplicationFailsThenTheNextSignInSucceeds(Place where) {
		failure = () -> new IllegalStateException(MESSAGE);
		place = where;
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		browser.open("/page");
		place = null;
		browser.open("/oauth2/authorization/wecom");
		assertThat(browser.with("Accept", "application/json").get("/page").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource(names = { "MAPPER", "INTERACTIVE_LISTENER", "SUCCESS_HANDLER" })
	void whenSecondSignInFailsThenOnlyASavedSignInIsTakenBack(Place where) {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		failure = () -> new DisabledException(MESSAGE);
		place = where;
		browser.open("/oauth2/authorization/wecom");
		assertThat(browser.with("Accept", "application/json").get("/page").statusCode())
			.isEqualTo((where == Place.MAPPER) ? 200 : 401);
	}

	@Test
	void whenListenerOfARefusalFailsThenMemberIsToldOfTheRefusal(CapturedOutput output) {
		failure = () -> new IllegalStateException(MESSAGE);
		place = Place.REFUSAL_LISTENER;
		application.wecom().signInAs("sunqi");
		assertThat(application.inWeCom().open("/page").uri().toString()).contains("/login?error=not_active&ref=");
		assertThat(output).contains("java.lang.IllegalStateException").doesNotContain(MESSAGE);
	}

	@Test
	void whenMemberIsSignedInElsewhereThenSecondSignInMeetsTheLimit(CapturedOutput output) {
		try (RunningApplication own = new RunningApplication(OneSessionEach.class)) {
			TestBrowser first = own.signedIn(own.inWeCom(), "zhangsan");
			TestBrowser second = own.desktop();
			HttpResponse<String> response = second.open("/page");
			assertThat(response.uri().toString()).contains("/login?error=session_limit&ref=");
			assertThat(response.body()).contains(WeComRefusal.SESSION_LIMIT.text(Locale.ENGLISH));
			assertThat(second.with("Accept-Language", "zh-CN").get("/login?error=session_limit").body())
				.contains(WeComRefusal.SESSION_LIMIT.text(Locale.CHINESE));
			assertThat(output).contains("Sign-in refused: session_limit").doesNotContain("usable answer");
			own.signOut(first);
			assertThat(second.open("/oauth2/authorization/wecom?return-to=/page").uri().getPath()).isEqualTo("/page");
		}
	}

	private static @Nullable String lastRefusalInAuditTrail() {
		AuditEvent last = application.bean(AuditEventRepository.class)
			.find(null, null, "AUTHENTICATION_FAILURE")
			.stream()
			.reduce((first, second) -> second)
			.orElseThrow();
		return ((WeComSignInDetails) last.getData().get("details")).getRefusalCode();
	}

	/**
	 * Where code of an application runs in a sign-in.
	 */
	enum Place {

		AUTHORITIES_PROVIDER, MAPPER, PROVIDER, LISTENER, INTERACTIVE_LISTENER, SUCCESS_HANDLER, REFUSAL_LISTENER;

		void reach() {
			if (place == this) {
				throw failure.get();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class RefusingApplication {

		@Bean
		WeComAuthoritiesProvider refusingAuthoritiesProvider() {
			return (user) -> {
				Place.AUTHORITIES_PROVIDER.reach();
				return List.of();
			};
		}

		@Bean
		GrantedAuthoritiesMapper refusingMapper() {
			return (authorities) -> {
				Place.MAPPER.reach();
				return authorities;
			};
		}

		@Bean
		RefusingListener refusingListener() {
			return new RefusingListener();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			SavedRequestAwareAuthenticationSuccessHandler successHandler = new SavedRequestAwareAuthenticationSuccessHandler() {

				@Override
				public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
						Authentication authentication) throws IOException, ServletException {
					Place.SUCCESS_HANDLER.reach();
					super.onAuthenticationSuccess(request, response, authentication);
				}

			};
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.authenticationProvider(new RefusingProvider())
				.oauth2Login((login) -> login.successHandler(successHandler))
				.build();
		}

	}

	static class RefusingListener {

		@EventListener
		void signedIn(AuthenticationSuccessEvent event) {
			Place.LISTENER.reach();
		}

		@EventListener
		void signedIn(InteractiveAuthenticationSuccessEvent event) {
			Place.INTERACTIVE_LISTENER.reach();
		}

		@EventListener
		void refused(WeComSignInRefusedEvent event) {
			Place.REFUSAL_LISTENER.reach();
		}

	}

	static class RefusingProvider implements AuthenticationProvider {

		@Override
		public @Nullable Authentication authenticate(Authentication authentication) {
			Place.PROVIDER.reach();
			return null;
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return OAuth2LoginAuthenticationToken.class.isAssignableFrom(authentication);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class OneSessionEach {

		@Bean
		HttpSessionEventPublisher sessionEvents() {
			return new HttpSessionEventPublisher();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.sessionManagement((sessions) -> sessions.maximumSessions(1).maxSessionsPreventsLogin(true))
				.build();
		}

	}

}
