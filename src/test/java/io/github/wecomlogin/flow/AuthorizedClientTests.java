package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Applications that treat WeCom as a provider of access tokens.
 */
@ExtendWith(OutputCaptureExtension.class)
class AuthorizedClientTests {

	private static final String[] GITHUB = { "spring.security.oauth2.client.registration.github.client-id=id",
			"spring.security.oauth2.client.registration.github.client-secret=secret" };

	@ParameterizedTest
	@CsvSource({ "/client", "/client/named", "/client/manager/wecom", "/client/call/wecom" })
	void whenClientOfWeComIsAskedForThenErrorSaysWhatToUse(String path, CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(BootsChain.class)) {
			assertNoClient(application, path, output);
		}
	}

	@Test
	void whenChainIsTheApplicationsOwnThenErrorSaysWhatToUse(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(OnlyLogin.class)) {
			assertNoClient(application, "/client/named", output);
		}
	}

	@Test
	void whenAnotherChainHasAClientThenErrorSaysWhatToUse(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(ClientBesideLogin.class)) {
			TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
			HttpResponse<String> response = browser.get("/tools/client");
			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(output).contains("WeCom has no authorized client");
		}
	}

	@Test
	void whenOnlyChainHasAClientThenStartOfASignInIsNotFound(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(OnlyClient.class, GITHUB)) {
			HttpResponse<String> response = application.desktop().get("/oauth2/authorization/wecom");
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.headers().firstValue("Location")).isEmpty();
			assertThat(output).contains("without oauth2Login", "WeCom has no authorized client");
			assertThat(TestBrowser.location(application.desktop().get("/oauth2/authorization/github")))
				.startsWith("https://github.com/");
		}
	}

	@Test
	void whenClientOfAnotherProviderIsAskedForThenBrowserIsSentThere() {
		try (RunningApplication application = new RunningApplication(BootsChain.class, GITHUB)) {
			TestBrowser browser = application.desktop();
			application.wecom().signInAs("zhangsan");
			browser.open("/oauth2/authorization/wecom");
			assertThat(TestBrowser.location(browser.get("/client/manager/github"))).startsWith("https://github.com/");
		}
	}

	private static void assertNoClient(RunningApplication application, String path, CapturedOutput output) {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		HttpResponse<String> response = browser.get(path);
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("Location")).isEmpty();
		assertThat(output).contains("WeCom has no authorized client", "registration 'wecom'",
				"@AuthenticationPrincipal WeComUser");
		assertThat(browser.get("/").statusCode()).isEqualTo(200);
	}

	@RestController
	static class ClientPages {

		private final OAuth2AuthorizedClientManager manager;

		ClientPages(OAuth2AuthorizedClientManager manager) {
			this.manager = manager;
		}

		@GetMapping({ "/client", "/tools/client" })
		String client(@RegisteredOAuth2AuthorizedClient OAuth2AuthorizedClient client) {
			return client.getPrincipalName();
		}

		@GetMapping("/client/named")
		String named(@RegisteredOAuth2AuthorizedClient("wecom") OAuth2AuthorizedClient client) {
			return client.getPrincipalName();
		}

		@GetMapping("/client/manager/{id}")
		String manager(@PathVariable("id") String id, Authentication authentication) {
			return String.valueOf(this.manager
				.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(id).principal(authentication).build()));
		}

		@GetMapping("/client/call/{id}")
		String call(@PathVariable("id") String id) {
			return String.valueOf(RestClient.builder()
				.requestInterceptor(new OAuth2ClientHttpRequestInterceptor(this.manager))
				.build()
				.get()
				.uri("http://127.0.0.1:1/")
				.attributes(RequestAttributeClientRegistrationIdResolver.clientRegistrationId(id))
				.retrieve()
				.body(String.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, ClientPages.class })
	static class BootsChain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, ClientPages.class })
	static class OnlyLogin {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, ClientPages.class })
	static class ClientBesideLogin {

		@Bean
		@Order(1)
		SecurityFilterChain tools(HttpSecurity http) {
			return http.securityMatcher("/tools/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Client(withDefaults())
				.build();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, ClientPages.class })
	static class OnlyClient {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.oauth2Client(withDefaults())
				.build();
		}

	}

}
