package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@code snsapi_privateinfo}.
 */
class PrivateInfoTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.scope=snsapi_privateinfo");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
	}

	@Test
	void whenMemberAgreesInWeComThenDetailsAreKnownWithThreeCalls() {
		TestBrowser browser = application.inWeCom();
		assertThat(browser.open("/").body()).contains("\"mobile\":", "\"email\":", "\"avatar\":");
		assertThat(calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(1);
		assertThat(calls(SimulatedWeCom.GETUSERDETAIL)).isEqualTo(1);
		assertThat(calls(SimulatedWeCom.GETUSER)).isEqualTo(1);
	}

	@Test
	void whenMemberSignsInOnDesktopThenThereIsNoTicketAndNoDetails() {
		assertThat(application.desktop().open("/").body()).contains("\"userId\":\"zhangsan\"")
			.doesNotContain("mobile", "email");
		assertThat(calls(SimulatedWeCom.GETUSERDETAIL)).isZero();
	}

	@Test
	void whenTicketHasExpiredThenMemberIsAskedToSignInAgain() {
		application.wecom().fail(SimulatedWeCom.GETUSERDETAIL, 84014);
		assertThat(application.inWeCom().open("/").uri().toString()).contains("/login?error=code_rejected&ref=");
	}

	@Test
	void whenDetailsAreOfSomebodyElseThenRefused() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.post(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSERDETAIL))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"userid\":\"lisi\",\"mobile\":\"1\"}")));
		assertThat(application.inWeCom().open("/").uri().toString()).contains("/login?error=wecom_unavailable&ref=");
	}

	@Test
	void whenDirectoryAnswersWithSomebodyElseThenRefused() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"userid\":\"lisi\",\"status\":1}")));
		assertThat(application.inWeCom().open("/").uri().toString()).contains("/login?error=wecom_unavailable&ref=");
	}

	@Test
	void whenDirectorySpellsTheIdInAnotherCaseThenItsSpellingIsShown() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"userid\":\"ZhangSan\",\"status\":1}")));
		HttpResponse<String> response = application.inWeCom().open("/");
		assertThat(response.body()).contains("\"userId\":\"ZhangSan\"", "\"name\":\"ZhangSan\"");
	}

	@Test
	void whenStatusIsMissingThenRefused() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"userid\":\"zhangsan\",\"name\":\"张三\"}")));
		assertThat(application.inWeCom().open("/").uri().toString()).contains("/login?error=not_active&ref=");
	}

	@Test
	void whenIdentityHasTheOlderSpellingThenItIsUnderstood() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSERINFO))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"UserId\":\"zhangsan\",\"DeviceId\":\"d\"}")));
		assertThat(application.inWeCom().open("/").body()).contains("\"userId\":\"zhangsan\"");
	}

	@Test
	void whenIdentityIsBlankThenOutsider() {
		application.wecom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.GETUSERINFO))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"userid\":\" \",\"openid\":\"oABC\"}")));
		assertThat(application.inWeCom().open("/").uri().toString()).contains("/login?error=outsider&ref=");
	}

	private static int calls(String path) {
		return application.wecom().calls(path);
	}

}
