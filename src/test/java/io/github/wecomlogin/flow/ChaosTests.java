package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.wecomlogin.fixture.ApiFault;
import io.github.wecomlogin.fixture.FaultyProxy;
import io.github.wecomlogin.fixture.FaultyProxy.Call;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members sign in side by side while every other call meets with something.
 */
class ChaosTests {

	private static final Log logger = LogFactory.getLog(ChaosTests.class);

	private static final List<String> MEMBERS = List.of("zhangsan", "lisi", "wangwu", "zhaoliu", "chenjing", "markup");

	private static final List<ApiFault> FAULTS = List.of(ApiFault.RESET_BEFORE_WECOM, ApiFault.RESET_AFTER_WECOM,
			ApiFault.CLOSED, ApiFault.RESET_IN_THE_ANSWER, ApiFault.CUT_IN_THE_HEAD, ApiFault.CUT_IN_THE_BODY,
			ApiFault.NO_HTTP, ApiFault.CORRUPT_JSON, ApiFault.CORRUPT_LENGTH, ApiFault.SILENT,
			ApiFault.SILENT_AFTER_HALF, ApiFault.BYTE_BY_BYTE, ApiFault.TWO_ANSWERS, ApiFault.LONGER_THAN_ANNOUNCED,
			ApiFault.BAD_GATEWAY, ApiFault.PAGE, ApiFault.EMPTY, ApiFault.GZIP, ApiFault.BUSY, ApiFault.DISTURBED);

	private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(3);

	// Not a measurement: whoever is stuck is stuck for longer
	private static final Duration STUCK = SIGN_IN_TIMEOUT.plusSeconds(15);

	private final FaultyProxy proxy = new FaultyProxy();

	private RunningApplication application;

	private ExecutorService executor;

	@BeforeEach
	void start() {
		this.application = new RunningApplication("wecom.endpoints.api=" + this.proxy.url(),
				"wecom.http.read-timeout=500ms", "wecom.sign-in-timeout=" + SIGN_IN_TIMEOUT.toMillis() + "ms",
				"wecom.roles[0].role=HR", "wecom.roles[0].departments=2", "wecom.roles[1].role=ON_CALL",
				"wecom.roles[1].tags=7");
		this.proxy.to(this.application.wecom().port());
		this.executor = Executors.newFixedThreadPool(MEMBERS.size() + 1);
	}

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.application.close();
		this.proxy.close();
	}

	@Test
	void whenCallsFailAtRandomThenIdentitiesAreRightAndCodesSentOnce() throws Exception {
		// A list that hangs when it is read for the first time holds up everybody, which
		// is
		// another test's matter
		MEMBERS.forEach(this::awaitSignIn);
		Random random = new Random(20260105);
		this.proxy.injectAll((path) -> {
			synchronized (random) {
				return (random.nextInt(100) < 20) ? FAULTS.get(random.nextInt(FAULTS.size())).wire() : null;
			}
		});
		Deadline end = Deadline.after(Duration.ofSeconds(6));
		Outcome outcome = new Outcome();
		List<Callable<Void>> work = new ArrayList<>();
		MEMBERS.forEach((member) -> work.add(() -> {
			while (!end.remaining().isZero()) {
				Deadline patience = Deadline.after(STUCK);
				outcome.add(member, signIn(member), patience);
			}
			return null;
		}));
		work.add(() -> {
			while (!end.remaining().isZero()) {
				LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
				this.application.wecom().withdrawTokens();
			}
			return null;
		});
		for (Future<Void> done : this.executor.invokeAll(work)) {
			done.get();
		}
		logger.info("%d sign-ins, %d of them refused, %d as somebody else, %d stuck, %d codes sent twice".formatted(
				outcome.signIns.get(), outcome.refused.get(), outcome.wrong.get(), outcome.stuck.get(),
				codesSentTwice().size()));
		assertThat(outcome.signIns).as("signed in or refused").hasValueGreaterThan(20);
		assertThat(outcome.refused).as("refused").hasValueGreaterThan(0).hasValueLessThan(outcome.signIns.get());
		assertThat(outcome.wrong).as("wrong identities").hasValue(0);
		assertThat(outcome.stuck).as("stuck").hasValue(0);
		assertThat(codesSentTwice()).as("codes sent twice").isEmpty();
		this.proxy.heal();
		MEMBERS.forEach(this::awaitSignIn);
	}

	private void awaitSignIn(String member) {
		Deadline patience = Deadline.after(Duration.ofSeconds(30));
		while (!isSignedIn(member, signIn(member))) {
			assertThat(patience.remaining()).as(member).isPositive();
			LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
		}
	}

	private HttpResponse<String> signIn(String member) {
		TestBrowser browser = this.application.desktop();
		String authorize = browser.openUntil("/oauth2/authorization/wecom", SimulatedWeCom.WEB_LOGIN);
		String state = authorize.replaceAll(".*[?&]state=([^&]+).*", "$1");
		return browser
			.open("/login/oauth2/code/wecom?code=" + this.application.wecom().issueCode(member) + "&state=" + state);
	}

	private static boolean isSignedIn(String member, HttpResponse<String> response) {
		return response.uri().getPath().equals("/") && response.body().contains("\"userId\":\"" + member + "\"");
	}

	/**
	 * Codes that were sent again although WeCom had not said that it was for the token's
	 * sake that it did not look at them.
	 */
	private Set<String> codesSentTwice() {
		Set<String> maybeSpent = new HashSet<>();
		Set<String> twice = new HashSet<>();
		for (Call call : this.proxy.calls()) {
			String code = call.parameter("code");
			if (code != null && maybeSpent.contains(code)) {
				twice.add(code);
			}
			if (code != null && (call.answer() == null || !call.answer().contains("\"errcode\":40014"))) {
				maybeSpent.add(code);
			}
		}
		return twice;
	}

	private static final class Outcome {

		private final AtomicInteger signIns = new AtomicInteger();

		private final AtomicInteger refused = new AtomicInteger();

		private final AtomicInteger wrong = new AtomicInteger();

		private final AtomicInteger stuck = new AtomicInteger();

		void add(String member, HttpResponse<String> response, Deadline patience) {
			this.signIns.incrementAndGet();
			if (patience.remaining().isZero()) {
				this.stuck.incrementAndGet();
			}
			// Busy is answered at the address of the callback
			if (response.uri().getPath().equals("/login") || response.statusCode() == 503) {
				this.refused.incrementAndGet();
			}
			else if (!isSignedIn(member, response)) {
				this.wrong.incrementAndGet();
			}
		}

	}

}
