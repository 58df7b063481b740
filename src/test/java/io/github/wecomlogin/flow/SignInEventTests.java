package io.github.wecomlogin.flow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.RefusedAuthentication;
import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.AuditedApplication.AuthenticationEvents;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * What applications and the audit trail hear of sign-ins and of refusals.
 */
class SignInEventTests {

	private static final String NOBODY_BUT_HR = "wecom.allow.departments=2";

	private static RunningApplication application;

	private static AuthenticationEvents events;

	@BeforeAll
	static void start() {
		application = new RunningApplication(AuditedApplication.class, NOBODY_BUT_HR, "wecom.http.read-timeout=500ms");
		events = application.bean(AuthenticationEvents.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		events.clear();
	}

	@Test
	void whenMemberSignsInThenEventsAndAuditTrailSayWhoAndHow() {
		application.signedIn(application.inWeCom(), "zhangsan");
		AuthenticationSuccessEvent success = only(AuthenticationSuccessEvent.class);
		assertThat(success.getAuthentication().getName()).isEqualTo("zhangsan");
		WeComSignInDetails details = new WeComSignInDetails("127.0.0.1", "wecom", SignInWay.IN_CLIENT, null);
		assertThat(success.getAuthentication().getDetails()).isEqualTo(details);
		assertThat(only(InteractiveAuthenticationSuccessEvent.class).getAuthentication().getDetails())
			.isEqualTo(details);
		assertThat(events.of(AbstractAuthenticationFailureEvent.class)).isEmpty();
		AuditEvent audited = lastAuditEvent(application);
		assertThat(audited.getType()).isEqualTo("AUTHENTICATION_SUCCESS");
		assertThat(audited.getPrincipal()).isEqualTo("zhangsan");
		assertThat(audited.getData()).containsOnly(Map.entry("details", details));
	}

	@Test
	void whenMemberSignsOutThenAuditTrailSaysWhoAndHowTheyCame() {
		application.signOut(application.signedIn(application.desktop(), "zhangsan"));
		AuditEvent audited = lastAuditEvent(application);
		assertThat(audited.getType()).isEqualTo("LOGOUT_SUCCESS");
		assertThat(audited.getPrincipal()).isEqualTo("zhangsan");
		assertThat(audited.getData()).containsEntry("details",
				new WeComSignInDetails("127.0.0.1", "wecom", SignInWay.WEB_LOGIN, null));
	}

	static Stream<Arguments> refused() {
		return Stream.of(Arguments.of("wangwu", WeComRefusal.NOT_ALLOWED, "wangwu"),
				Arguments.of("zhengrui", WeComRefusal.NOT_VISIBLE, "zhengrui"),
				Arguments.of("sunqi", WeComRefusal.NOT_ACTIVE, "sunqi"),
				Arguments.of(SimulatedWeCom.OUTSIDER, WeComRefusal.OUTSIDER, null),
				Arguments.of(SimulatedWeCom.LINKED_CORP_MEMBER, WeComRefusal.OUTSIDER, null));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whenMemberIsRefusedThenOneEventSaysWhoAndWhy(String person, WeComRefusal refusal, @Nullable String userId) {
		application.wecom().signInAs(person);
		application.inWeCom().open("/page");
		assertRefused(application, refusal, userId, SignInWay.IN_CLIENT);
	}

	@Test
	void whenMemberCancelsThenOneEventSaysSo() {
		application.wecom().cancelSignIns(true);
		application.desktop().open("/page");
		assertRefused(application, WeComRefusal.CANCELLED, null, SignInWay.WEB_LOGIN);
	}

	@Test
	void whenCallbackBelongsToAnotherBrowserThenOneEventSaysSo() {
		application.wecom().signInAs("zhangsan");
		String callback = application.desktop().openUntil("/page", "/login/oauth2/code/");
		TestBrowser other = application.desktop();
		other.openUntil("/page", "/login/oauth2/code/");
		other.open(callback);
		assertRefused(application, WeComRefusal.ATTEMPT_MISMATCH, null, null);
	}

	@Test
	void whenCookiesAreBlockedThenOneEventSaysSo() {
		application.wecom().signInAs("zhangsan");
		application.desktop().blockingCookies().open("/page");
		assertRefused(application, WeComRefusal.COOKIES_BLOCKED, null, null);
	}

	@Test
	void whenCodeIsInventedThenOneEventSaysSo() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		browser.open(browser.openUntil("/page", "/login/oauth2/code/").replaceAll("code=[^&]+", "code=invented"));
		assertRefused(application, WeComRefusal.CODE_REJECTED, null, SignInWay.WEB_LOGIN);
	}

	@Test
	void whenMemberCannotBeReadThenOneEventSaysWhoWanted() {
		application.wecom().signInAs("zhangsan");
		application.wecom().delay(SimulatedWeCom.GETUSER, Duration.ofSeconds(3));
		application.desktop().open("/page");
		assertRefused(application, WeComRefusal.WECOM_UNAVAILABLE, "zhangsan", SignInWay.WEB_LOGIN);
	}

	@Test
	void whenCallbackIsRepeatedThenEachSignInHasItsEvent() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		TestBrowser twin = application.inWeCom().withCookiesOf(browser);
		browser.get(callback);
		twin.get(callback);
		assertThat(events.of(AuthenticationSuccessEvent.class)).hasSize(2)
			.allSatisfy((event) -> assertThat(event.getAuthentication().getName()).isEqualTo("zhangsan"));
		assertThat(events.of(AbstractAuthenticationFailureEvent.class)).isEmpty();
	}

