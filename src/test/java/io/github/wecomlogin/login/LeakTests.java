package io.github.wecomlogin.login;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ClientHttpRequestInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

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
				"wecom.http.read-timeout=1s");
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
	void whenEverythingHappensThenNeitherLogsNorSessionsHoldACredential() throws IOException {
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
	}

	@Test
	void whenMembersSignInThenLogsAboveDebugSayNothingAboutThem() {
		signIn("zhangsan");
		signIn("zhengrui");
		signIn("sunqi");
		for (String personal : List.of("zhangsan", "张三", "zhengrui", "sunqi", "@example.com")) {
			assertThat(this.recorder.linesWith(personal, Level.INFO)).as(personal).isEmpty();
		}
		for (String personal : List.of("张三", "@example.com", "1380")) {
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
	@Import(ProtectedApplication.class)
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
