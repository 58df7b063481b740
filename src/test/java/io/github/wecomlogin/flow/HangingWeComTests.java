package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.HangingApi;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sign-ins that WeCom does not answer leave the pages of signed-in members alone.
 */
@Timeout(120)
class HangingWeComTests {

	private static final int VISITORS = 500;

	private final HangingApi wecom = new HangingApi();

	private final RunningApplication application = new RunningApplication("wecom.endpoints.api=" + this.wecom.url(),
			"wecom.limits.rejected-codes-per-address=0", "wecom.http.read-timeout=100s", "wecom.sign-in-timeout=8s",
			"logging.level.root=info");

	@AfterEach
	void stop() {
		this.wecom.close();
		this.application.close();
	}

	@Test
	void whenFiveHundredSignInsHangThenPagesOpenAndTheQueueIsRefused() {
		Crowd crowd = new Crowd(this.application.url(), VISITORS);
		TestBrowser member = signedIn(crowd);
		List<Crowd.Visit> visits = Crowd.all(VISITORS, (i) -> crowd.start("203.0.113.1"));
		int askedBefore = this.wecom.asked();
		this.wecom.hang();
		SignInBulkhead bulkhead = this.application.bean(SignInBulkhead.class);
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		visits.forEach((visit) -> answers.add(crowd.comeBack(visit, "code")));
		int pages = 0;
		// While some are queued, and after that
		while (answers.stream().anyMatch((answer) -> !answer.isDone()) || pages < 100) {
			assertThat(member.get("/page").statusCode()).isEqualTo(200);
			assertThat(bulkhead.working()).isLessThanOrEqualTo(64);
			pages++;
		}
		List<HttpResponse<String>> busy = answers.stream()
			.map(CompletableFuture::join)
			.filter((answer) -> answer.statusCode() == 503)
			.toList();
		assertThat(busy).hasSizeGreaterThan(VISITORS / 2)
			.allMatch((answer) -> answer.headers().firstValue("Retry-After").isPresent());
		assertThat(this.wecom.asked() - askedBefore).isEqualTo(VISITORS - busy.size());
		assertThat(bulkhead.waiting()).isZero();
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
