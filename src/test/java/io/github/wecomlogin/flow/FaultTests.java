package io.github.wecomlogin.flow;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DirectoryAges;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.fixture.ApiCall;
import io.github.wecomlogin.fixture.ApiFault;
import io.github.wecomlogin.fixture.FaultyProxy;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.RefusalLog;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault at every call: what the member sees, what the administrator sees, what is
 * sent again, and that all is well as soon as the fault is gone. The same tables are in
 * {@code docs/faults.md}.
 */
public class FaultTests {

	/**
	 * Time limit of a call in the lanes for answers that come too late or never.
	 */
	public static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration PATIENT_READ_TIMEOUT = Duration.ofSeconds(10);

	private static final String MEMBER = "wangwu";

	private static final List<String> NEVER_LOGGED = List.of(SimulatedWeCom.SECRET, "simulated-token-",
			"simulated-code-", "simulated-ticket-", MEMBER, "王五", "lisi");

	private static final Map<ApiCall, Lane> LANES = new EnumMap<>(ApiCall.class);

	private static final Map<ApiCall, Lane> LANES_WITH_TIMEOUT = new EnumMap<>(ApiCall.class);

	private static ExecutorService executor;

	private static RunningApplication application;

	private final LogLines log = new LogLines();

	@BeforeAll
	static void start() {
		executor = Executors.newFixedThreadPool(ApiCall.values().length);
		List<String> properties = new ArrayList<>(
				List.of("wecom.sign-in-timeout=20s", "wecom.limits.rejected-codes-per-address=10000"));
		for (ApiCall call : ApiCall.values()) {
			properties.addAll(registration(call, call.registrationId()));
			properties.addAll(registration(call, idWithTimeout(call)));
		}
		application = new RunningApplication(FaultyApplication.class, properties.toArray(String[]::new));
		application.wecom().signInAs(MEMBER);
		for (Fault fault : Fault.values()) {
			application.wecom()
				.wireMock()
				.stubFor(WireMock.get("/fault/" + fault).willReturn(WireMock.aResponse().withFault(fault)));
		}
	}

	private static List<String> registration(ApiCall call, String id) {
		String prefix = "wecom.registration." + id + ".";
		List<String> properties = new ArrayList<>(List.of(prefix + "corp-id=" + SimulatedWeCom.CORP_ID,
				prefix + "agent-id=" + SimulatedWeCom.AGENT_ID, prefix + "secret=" + SimulatedWeCom.SECRET));
		switch (call) {
			case GETUSERDETAIL -> properties.add(prefix + "scope=snsapi_privateinfo");
			case DEPARTMENT_LIST -> properties.add(prefix + "allow.departments=3");
			case TAG_GET -> properties.add(prefix + "allow.tags=7");
			default -> {
			}
		}
		return properties;
	}

	private static String idWithTimeout(ApiCall call) {
		return call.registrationId() + "-timeout";
	}

	private static Stream<Lane> lanes() {
		return Stream.of(LANES, LANES_WITH_TIMEOUT).flatMap((lanes) -> lanes.values().stream());
	}

	@AfterAll
	static void stop() {
		application.close();
		lanes().forEach(Lane::close);
		LANES.clear();
		LANES_WITH_TIMEOUT.clear();
		executor.shutdownNow();
	}

	@BeforeEach
	void listen() {
		this.log.start();
		((Logger) LoggerFactory.getLogger("io.github.wecomlogin")).addAppender(this.log);
	}