	@Test
	void whenVisitorIsSentElsewhereThenThatIsNoRefusedSignIn() {
		application.browser(TestBrowser.PHONE).open("/page");
		assertThat(events.of(AbstractAuthenticationFailureEvent.class)).isEmpty();
	}

	@Test
	void whenEventOrDetailsAreWrittenThenWithoutUserAndAddress() {
		application.wecom().signInAs("sunqi");
		application.inWeCom().open("/page");
		WeComSignInRefusedEvent event = only(WeComSignInRefusedEvent.class);
		assertThat(event + " " + event.getAuthentication() + " " + event.getException()).contains("not_active")
			.doesNotContain("sunqi", "127.0.0.1");
	}

	@Test
	void whenSomebodyWasRefusedThenNobodyMakesThemAuthenticated() {
		RefusedAuthentication authentication = new RefusedAuthentication("sunqi",
				new WeComSignInDetails("127.0.0.1", "wecom", null, "not_active"));
		assertThat(authentication.isAuthenticated()).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> authentication.setAuthenticated(true));
	}

	@Test
	void whenDetailsAreSerializedThenTheyComeBackEqual() throws Exception {
		WeComSignInDetails details = new WeComSignInDetails("2001:db8::7", "wecom", SignInWay.WEB_LOGIN, "not_active",
				"7K3M9PQX");
		assertThat(serializedAndBack(details)).isEqualTo(details).hasSameHashCodeAs(details);
		assertThat(details).isNotEqualTo(new WeComSignInDetails("2001:db8::7", "wecom", null, "not_active", "7K3M9PQX"))
			.isNotEqualTo(new WeComSignInDetails("2001:db8::8", "wecom", SignInWay.WEB_LOGIN, "not_active", "7K3M9PQX"))
			.isNotEqualTo(
					new WeComSignInDetails("2001:db8::7", "wecom", SignInWay.WEB_LOGIN, "not_active", "7K3M9PQY"));
	}

	@Test
	void whenChainHasOwnDetailsThenTheyStayAndRefusalsAreTold() {
		try (RunningApplication own = new RunningApplication(OwnDetails.class, NOBODY_BUT_HR)) {
			own.signedIn(own.inWeCom(), "zhangsan");
			assertThat(lastAuditEvent(own).getData()).containsEntry("details", "theirs");
			events = own.bean(AuthenticationEvents.class);
			events.clear();
			own.wecom().signInAs("wangwu");
			own.inWeCom().open("/page");
			assertRefused(own, WeComRefusal.NOT_ALLOWED, "wangwu", SignInWay.IN_CLIENT);
		}
		finally {
			events = application.bean(AuthenticationEvents.class);
		}
	}

	@Test
	void whenSpringSecurityPublishesTheFailureTooThenThereIsOneEvent() {
		try (RunningApplication own = new RunningApplication(FailingMapper.class)) {
			events = own.bean(AuthenticationEvents.class);
			own.wecom().signInAs("wangwu");
			own.inWeCom().open("/page");
			assertRefused(own, WeComRefusal.MISCONFIGURED, "wangwu", SignInWay.IN_CLIENT);
		}
		finally {
			events = application.bean(AuthenticationEvents.class);
		}
	}

	private static void assertRefused(RunningApplication application, WeComRefusal refusal, @Nullable String userId,
			@Nullable SignInWay way) {
		assertThat(only(AbstractAuthenticationFailureEvent.class)).isInstanceOf(WeComSignInRefusedEvent.class);
		WeComSignInRefusedEvent event = only(WeComSignInRefusedEvent.class);
		assertThat(event.getRefusal()).isEqualTo(refusal);
		assertThat(event.getUserId()).isEqualTo(userId);
		assertThat(event.getRegistrationId()).isEqualTo("wecom");
		assertThat(event.getWay()).isEqualTo(way);
		assertThat(event.getRemoteAddress()).isEqualTo("127.0.0.1");
		assertThat(event.getAuthentication().isAuthenticated()).isFalse();
		assertThat(events.of(AuthenticationSuccessEvent.class)).isEmpty();
		AuditEvent audited = lastAuditEvent(application);
		assertThat(audited.getType()).isEqualTo("AUTHENTICATION_FAILURE");
		assertThat(audited.getPrincipal()).isEqualTo((userId != null) ? userId : "anonymous");
		assertThat(audited.getData()).containsOnlyKeys("type", "message", "details")
			.containsEntry("details",
					new WeComSignInDetails("127.0.0.1", "wecom", way, refusal.code(), event.getReference()));
	}

	private static <T extends AbstractAuthenticationEvent> T only(Class<T> type) {
		List<T> found = events.of(type);
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private static AuditEvent lastAuditEvent(RunningApplication application) {
		// Spring Security's refusals of anonymous visitors are in there too
		List<AuditEvent> found = application.bean(AuditEventRepository.class)
			.find(null, null, null)
			.stream()
			.filter((event) -> !event.getType().equals("AUTHORIZATION_FAILURE"))
			.toList();
		return found.get(found.size() - 1);
	}

	private static Object serializedAndBack(Object value) throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class OwnDetails {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.authenticationDetailsSource((request) -> "theirs"))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class FailingMapper {

		@Bean
		GrantedAuthoritiesMapper failingMapper() {
			return (authorities) -> {
				throw new BadCredentialsException("mapped to an event");
			};
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

	}

}
