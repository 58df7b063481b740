package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.HangingApi;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a WeCom that does not answer does to those who are signed in: nothing.
 */
@Timeout(120)
class HangingWeComTests {

	private static final int VISITORS = 500;

	private final HangingApi wecom = new HangingApi();

	private final RunningApplication application = new RunningApplication("wecom.endpoints.api=" + this.wecom.url(),
			"wecom.limits.rejected-codes-per-address=0", "wecom.http.read-timeout=100s", "wecom.sign-in-timeout=100s",
			"logging.level.root=info");

	@AfterEach
	void stop() {
		this.wecom.close();
		this.application.close();
	}

	@Test
	void whenFiveHundredSignInsHangThenPagesOfMembersAreAnswered() {
		Crowd crowd = new Crowd(this.application.url(), VISITORS);
		TestBrowser member = signedIn(crowd);
		List<Crowd.Visit> visits = Crowd.all(VISITORS, (i) -> crowd.start("203.0.113.1"));
		int askedBefore = this.wecom.asked();
		this.wecom.hang();
		AtomicInteger busy = new AtomicInteger();
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		visits.forEach((visit) -> answers.add(crowd.comeBack(visit, "code").whenComplete((answer, ex) -> {
			if (answer != null && answer.statusCode() == 503) {
				busy.incrementAndGet();
			}
		})));
		SignInGate gate = this.application.bean(SignInGate.class);
		int pages = 0;
		// While some of them wait for their turn, and after that
		while (busy.get() < VISITORS - 32 || pages < 100) {
			assertThat(member.get("/page").statusCode()).isEqualTo(200);
			pages++;
		}
		assertThat(busy).hasValue(VISITORS - 32);
		assertThat(this.wecom.asked() - askedBefore).isEqualTo(32);
		assertThat(gate.working()).isEqualTo(32);
		assertThat(gate.waiting()).isZero();
		assertThat(answers.stream().filter((answer) -> !answer.isDone())).hasSize(32);
	}

	private TestBrowser signedIn(Crowd crowd) {
		Crowd.Visit visit = crowd.start("203.0.113.1").join();
		String session = crowd.comeBack(visit, "code")
			.join()
			.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith("JSESSIONID="))
			.findFirst()
			.orElseThrow();
		TestBrowser browser = this.application.desktop();
		browser.setCookie("JSESSIONID", session.substring("JSESSIONID=".length(), session.indexOf(';')));
		return browser;
	}

}
