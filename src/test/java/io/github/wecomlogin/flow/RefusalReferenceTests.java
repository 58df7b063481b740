package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.fixture.AuditedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference of a refusal: on the page, in the log line and in the event.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalReferenceTests {

	private static final Pattern SHOWN = Pattern.compile("<code>([2-9A-Z]{8})</code>");

	private static final Pattern REMEMBERED = Pattern.compile("ref=([2-9A-Z]{8})$");

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(AuditedApplication.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.bean(AuditedApplication.AuthenticationEvents.class).clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sunqi", "zhengrui" })
	void whenRefusedThenPageLogAndEventHaveTheReference(String person, CapturedOutput output) {
		application.wecom().signInAs(person);
		HttpResponse<String> page = application.inWeCom().open("/page");
		String reference = shown(page);
		assertThat(page.uri().getQuery()).endsWith("&ref=" + reference);
		assertThat(output).contains("IN_CLIENT), reference " + reference + ". ");
		assertThat(event().getReference()).isEqualTo(reference);
		assertThat(event().getTimestamp()).isPositive();
	}

	@Test
	void whenCancelledThenPageLogAndEventHaveTheReference(CapturedOutput output) {
		application.wecom().cancelSignIns(true);
		String reference = shown(application.desktop().open("/page"));
		assertThat(output).contains("cancelled (registration 'wecom', WEB_LOGIN), reference " + reference + ". ");
		assertThat(event().getReference()).isEqualTo(reference);
	}

	@Test
	void whenCookiesAreBlockedThenPageLogAndEventHaveTheReference(CapturedOutput output) {
		application.wecom().signInAs("zhangsan");
		String reference = shown(application.desktop().blockingCookies().open("/page"));
		assertThat(output).contains("cookies_blocked (registration 'wecom'), reference " + reference + ". ");
		assertThat(event().getReference()).isEqualTo(reference);
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.WECHAT, TestBrowser.PHONE })
	void whenBrowserCannotSignInThenPageAndLogHaveTheReference(String userAgent, CapturedOutput output) {
		String reference = shown(application.browser(userAgent).open("/page"));
		assertThat(output).contains("_browser, reference " + reference + ". ");
	}

	@Test
	void whenRefusalIsRememberedThenItsReferenceIsToo() {
		application.wecom().signInAs("sunqi");
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		String reference = shown(browser.open(callback));
		assertThat(shown(browser.get("/login"))).isEqualTo(reference);
		assertThat(find(REMEMBERED, TestBrowser.location(browser.get(callback)))).isEqualTo(reference);
	}

	@Test
	void whenRefusedTwiceThenReferencesDiffer() {
		application.wecom().signInAs("sunqi");
		TestBrowser browser = application.inWeCom();
		String first = shown(browser.open("/page"));
		assertThat(shown(browser.open("/oauth2/authorization/wecom"))).isNotEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Call-0800-123", "7K3M9PQ", "7k3m9pqx", "%3Cb%3E7K3M9", "7K3M9PQXY" })
	void whenReferenceIsForgedThenPageShowsNone(String forged) {
		HttpResponse<String> page = application.desktop().get("/login?error=outsider&ref=" + forged);
		assertThat(page.body()).contains("for company members").doesNotContain("Reference", "<code>", "7K3M", "0800");
	}

	private static WeComSignInRefusedEvent event() {
		List<WeComSignInRefusedEvent> events = application.bean(AuditedApplication.AuthenticationEvents.class)
			.of(WeComSignInRefusedEvent.class);
		assertThat(events).hasSize(1);
		return events.get(0);
	}

	private static String shown(HttpResponse<String> page) {
		assertThat(page.statusCode()).isEqualTo(200);
		return find(SHOWN, page.body());
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

}
