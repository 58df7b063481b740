package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Visitors with attempts of their own and invented codes.
 */
class JunkCallbackTests {

	private static final String ATTACKER = "198.51.100.66";

	private static final String NATIVE = "server.forward-headers-strategy=native";

	private RunningApplication application;

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void whenOneAddressInventsThousandsOfCodesThenOthersStillSignIn() {
		this.application = new RunningApplication(NATIVE, "logging.level.root=info");
		CompletableFuture<List<HttpResponse<String>>> junk = new CompletableFuture<>();
		// A thread of its own: the HTTP client needs the common pool
		new Thread(() -> junk.completeAsync(() -> sendJunk(3_000, ATTACKER), Runnable::run)).start();
		int signedIn = 0;
		for (int i = 0; i < 100; i++) {
			this.application.signedIn(this.application.desktop().with("X-Forwarded-For", "203.0.113." + i), "zhangsan");
			signedIn++;
		}
		List<HttpResponse<String>> answers = junk.join();
		int junkCalls = this.application.wecom().calls(SimulatedWeCom.GETUSERINFO) - signedIn;
		System.out.println("3,000 junk callbacks caused " + junkCalls + " calls of auth/getuserinfo");
		assertThat(junkCalls).isBetween(1, 50);
		assertThat(signedIn).isEqualTo(100);
		assertThat(answers.stream().filter((answer) -> answer.statusCode() == 503))
			.hasSizeGreaterThanOrEqualTo(3_000 - 50)
			.allMatch((answer) -> answer.headers().firstValue("Retry-After").isPresent());
		assertThat(this.application.bean(SessionRecorder.class).created()).isEqualTo(100);
	}

	@Test
	void whenAddressHasUsedUpItsCodesThenMemberBehindItComesAgain() {
		this.application = new RunningApplication(NATIVE, "wecom.limits.rejected-codes-per-address=3");
		sendJunk(3, ATTACKER);
		TestBrowser member = this.application.desktop().with("X-Forwarded-For", ATTACKER);
		this.application.wecom().signInAs("zhangsan");
		String callback = member.openUntil("/page", "/login/oauth2/code/");
		assertThat(member.open(callback).statusCode()).isEqualTo(503);
		// From another address, such as after the Wi-Fi was left
		assertThat(member.with("X-Forwarded-For", "203.0.113.9").open(callback).uri().getPath()).isEqualTo("/page");
	}

	@Test
	void whenThereIsNoLimitThenEveryCodeIsTried() {
		this.application = new RunningApplication("wecom.limits.rejected-codes-per-address=0");
		sendJunk(60, ATTACKER);
		assertThat(junkCalls()).isEqualTo(60);
	}

	/**
	 * What the proxy on this machine would add stands to the right.
	 */
	@ParameterizedTest
	@CsvSource({ "none, 1, 3", "native, 1, 12", "native, 2, 3" })
	void whenHeaderNamesTheClientThenOnlyTrustedProxiesAreBelieved(String strategy, int attack, int calls) {
		this.application = new RunningApplication("server.forward-headers-strategy=" + strategy,
				"wecom.limits.rejected-codes-per-address=3");
		for (int i = 0; i < 4; i++) {
			// First: four clients. Second: one, who invents another forwarded address
			// each time
			sendJunk(5, (attack == 1) ? "198.51.100." + i : "203.0.113." + i + ", " + ATTACKER);
		}
		assertThat(junkCalls()).isEqualTo(calls);
	}

	/**
	 * A visitor of a private network behind a proxy that appends, and one who reaches the
	 * application without a proxy of the list.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "native | 127.0.0.0/8 | 3", "framework | 127.0.0.0/8 | 3", "native | 192.0.2.1 | 3",
					"framework | 192.0.2.1 | 3", "native | 127.0.0.1,10.0.0.7 | 60",
					"framework | 127.0.0.1,10.0.0.7 | 60" })
	void whenPrivateVisitorInventsAddressesThenTheyDoNotCount(String strategy, String proxies, int calls) {
		this.application = new RunningApplication("server.forward-headers-strategy=" + strategy,
				"wecom.trusted-proxies=" + proxies, "wecom.limits.rejected-codes-per-address=3");
		for (int i = 0; i < 20; i++) {
			sendJunk(5, "203.0." + i + ".1, 10.0.0.7");
		}
		assertThat(junkCalls()).isEqualTo(calls);
	}

	@Test
	void whenOutsiderIsRefusedThenTheirAddressIsNotTrusted() {
		this.application = new RunningApplication(NATIVE);
		this.application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		this.application.desktop().with("X-Forwarded-For", "198.51.100.1").open("/page");
		assertThat(this.application.bean(SignInBulkhead.class).knownAddresses()).isZero();
		this.application.signedIn(this.application.desktop().with("X-Forwarded-For", "203.0.113.1"), "zhangsan");
		assertThat(this.application.bean(SignInBulkhead.class).knownAddresses()).isOne();
	}

	@Test
	void whenAttackerHasAnIpv6NetworkThenMembersFromElsewhereSignIn() {
		this.application = new RunningApplication(NATIVE, "logging.level.root=info");
		for (int i = 0; i < 256; i++) {
			sendJunk(5, String.format("2001:db8:1:%x::1", i));
		}
		// Some are forgiven meanwhile
		assertThat(junkCalls()).isBetween(8 * 40, 8 * 40 + 40);
		this.application.signedIn(this.application.desktop().with("X-Forwarded-For", "2001:db8:2::1"), "zhangsan");
	}

	@Test
	void whenProxyIsNotTrustedThenHeaderIsNotBelieved() {
		this.application = new RunningApplication(NATIVE, "server.tomcat.remoteip.internal-proxies=10\\.0\\.0\\.1",
				"wecom.limits.rejected-codes-per-address=3");
		for (int i = 0; i < 4; i++) {
			sendJunk(5, "198.51.100." + i);
		}
		assertThat(junkCalls()).isEqualTo(3);
	}

	@Test
	void whenClientHasManyAddressesOfOneNetworkThenTheyCountAsOne() {
		this.application = new RunningApplication(NATIVE, "wecom.limits.rejected-codes-per-address=3");
		for (int i = 0; i < 4; i++) {
			sendJunk(5, "2001:db8:1:2:" + i + "::1");
		}
		assertThat(junkCalls()).isEqualTo(3);
		sendJunk(5, "2001:db8:1:3::1");
		assertThat(junkCalls()).isEqualTo(6);
	}

	private List<HttpResponse<String>> sendJunk(int count, String address) {
		Crowd crowd = new Crowd(this.application.url(), 30);
		return Crowd.all(count, (i) -> crowd.start(address))
			.stream()
			.map((visit) -> crowd.comeBack(visit, "invented" + visit.state()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
	}

	private int junkCalls() {
		return this.application.wecom().calls(SimulatedWeCom.GETUSERINFO);
	}

}
