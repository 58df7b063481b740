package io.github.wecomlogin.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The secret, the token, codes and tickets are in no log line of any level and in no
 * observation, whatever happens.
 */
class CredentialLeakTests {

	private final SimulatedWeCom weCom = SimulatedWeCom.start();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final JulHandler julHandler = new JulHandler();

	private final List<String> credentials = new ArrayList<>(List.of(SimulatedWeCom.SECRET));

	private final List<Appender<ILoggingEvent>> appendersBefore = new ArrayList<>();

	private Level levelBefore;

	private java.util.logging.Level julLevelBefore;

	@BeforeEach
	void recordEverything() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.levelBefore = root.getLevel();
		this.appender.list = Collections.synchronizedList(this.appender.list);
		this.appender.start();
		root.iteratorForAppenders().forEachRemaining(this.appendersBefore::add);
		this.appendersBefore.forEach(root::detachAppender);
		root.addAppender(this.appender);
		root.setLevel(Level.TRACE);
		java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
		this.julLevelBefore = julRoot.getLevel();
		julRoot.addHandler(this.julHandler);
		julRoot.setLevel(java.util.logging.Level.ALL);
	}

	@AfterEach
	void stopRecording() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.setLevel(this.levelBefore);
		root.detachAppender(this.appender);
		this.appendersBefore.forEach(root::addAppender);
		java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
		julRoot.setLevel(this.julLevelBefore);
		julRoot.removeHandler(this.julHandler);
		this.weCom.close();
	}

	@Test
	void whenEverythingIsLoggedThenNoCredentials() {
		callEverything();
		assertThat(logged()).extracting(ILoggingEvent::getLoggerName)
			.contains("org.springframework.web.client.DefaultRestClient");
		assertThat(logged())
			.allSatisfy((event) -> assertThat(print(event)).doesNotContain(this.credentials.toArray(String[]::new)));
		// The JDK's HTTP client writes here in Java 17, but hardly in Java 25
		assertThat(this.julHandler.messages)
			.allSatisfy((message) -> assertThat(message).doesNotContain(this.credentials.toArray(String[]::new)));
	}

	/**
	 * Returns what was logged so far; the threads of the HTTP client still go on logging.
	 */
	private List<ILoggingEvent> logged() {
		synchronized (this.appender) {
			return List.copyOf(this.appender.list);
		}
	}

	@Test
	void whenCallsAreObservedThenNoCredentials() {
		Recorder recorder = new Recorder();
		callEverything((builder) -> builder.observationRegistry(registry(recorder)));
		assertThat(recorder.seen).hasSizeGreaterThan(10)
			.anySatisfy((seen) -> assertThat(seen).contains(SimulatedWeCom.GETUSERINFO))
			.anySatisfy((seen) -> assertThat(seen).contains(SimulatedWeCom.DEPARTMENT_LIST))
			.anySatisfy((seen) -> assertThat(seen).contains(SimulatedWeCom.TAG_GET));
		assertThat(recorder.seen)
			.allSatisfy((seen) -> assertThat(seen).doesNotContain(this.credentials.toArray(String[]::new)));
	}

	@Test
	void whenCustomizerSetsSpringsConventionThenStillNoCredentials() {
		Recorder recorder = new Recorder();
		callEverything((builder) -> builder.observationRegistry(registry(recorder))
			.observationConvention(new DefaultClientRequestObservationConvention()));
		assertThat(recorder.seen).hasSizeGreaterThan(10)
			.allSatisfy((seen) -> assertThat(seen).doesNotContain(this.credentials.toArray(String[]::new)));
	}

	private static ObservationRegistry registry(Recorder recorder) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(recorder);
		return registry;
	}

	private void callEverything(WeComRestClientCustomizer... customizers) {
		WeComApplication application = new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID,
				SimulatedWeCom.SECRET);
		ApplicationTokenStore store = new InMemoryApplicationTokenStore();
		WeComClient client = TestClients.client(application, this.weCom.apiUrl(), store, Clock.systemUTC(),
				customizers);
		String code = remember(this.weCom.issueCode("zhangsan"));
		client.getUserInfo(code, "localhost", TestClients.time());
		remember(store.find(application.tokenKey()).value());
		client.getUser("zhangsan", TestClients.time());
		client.getDepartments(TestClients.time());
		client.getTag(7, TestClients.time());
		TestClients.failureOf(() -> client.getUserInfo(code, "localhost", TestClients.time()));
		TestClients.failureOf(() -> client.getUserDetail(remember("ticket-0123456789"), TestClients.time()));
		for (int errorCode : new int[] { -1, 40014, 50001, 60020, 60111 }) {
			this.weCom.fail(SimulatedWeCom.GETUSER, errorCode);
			TestClients.failureOf(() -> client.getUser("zhangsan", TestClients.time()));
			remember(currentToken(store, application));
		}
		for (String list : List.of(SimulatedWeCom.DEPARTMENT_LIST, SimulatedWeCom.TAG_GET)) {
			for (int errorCode : new int[] { 42001, 60011 }) {
				this.weCom.fail(list, errorCode);
				TestClients.failureOf(() -> client.getDepartments(TestClients.time()));
				TestClients.failureOf(() -> client.getTag(7, TestClients.time()));
				remember(currentToken(store, application));
			}
		}
		this.weCom.fail(SimulatedWeCom.GETUSER, 0);
		this.weCom.delay(SimulatedWeCom.GETUSER, Duration.ofSeconds(10));
		TestClients.failureOf(() -> client.getUser("zhangsan", Deadline.after(Duration.ofMillis(100))));
		this.weCom.withdrawTokens();
		this.weCom.fail(SimulatedWeCom.GETTOKEN, 40001);
		TestClients.failureOf(() -> client.getUserInfo(remember("code-0123456789"), null, TestClients.time()));
		callBrokenServers(application, customizers);
	}

	private void callBrokenServers(WeComApplication application, WeComRestClientCustomizer... customizers) {
		for (WeComClientFailureTests.Fault fault : WeComClientFailureTests.Fault.values()) {
			try (StubServer server = new StubServer((request) -> fault.reply())) {
				for (ApiEndpoints api : ApiEndpoints.values()) {
					if (api.isList() && fault == WeComClientFailureTests.Fault.ENDLESS) {
						// So much that only writing it would take its time
						continue;
					}
					WeComClient client = TestClients.client(application, server.url(), store(application, api),
							Clock.systemUTC(), customizers);
					TestClients.failureOf(() -> api.call(client, TestClients.time()));
				}
			}
		}
		WeComClient unreachable = TestClients.client(application, "http://wecom.invalid",
				new InMemoryApplicationTokenStore(), Clock.systemUTC(), customizers);
		TestClients.failureOf(() -> unreachable.getUser("zhangsan", TestClients.time()));
	}

	private ApplicationTokenStore store(WeComApplication application, ApiEndpoints api) {
		ApplicationTokenStore store = new InMemoryApplicationTokenStore();
		if (api != ApiEndpoints.GETTOKEN) {
			store.save(application.tokenKey(), new ApplicationToken(remember("token-0123456789"), Instant.MAX));
		}
		return store;
	}

	private String currentToken(ApplicationTokenStore store, WeComApplication application) {
		ApplicationToken token = store.find(application.tokenKey());
		return (token != null) ? token.value() : SimulatedWeCom.SECRET;
	}

	private String remember(String credential) {
		this.credentials.add(credential);
		return credential;
	}

	private static String print(ILoggingEvent event) {
		String text = event.getLoggerName() + " " + event.getMessage() + " " + event.getFormattedMessage() + " "
				+ Arrays.toString(event.getArgumentArray()) + " " + event.getMDCPropertyMap();
		return (event.getThrowableProxy() instanceof ThrowableProxy proxy) ? text + print(proxy.getThrowable()) : text;
	}

	private static String print(Throwable throwable) {
		StringWriter writer = new StringWriter();
		throwable.printStackTrace(new PrintWriter(writer));
		return writer.toString();
	}

	/**
	 * Writes down all that a tracer or a meter could.
	 */
	private static final class Recorder implements ObservationHandler<Observation.Context> {

		private final Queue<String> seen = new ConcurrentLinkedQueue<>();

		@Override
		public void onStop(Observation.Context context) {
			Throwable error = context.getError();
			this.seen.add(context.getAllKeyValues() + " " + context.getContextualName() + " " + context + " "
					+ ((error != null) ? print(error) : ""));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private static final class JulHandler extends Handler {

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		@Override
		public void publish(LogRecord event) {
			this.messages
				.add(event.getLoggerName() + " " + event.getMessage() + " " + Arrays.toString(event.getParameters()));
		}

		@Override
		public void flush() {
			// Nothing is held back
		}

		@Override
		public void close() {
			// Nothing is open
		}

	}

}
