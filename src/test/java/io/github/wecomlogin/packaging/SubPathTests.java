package io.github.wecomlogin.packaging;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.session.WeComSessions;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application behind a real nginx that serves it under another path.
 */
@RequiresNginx
class SubPathTests {

	private static final String CONFIGURATION = """
			daemon off;
			pid /tmp/nginx.pid;
			error_log stderr;
			events {}
			http {
				access_log off;
				client_body_temp_path /tmp/body;
				proxy_temp_path /tmp/proxy;
				fastcgi_temp_path /tmp/fastcgi;
				uwsgi_temp_path /tmp/uwsgi;
				scgi_temp_path /tmp/scgi;
				server {
					listen 127.0.0.1:%d;
					location /portal/ {
						proxy_pass %s/;
						proxy_set_header Host %s;
						proxy_redirect off;
					}
				}
			}
			""";

	@ParameterizedTest
	@CsvSource({ "'', $http_host", "'', $proxy_host", "/internal, $http_host", "/portal, $http_host" })
	void whenProxyChangesThePathThenEveryRedirectHasIt(String contextPath, String host, @TempDir Path directory) {
		int port = UnusedPorts.next();
		String site = "http://127.0.0.1:" + port;
		try (RunningApplication application = new RunningApplication(ProtectedApplication.class,
				"wecom.base-url=" + site + "/portal", "server.servlet.context-path=" + contextPath);
				NginxProcess nginx = NginxProcess.start(directory,
						CONFIGURATION.formatted(port, application.url() + contextPath, host), List.of("nginx"))) {
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = new TestBrowser(site, TestBrowser.DESKTOP);
			HttpResponse<String> page = browser.open("/portal/page?a=1&b=%E4%B8%AD");
			assertThat(page.statusCode()).as(nginx.output()).isEqualTo(200);
			assertThat(page.uri()).hasToString(site + "/portal/page?a=1&b=%E4%B8%AD");
			application.bean(WeComSessions.class).endAll(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.open("/portal/page").uri())
				.hasToString(site + "/portal/login?return-to=%2Fportal%2Fpage&error=session_ended");
			loseCookie(application, new TestBrowser(site, TestBrowser.WECOM), site);
			signOut(application, new TestBrowser(site, TestBrowser.DESKTOP), site);
			refuse(application, new TestBrowser(site, TestBrowser.DESKTOP), site);
		}
	}

	private static void loseCookie(RunningApplication application, TestBrowser browser, String site) {
		String callback = browser.openUntil("/portal/page", "/portal/login/oauth2/code/");
		browser.forgetAttempts();
		HttpResponse<String> response = browser.open(callback);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.uri()).hasToString(site + "/portal/");
	}

	private static void signOut(RunningApplication application, TestBrowser browser, String site) {
		assertThat(browser.open("/portal/").statusCode()).isEqualTo(200);
		HttpResponse<String> response = browser.post("/portal/logout", browser.get("/portal/csrf").body());
		assertThat(TestBrowser.location(response)).isEqualTo("/portal/login?logout");
		assertThat(browser.open("/portal/page").statusCode()).isEqualTo(200);
		assertThat(browser.open("/portal/login").body()).contains("href=\"/portal/oauth2/authorization/wecom\"");
	}

	private static void refuse(RunningApplication application, TestBrowser browser, String site) {
		HttpResponse<String> script = new TestBrowser(site, TestBrowser.DESKTOP).with("Accept", "application/json")
			.get("/portal/page");
		assertThat(script.statusCode()).isEqualTo(401);
		assertThat(script.body()).contains("\"signInUrl\":\"/portal/oauth2/authorization/wecom\"");
		application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		HttpResponse<String> refused = browser.open("/portal/page");
		assertThat(refused.uri().toString()).startsWith(site + "/portal/login?error=outsider&ref=");
		assertThat(refused.statusCode()).isEqualTo(200);
	}

}
