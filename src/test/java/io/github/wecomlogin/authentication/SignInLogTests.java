package io.github.wecomlogin.authentication;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an administrator finds in the log after sign-ins and refusals.
 */
class SignInLogTests {

	private static final Map<String, String> MESSAGES = Map.of("ecs", "message", "logstash", "message", "gelf",
			"short_message");

	@Test
	void whenMembersSignInAndOutThenNothingIsLoggedAboveDebug() {
		try (RunningApplication application = new RunningApplication()) {
			// The first sign-in also starts what the server starts with its first request
			application.signedIn(application.desktop(), "lisi");
			ListAppender<ILoggingEvent> log = record(() -> {
				TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
				application.signOut(browser);
				application.signedIn(application.desktop(), "zhangsan");
			});
			assertThat(log.list).noneMatch((event) -> event.getLevel().isGreaterOrEqual(Level.INFO));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sunqi", "zhengrui", SimulatedWeCom.OUTSIDER })
	void whenSomebodyIsRefusedThenThereIsOneLine(String person) {
		try (RunningApplication application = new RunningApplication()) {
			application.signedIn(application.desktop(), "lisi");
			ListAppender<ILoggingEvent> log = record(() -> {
				application.wecom().signInAs(person);
				application.inWeCom().open("/page");
			});
			List<ILoggingEvent> lines = log.list.stream()
				.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
				.toList();
			assertThat(lines).hasSize(1);
			assertThat(lines.get(0).getFormattedMessage()).startsWith("Sign-in refused: ").doesNotContain("\n", "\r");
			assertThat(lines.get(0).getThrowableProxy()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "logstash", "gelf" })
	void whenLogIsStructuredThenEachRefusalIsOneReadableObject(String format) {
		try (RunningApplication application = new RunningApplication()) {
			ListAppender<ILoggingEvent> log = record(() -> {
				application.wecom().signInAs("zhengrui");
				application.inWeCom().open("/page");
				application.wecom().signInAs("zhangsan");
				application.wecom().fail(SimulatedWeCom.GETUSERINFO, 60020);
				application.desktop().open("/page");
			});
			StructuredLogEncoder encoder = encoder(format, application.bean(Environment.class));
			List<JsonNode> refusals = log.list.stream()
				.filter((event) -> event.getFormattedMessage().startsWith("Sign-in refused"))
				.map((event) -> json(new String(encoder.encode(event), StandardCharsets.UTF_8)))
				.toList();
			assertThat(refusals).hasSize(2);
			assertThat(refusals.get(0).path(MESSAGES.get(format)).asString()).contains("not_visible", "可见范围");
			assertThat(refusals.get(1).path(MESSAGES.get(format)).asString()).contains("misconfigured", "企业可信IP",
					"203.0.113.7");
		}
	}

	private static StructuredLogEncoder encoder(String format, Environment environment) {
		LoggerContext context = new LoggerContext();
		context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat(format);
		encoder.start();
		return encoder;
	}

	private static JsonNode json(String line) {
		assertThat(line).endsWith("\n");
		assertThat(line.strip()).doesNotContain("\n", "\r");
		return JsonMapper.shared().readTree(line);
	}

	private static ListAppender<ILoggingEvent> record(Runnable action) {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		// Others still log while this one is read
		appender.list = new CopyOnWriteArrayList<>();
		appender.start();
		root.addAppender(appender);
		try {
			action.run();
		}
		finally {
			root.detachAppender(appender);
		}
		return appender;
	}

}
