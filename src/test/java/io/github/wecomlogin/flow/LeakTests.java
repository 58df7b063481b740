package io.github.wecomlogin.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * What is logged and what sessions hold, after everything that can happen in a sign-in,
 * at the most talkative level there is.
 */
class LeakTests {

	private static final Set<String> CREDENTIALS = new LinkedHashSet<>();

	private static RunningApplication application;

	private final Recorder recorder = new Recorder();

	private final Set<String> codes = new LinkedHashSet<>();

	private final AtomicReference<Level> before = new AtomicReference<>();

	@BeforeAll
	static void start() {
		application = new RunningApplication(EavesdroppedApplication.class, "wecom.scope=snsapi_privateinfo",
				"wecom.http.read-timeout=1s", "management.endpoint.health.show-details=always");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void record() {
		application.reset();
		CREDENTIALS.clear();
		CREDENTIALS.add(SimulatedWeCom.SECRET);
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
		this.before.set(root.getLevel());
		this.recorder.setContext(context);
		this.recorder.start();
		root.addAppender(this.recorder);
		root.setLevel(Level.TRACE);
		// The simulator and the test's own HTTP client are not what is examined
		root.getAppender("CONSOLE").stop();
	}

	@AfterEach
	void stopRecording() {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		root.setLevel(this.before.get());
		root.detachAppender(this.recorder);
		root.getAppender("CONSOLE").start();
	}

	@Test
	void whenAllFlowsRunThenNeitherLogsNorSessionsHoldACredential() throws IOException {
		TestBrowser browser = signIn("zhangsan");
		application.signOut(browser);
		for (String person : List.of("zhaoliu", "zhengrui", "sunqi")) {
			signIn(person);
		}
		application.wecom().withdrawTokens();
		signIn("lisi");
		for (String path : List.of(SimulatedWeCom.GETUSERINFO, SimulatedWeCom.GETUSERDETAIL, SimulatedWeCom.GETUSER,
				SimulatedWeCom.GETTOKEN)) {
			for (int code : List.of(-1, 40014, 60020, 50001)) {
				application.wecom().failNext(path, code);
				signIn("wangwu");
			}
		}
		assertThat(CREDENTIALS).as("what could have leaked").hasSizeGreaterThan(8);
		assertThat(this.codes).isNotEmpty();
		assertThat(this.recorder.lines).hasSizeGreaterThan(500);
		for (String credential : CREDENTIALS) {
			assertThat(this.recorder.linesWith(credential, Level.TRACE)).isEmpty();
		}
		for (String code : this.codes) {
			assertThat(this.recorder.linesWith(code, Level.INFO)).isEmpty();
		}
		String sessions = sessionContents();
		assertThat(sessions).contains("zhaoliu", "lisi");
		assertThat(CREDENTIALS).noneMatch(sessions::contains);
		assertThat(this.codes).noneMatch(sessions::contains);
		for (Map.Entry<String, String> shown : shownToOperators().entrySet()) {
			assertThat(shown.getValue()).as(shown.getKey()).contains("wecom");
			assertThat(CREDENTIALS).as(shown.getKey()).noneMatch(shown.getValue()::contains);
			assertThat(this.codes).as(shown.getKey()).noneMatch(shown.getValue()::contains);
			if (!shown.getKey().equals("audit")) {
				assertThat(shown.getValue()).as(shown.getKey())
					.doesNotContain("zhangsan", "zhaoliu", "sunqi", "张三", "@example.com");
			}
		}
	}

	/**
	 * All that leaves the application for those who watch over it. Only the audit trail
	 * may say who somebody is.
	 */
	private Map<String, String> shownToOperators() {
		Map<String, String> shown = new LinkedHashMap<>();
		StringBuilder spans = new StringBuilder();
		for (Observation.Context context : application.bean(AuditedApplication.Observations.class).all()) {
			spans.append(context.getName())
				.append(' ')
				.append(context.getContextualName())
				.append(' ')
				.append(context.getAllKeyValues())
				.append(' ')
				.append((context.getError() != null) ? context.getError().getMessage() : "")
				.append('\n');
		}
		assertThat(spans).contains("wecom.sign.in", "wecom.api", "http.server.requests");
		shown.put("spans", spans.toString());
		StringBuilder meters = new StringBuilder();
		application.bean(MeterRegistry.class)
			.getMeters()
			.forEach((meter) -> meters.append(meter.getId()).append(meter.getId().getDescription()).append('\n'));
		assertThat(meters).contains("wecom.circuit.state", "wecom.sign.in");
		shown.put("meters", meters.toString());
		List<AuditEvent> audited = application.bean(AuditEventRepository.class).find(null, null, null);
		assertThat(audited).extracting(AuditEvent::getType)
			.contains("AUTHENTICATION_SUCCESS", "AUTHENTICATION_FAILURE", "LOGOUT_SUCCESS");
		shown.put("audit", audited + JsonMapper.shared().writeValueAsString(audited));
		shown.put("health", application.desktop().get("/actuator/health").body());
		return shown;
	}

	@Test
	void whenMembersSignInThenLogsAboveDebugSayNothingAboutThem() {
		signIn("zhangsan");
		signIn("zhengrui");
		signIn("sunqi");
		for (String personal : List.of("zhangsan", "张三", "zhengrui", "sunqi", "@example.com")) {
			assertThat(this.recorder.linesWith(personal, Level.INFO)).as(personal).isEmpty();
		}
		for (String personal : List.of("张三", "@example.com", "138000000")) {
			assertThat(this.recorder.linesFromWeCom(personal)).as(personal).isEmpty();
		}
	}

	private TestBrowser signIn(String person) {
		application.wecom().signInAs(person);
		TestBrowser browser = application.inWeCom();
		browser.open("/page");
		browser.visited().forEach((uri) -> {
			if (uri.getQuery() != null && uri.getQuery().startsWith("code=")) {
				this.codes.add(uri.getQuery().replaceAll("code=([^&]+).*", "$1"));
			}
		});
		return browser;
	}

	private static String sessionContents() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (Object value : application.bean(SessionRecorder.class).values()) {
			try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
				out.writeObject(value);
			}
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads along what WeCom says, to know what must not appear elsewhere.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(AuditedApplication.class)
	static class EavesdroppedApplication {

		@Bean
		WeComRestClientCustomizer eavesdropper() {
			ClientHttpRequestInterceptor interceptor = (request, body, execution) -> {
				var response = execution.execute(request, body);
				JsonNode answer = JsonMapper.shared().readTree(response.getBody().readAllBytes());
				for (String field : List.of("access_token", "user_ticket")) {
					if (answer.path(field).isString()) {
						CREDENTIALS.add(answer.path(field).asString());
					}
				}
				return response;
			};
			return (builder) -> builder.requestInterceptor(interceptor);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain healthForEverybody(HttpSecurity http) {
			return http.securityMatcher("/actuator/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

		@Bean
		SecurityFilterChain everythingElse(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

	}

	private static final class Recorder extends AppenderBase<ILoggingEvent> {

		private final List<Line> lines = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			StringBuilder text = new StringBuilder(event.getFormattedMessage());
			for (IThrowableProxy ex = event.getThrowableProxy(); ex != null; ex = ex.getCause()) {
				text.append(' ').append(ex.getMessage());
			}
			this.lines.add(new Line(event.getLevel(), event.getLoggerName(), text.toString()));
		}

		List<Line> linesWith(String text, Level level) {
			return this.lines.stream()
				.filter((line) -> line.level().isGreaterOrEqual(level) && line.text().contains(text))
				.toList();
		}

		List<Line> linesFromWeCom(String text) {
			List<Line> found = new ArrayList<>(linesWith(text, Level.TRACE));
			// The page of this test prints the member's data, and the web framework what
			// it prints
			found.removeIf((line) -> line.logger().startsWith("org.springframework.web")
					|| line.logger().startsWith("org.apache"));
			return found;
		}

	}

	private record Line(Level level, String logger, String text) {

	}

}