	@AfterEach
	void healAndStopListening() {
		lanes().forEach((lane) -> lane.proxy.heal());
		((Logger) LoggerFactory.getLogger("io.github.wecomlogin")).detachAppender(this.log);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUSED")
	void whenCallFailsOnceThenRepeatedOrRefusedAndNextSignInSucceeds(ApiFault fault) {
		atEachCall(fault, (lane) -> {
			lane.prepare();
			fault.inject(lane.proxy, lane.call, 1);
			boolean repeated = fault.repeat().attempts(lane.call) > 1;
			WeComRefusal refusal = repeated ? null : fault.refusal(lane.call);
			lane.checkSignIn(refusal, fault.error(), repeated ? 2 : 1);
			lane.checkAllIsWellAgain();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whenCallGoesOnFailingThenFewAttemptsAndNextSignInSucceeds(ApiFault fault) {
		atEachCall(fault, (lane) -> {
			int attempts = fault.repeat().attempts(lane.call);
			if (attempts > 1) {
				lane.prepare();
				if (fault == ApiFault.REFUSED) {
					lane.refuseConnections(() -> {
					});
					attempts = 0;
				}
				else {
					fault.inject(lane.proxy, lane.call, Integer.MAX_VALUE);
				}
				lane.checkSignIn(fault.refusal(lane.call), fault.error(), attempts);
				lane.checkAllIsWellAgain();
			}
		});
	}

	@Test
	void whenLimitIsExceededThenCallPausesAndLogSaysSoOnce() {
		atEachCall(ApiFault.LIMIT, (lane) -> {
			lane.prepare();
			ApiFault.LIMIT.inject(lane.proxy, lane.call, Integer.MAX_VALUE);
			lane.checkSignIn(ApiFault.LIMIT.refusal(lane.call), ApiFault.LIMIT.error(), 1);
			for (int i = 0; i < 3; i++) {
				assertThat(lane.signIn().uri().toString()).as("%s: again", lane.call)
					.contains("/login?error=wecom_unavailable&ref=");
			}
			assertThat(lane.proxy.calls(lane.call.path())).as("%s: calls", lane.call).isEqualTo(1);
			assertThat(this.log.lines.stream().filter(FaultTests::isAboutALimit))
				.filteredOn((line) -> line.contains(lane.call.path()))
				.as("%s: log", lane.call)
				.hasSize(1);
			lane.checkAllIsWellAgain();
		});
	}

	@Test
	void whenManyCallsInARowFailThenWeComIsAskedAgainAfterSeconds() {
		Lane lane = LANES.get(ApiCall.GETUSER).with(this.log);
		lane.prepare();
		lane.proxy.injectAll((path) -> ApiFault.CORRUPT_JSON.wire());
		for (int i = 0; i < 10; i++) {
			assertThat(lane.signIn().uri().toString()).contains("/login?error=wecom_unavailable&ref=");
		}
		lane.proxy.forgetCalls();
		this.log.lines.clear();
		assertThat(lane.signIn().uri().toString()).contains("/login?error=wecom_unavailable&ref=");
		assertThat(lane.proxy.calls()).isEmpty();
		assertThat(this.log.lines).singleElement(as(InstanceOfAssertFactories.STRING))
			.matches("(WARN|DEBUG) Sign-in refused: wecom_unavailable .* failed with circuit_open (?s:.*)");
		lane.proxy.heal();
		Deadline patience = Deadline.after(Duration.ofSeconds(20));
		while (!lane.signIn().uri().getPath().equals("/")) {
			assertThat(patience.remaining()).isPositive();
			LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
		}
		assertThat(this.log.lines).anyMatch((line) -> line.startsWith("INFO WeCom answers "));
	}

	@Test
	void whenFaultsAreDocumentedThenAsTheyAre() throws IOException {
		List<String> rows = Arrays.stream(ApiFault.values()).map(ApiFault::row).toList();
		List<String> documented = Files.readAllLines(Path.of("docs/faults.md"))
			.stream()
			.filter((line) -> Stream.of(ApiFault.Repeat.values())
				.anyMatch((repeat) -> line.contains(" | " + repeat.words() + " | ")))
			.toList();
		assertThat(documented).containsExactlyElementsOf(rows);
	}

	private void atEachCall(ApiFault fault, LaneCheck check) {
		Map<ApiCall, Lane> lanes = (fault.error() == WeComError.TIMEOUT) ? LANES_WITH_TIMEOUT : LANES;
		List<CompletableFuture<Void>> checks = lanes.values()
			.stream()
			.filter((lane) -> fault.where().contains(lane.call))
			.map((lane) -> CompletableFuture.runAsync(() -> check.check(lane.with(this.log)), executor))
			.toList();
		SoftAssertions.assertSoftly(
				(softly) -> checks.forEach((one) -> softly.assertThatCode(one::join).doesNotThrowAnyException()));
		assertThat(this.log.lines)
			.allSatisfy((line) -> assertThat(line).doesNotContain(NEVER_LOGGED.toArray(String[]::new)));
		assertThat(this.log.lines)
			.allMatch((line) -> line.contains("Sign-in refused: ") || isAboutALimit(line) || isAboutRules(line));
	}

	/**
	 * What cannot be read is said once more for the rules that need it, when that begins
	 * and when it is over.
	 */
	private static boolean isAboutRules(String line) {
		return line.contains("so rules that cannot be decided without them grant nothing")
				|| line.contains("': resolved: ");
	}

	private static boolean isAboutALimit(String line) {
		return line.startsWith("ERROR WeCom limits ");
	}

	@FunctionalInterface
	private interface LaneCheck {

		void check(Lane lane);

	}

	/**
	 * A registration of its own for each call, so that faults of several calls can be
	 * tried at the same time. Only faults that a timeout ends meet a short one.
	 */
	private static final class Lane {

		private final ApiCall call;

		private final FaultyProxy proxy;

		private final MutableClock clock = new MutableClock();

		private final ApplicationTokenStore tokens = new InMemoryApplicationTokenStore();

		private final WeComRegistration registration;

		private final WeComClient client;

		private final OrganisationDirectory organisation;

		private volatile LogLines log;

		Lane(ApiCall call, WeComRegistration original, int wecomPort, Duration readTimeout) {
			this.call = call;
			this.proxy = new FaultyProxy().to(wecomPort);
			WeComHttpSettings settings = new WeComHttpSettings(this.proxy.url(), PATIENT_READ_TIMEOUT, readTimeout,
					null);
			this.client = WeComClient.forApplication(original.application(), settings)
				.tokenStore(this.tokens)
				.clock(this.clock)
				.build();
			this.organisation = new OrganisationDirectory(this.client, original.rules().needs(),
					new DirectoryAges(Duration.ofMinutes(10), Duration.ofMinutes(20)),
					BackgroundThreads.refusingOnceClosed("directory"), this.clock);
			this.registration = original;
		}

		Lane with(LogLines log) {
			this.log = log;
			return this;
		}

		/**
		 * Lets the next sign-in need the call, and everything that is remembered of
		 * failures be forgotten.
		 */
		void prepare() {
			this.clock.advance(Duration.ofMinutes(30));
			if (this.call == ApiCall.GETTOKEN) {
				forgetToken();
			}
			this.proxy.forgetCalls();
		}

		private void forgetToken() {
			String key = SimulatedWeCom.CORP_ID + "/" + SimulatedWeCom.AGENT_ID;
			ApplicationToken token = this.tokens.find(key);
			if (token != null) {
				this.tokens.remove(key, token.value());
			}
		}

		/**
		 * Refuses connections when the call is about to be made.
		 * @param then what happens as soon as they are refused
		 */
		void refuseConnections(Runnable then) {
			if (this.call == ApiCall.GETTOKEN) {
				this.proxy.refuse();
				this.proxy.closeConnections();
				then.run();
			}
			else {
				forgetToken();
				this.proxy.refuseAfter(this.call.previous().path(), then);
			}
		}

		void checkSignIn(WeComRefusal refusal, WeComError error, int calls) {
			HttpResponse<String> response = signIn();
			String page = response.uri().getPath() + "?" + response.uri().getQuery();
			if (refusal == null) {
				assertThat(page).as("%s: page", this.call).isEqualTo("/?null");
				assertThat(response.body()).as("%s: who", this.call).contains("\"userId\":\"" + MEMBER + "\"");
			}
			else {
				assertThat(page).as("%s: page", this.call).startsWith("/login?error=" + refusal.code() + "&ref=");
			}
			assertThat(this.proxy.calls(this.call.path())).as("%s: calls", this.call).isEqualTo(calls);
			checkLog(refusal, error);
		}

		private void checkLog(WeComRefusal refusal, WeComError error) {
			List<String> lines = this.log.lines.stream()
				.filter((line) -> line.contains("registration '" + this.registration.registrationId() + "'"))
				.toList();
			if (refusal == null) {
				assertThat(lines).as("%s: log", this.call).isEmpty();
				return;
			}
			assertThat(lines).as("%s: log", this.call).hasSize(1);
			// Of a flood, and this is one, not all lines are written above DEBUG
			assertThat(lines.get(0)).as("%s: log", this.call)
				.matches("(" + ApiFault.level(refusal) + "|DEBUG) Sign-in refused: " + refusal.code() + " (?s:.*)");
			if (error != null) {
				assertThat(lines.get(0)).as("%s: log", this.call)
					.contains(this.call.path(), "failed with " + error)
					.contains(error.meaning(Locale.ENGLISH), error.meaning(Locale.CHINESE))
					.contains(remedy(error, Locale.ENGLISH), remedy(error, Locale.CHINESE));
			}
		}

		private static String remedy(WeComError error, Locale locale) {
			// Whatever the detail is, the text begins in the same way
			return error.remedy(locale, "\n").split("\n")[0];
		}

		void checkAllIsWellAgain() {
			this.proxy.heal();
			awaitLists();
			this.clock.advance(Duration.ofMinutes(30));
			HttpResponse<String> response = signIn();
			assertThat(response.uri().getPath()).as("%s: afterwards", this.call).isEqualTo("/");
			assertThat(response.body()).as("%s: afterwards", this.call).contains("\"userId\":\"" + MEMBER + "\"");
		}

		/**
		 * Waits for the end of what is read in the background. If it fails now, it is not
		 * tried again before the clock goes on.
		 */
		private void awaitLists() {
			Deadline patience = Deadline.after(Duration.ofSeconds(20));
			while (this.organisation.parts()
				.stream()
				.anyMatch((part) -> part.readAt() == null && part.problem() == null)) {
				assertThat(patience.remaining()).as("%s: reading", this.call).isPositive();
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
		}

		HttpResponse<String> signIn() {
			TestBrowser browser = (this.call == ApiCall.GETUSERDETAIL) ? application.inWeCom() : application.desktop();
			return browser.open("/oauth2/authorization/" + this.registration.registrationId());
		}

		void close() {
			this.organisation.close();
			this.proxy.close();
		}

	}

	private static final class LogLines extends AppenderBase<ILoggingEvent> {

		private static final String REFUSALS = RefusalLog.class.getName();

		private final List<String> lines = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.INFO) || event.getLoggerName().equals(REFUSALS)) {
				this.lines.add(event.getLevel() + " " + event.getFormattedMessage());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class FaultyApplication {

		@Bean
		static BeanPostProcessor lanes(Environment environment) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return switch (beanName) {
						case "weComRegistrations" -> lanes((WeComRegistrations) bean, environment);
						case "weComClients" -> perLane((lane) -> lane.client);
						case "weComDirectories" ->
							perLane((lane) -> new CompanyDirectory(lane.client, lane.organisation));
						default -> bean;
					};
				}

			};
		}

		private static WeComRegistrations lanes(WeComRegistrations originals, Environment environment) {
			String wecom = environment.getRequiredProperty("wecom.endpoints.api");
			int port = Integer.parseInt(wecom.substring(wecom.lastIndexOf(':') + 1));
			for (ApiCall call : ApiCall.values()) {
				LANES.put(call, new Lane(call, originals.find(call.registrationId()), port, PATIENT_READ_TIMEOUT));
				LANES_WITH_TIMEOUT.put(call, new Lane(call, originals.find(idWithTimeout(call)), port, READ_TIMEOUT));
			}
			return new WeComRegistrations(FaultTests.lanes().map((lane) -> lane.registration).toList());
		}

		private static <T> PerRegistration<T> perLane(Function<Lane, T> part) {
			Map<String, Lane> lanes = FaultTests.lanes()
				.collect(Collectors.toMap((lane) -> lane.registration.registrationId(), (lane) -> lane));
			return new PerRegistration<>(FaultTests.lanes().map((lane) -> lane.registration).toList(),
					(registration) -> part.apply(lanes.get(registration.registrationId())));
		}

	}

}
