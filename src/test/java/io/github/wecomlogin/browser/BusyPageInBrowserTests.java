package io.github.wecomlogin.browser;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a visitor sees for whom there is no room at the moment.
 */
@RequiresBrowser
class BusyPageInBrowserTests {

	private static final SimulatedWeCom wecom = SimulatedWeCom.start();

	private static ConfigurableApplicationContext application;

	private static BrowserSession browser;

	private static String url;

	@BeforeAll
	static void start() {
		application = new SpringApplicationBuilder(CrowdedApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1",
				// Else the browser complains about a missing icon
				"--spring.mvc.static-path-pattern=/**", "--spring.web.resources.static-locations=classpath:/static/",
				"--wecom.limits.concurrent-sign-ins=1", "--wecom.sign-in-timeout=2m",
				"--wecom.corp-id=" + SimulatedWeCom.CORP_ID, "--wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
				"--wecom.secret=" + SimulatedWeCom.SECRET, "--wecom.endpoints.api=" + wecom.apiUrl(),
				"--wecom.endpoints.authorize=" + wecom.authorizeUrl(),
				"--wecom.endpoints.web-login=" + wecom.webLoginUrl());
		url = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
		wecom.signInAs("zhangsan");
		browser = new BrowserSession();
	}

	@AfterAll
	static void stop() {
		browser.close();
		application.close();
		wecom.close();
	}

	@Test
	void whenApplicationIsBusyThenVisitorSignsInWithOneClickLater() {
		tryAgain(browser.desktop("en-US", ColorScheme.LIGHT), "Try again", "library-3-busy");
		tryAgain(browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT), "重试", "library-4-busy-phone");
		// Only that the page itself came with this status
		assertThat(browser.complaints()).allMatch((complaint) -> complaint.contains("503"));
	}

	private static void tryAgain(Page page, String button, String name) {
		OnlyPlace place = application.getBean(OnlyPlace.class);
		CompletableFuture<HttpResponse<Void>> somebodyElse = signInSomebodyElse();
		place.taken.acquireUninterruptibly();
		page.navigate(url + "/somewhere");
		assertThat(page.url()).startsWith(url + "/login/oauth2/code/wecom?code=");
		Locator link = page.locator("main a");
		assertThat(link.allTextContents()).containsExactly(button);
		assertThat(page.getByRole(AriaRole.ALERT).count()).isEqualTo(1);
		BrowserSession.inBothColorSchemes(page, name,
				(shown) -> assertThat(shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
					.isEqualTo(true));
		link.click();
		assertThat(link.allTextContents()).containsExactly(button);
		place.free.release();
		assertThat(somebodyElse.join().statusCode()).isEqualTo(200);
		place.free.release();
		link.click();
		assertThat(page.url()).isEqualTo(url + "/somewhere");
		assertThat(page.locator("body").textContent()).isEqualTo("Somewhere");
		place.taken.acquireUninterruptibly();
	}

	private static CompletableFuture<HttpResponse<Void>> signInSomebodyElse() {
		HttpClient http = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.ALWAYS)
			.cookieHandler(new CookieManager())
			.build();
		return http.sendAsync(
				HttpRequest.newBuilder(URI.create(url + "/somewhere")).header("Accept", "text/html").build(),
				HttpResponse.BodyHandlers.discarding());
	}

	/**
	 * Keeps a sign-in until it is told to let go.
	 */
	static final class OnlyPlace implements WeComAuthoritiesProvider {

		private final Semaphore taken = new Semaphore(0);

		private final Semaphore free = new Semaphore(0);

		@Override
		public Collection<? extends GrantedAuthority> authoritiesOf(WeComUser user) {
			this.taken.release();
			this.free.acquireUninterruptibly();
			return List.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CrowdedApplication {

		@Bean
		OnlyPlace onlyPlace() {
			return new OnlyPlace();
		}

		/**
		 * Has no asynchronous support, so that a sign-in without a place is refused at
		 * once.
		 */
		@Bean
		FilterRegistrationBean<Filter> synchronousFilter() {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			filter.setAsyncSupported(false);
			filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return filter;
		}

		@RestController
		static class Pages {

			@GetMapping("/somewhere")
			String somewhere() {
				return "Somewhere";
			}

		}

	}

}
