package io.github.wecomlogin.app.setup;

import java.net.http.HttpResponse;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may open {@code /setup}, and until when.
 */
@ExtendWith(OutputCaptureExtension.class)
class SetupAccessTests {

	private static final Pattern LINK = Pattern.compile("http://localhost:\\d+(/setup/open\\?token=[0-9a-f]{32})\\n");

	private static final String TOKEN = "correct-horse-battery-staple";

	@Test
	void whenLinkIsOpenedThenSetupIsOpenUntilAnAdministratorSignsIn(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(WeComLoginApplication.class,
				"wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu")) {
			String link = link(output);
			TestBrowser stranger = application.desktop();
			String refused = TestBrowser.location(stranger.get("/setup"));
			assertThat(refused).contains("/login");
			stranger.get("/setup/open?token=" + "0".repeat(32));
			assertThat(TestBrowser.location(stranger.get("/setup"))).isEqualTo(refused);
			// Previews of the link do not spend it
			stranger.send("HEAD", link, null);
			application.desktop().with("Sec-Purpose", "prefetch").get(link);

			TestBrowser holder = application.desktop();
			HttpResponse<String> opened = holder.get(link);
			assertThat(opened.statusCode()).isEqualTo(302);
			assertThat(TestBrowser.location(opened)).endsWith("/setup");
			assertThat(opened.headers().allValues("Set-Cookie")).singleElement()
				.asString()
				.startsWith("wecom_setup_")
				.contains("Max-Age=3600", "HttpOnly", "SameSite=Lax");
			assertThat(holder.get("/setup").statusCode()).isEqualTo(200);
			assertThat(holder.get("/setup").body()).contains("<h1>Set-up</h1>", "This page is open until")
				.doesNotContain(application.context().getEnvironment().getRequiredProperty("wecom.secret"),
						link.substring(link.length() - 32));
			assertThat(TestBrowser.location(holder.get("/admin"))).contains("/login");
			stranger.get(link);
			assertThat(TestBrowser.location(stranger.get("/setup"))).isEqualTo(refused);

			TestBrowser employee = application.signedIn(application.inWeCom(), "zhangsan");
			assertThat(employee.get("/setup").statusCode()).isEqualTo(403);
			assertThat(holder.get("/setup").statusCode()).isEqualTo(200);

			TestBrowser administrator = application.signedIn(application.inWeCom(), "zhaoliu");
			assertThat(TestBrowser.location(holder.get("/setup"))).isEqualTo(refused);
			assertThat(administrator.get("/setup").body()).contains("<h1>Set-up</h1>")
				.doesNotContain("This page is open until");
			assertThat(output).containsOnlyOnce(link.substring(link.length() - 32));
		}
	}

	@Test
	void whenTokenIsConfiguredThenItReplacesTheLink(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(WeComLoginApplication.class,
				"wecom.setup.token=" + TOKEN, "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu")) {
			assertThat(output).contains("/setup/open\n").doesNotContain(TOKEN, "token=");
			TestBrowser holder = application.desktop();
			// Tokens in URLs would stay in histories and access logs
			holder.get("/setup/open?token=" + TOKEN);
			assertThat(TestBrowser.location(holder.get("/setup"))).contains("/login");

			HttpResponse<String> wrong = enter(holder, "wrong-" + TOKEN);
			assertThat(wrong.statusCode()).isEqualTo(403);
			assertThat(wrong.body()).contains("The token is not valid").doesNotContain(TOKEN);
			assertThat(TestBrowser.location(holder.get("/setup"))).contains("/login");
			assertThat(TestBrowser.location(enter(holder, TOKEN))).endsWith("/setup");
			assertThat(holder.get("/setup").statusCode()).isEqualTo(200);

			application.signedIn(application.inWeCom(), "zhaoliu");
			assertThat(TestBrowser.location(holder.get("/setup"))).contains("/login");
			assertThat(TestBrowser.location(application.desktop().get("/setup/open"))).endsWith("/setup");
			assertThat(output).doesNotContain(TOKEN);
		}
	}

	@Test
	void whenVisitorIsSignedInThenTheLastStepOffersNoSignIn() {
		try (RunningApplication application = new RunningApplication(WeComLoginApplication.class,
				"wecom.setup.token=" + TOKEN, "wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu")) {
			TestBrowser holder = application.inWeCom();
			enter(holder, TOKEN);
			assertThat(holder.get("/setup").body()).contains(">Sign in</a>");
			application.signedIn(holder, "zhangsan");
			assertThat(holder.get("/setup").body()).contains("signed in as zhangsan, without the role ADMIN")
				.doesNotContain(">Sign in</a>");
			TestBrowser administrator = application.signedIn(application.inWeCom(), "zhaoliu");
			assertThat(administrator.get("/setup").body())
				.contains("signed in as zhaoliu, an administrator. Set-up is complete", ">Administration</a>")
				.doesNotContain(">Sign in</a>", "without the role ADMIN");
		}
	}

	private static HttpResponse<String> enter(TestBrowser browser, String token) {
		HttpResponse<String> form = browser.get("/setup/open");
		assertThat(form.body()).contains("action=\"/setup/open\"").doesNotContain("_csrf");
		// No session for visitors who may never sign in
		assertThat(form.headers().allValues("Set-Cookie")).isEmpty();
		return browser.post("/setup/open", "token=" + token);
	}

	static String link(CapturedOutput output) {
		return LINK.matcher(output)
			.results()
			.map((MatchResult match) -> match.group(1))
			.reduce((one, other) -> other)
			.orElseThrow();
	}

}
