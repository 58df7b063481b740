package io.github.wecomlogin.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.WeComLoginAuthenticationProvider;
import io.github.wecomlogin.autoconfigure.Runners;
import io.github.wecomlogin.web.NoWeComRememberMeServices;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationProvider;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Everything in Spring Security that this library relies on and that is not its public
 * API: private fields, the order of configurers, and what object post-processors get and
 * may return. {@code .ci/run} runs these tests also with the newest version of Spring
 * Security, milestones included.
 */
class SpringSecurityInternalsTests {

	private static final Path READER = Path.of("src/main/java/io/github/wecomlogin/config/ChainSettings.java");

	private static final Pattern READ = Pattern.compile("\\bread\\(\\w+,\\s*\"([^\"]+)\"");

	private final AtomicReference<HttpSecurity> built = new AtomicReference<>();

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=the-secret-of-the-application-0123456789abc",
				"spring.security.oauth2.client.registration.github.client-id=id",
				"spring.security.oauth2.client.registration.github.client-secret=secret");

	/**
	 * The private fields: where each is, its type, and what breaks without it.
	 */
	static Stream<Arguments> fields() {
		Class<?> login = OAuth2LoginConfigurer.class;
		return Stream.of(
				field(login, "loginPage", String.class, "the sign-in page of the chain is replaced by this library's"),
				field(login, "loginProcessingUrl", String.class, "WeCom redirects to a path that the chain ignores"),
				field(login, "redirectionEndpointConfig.authorizationResponseBaseUri", String.class,
						"WeCom redirects to a path that the chain ignores"),
				field(login, "authorizationEndpointConfig.authorizationRequestBaseUri", String.class,
						"links of the sign-in page lead to a path that the chain ignores"),
				field(login, "authorizationEndpointConfig.authorizationRequestResolver",
						OAuth2AuthorizationRequestResolver.class,
						"registrations that only the resolver of the chain knows are not found"),
				field(login, "authorizationEndpointConfig.authorizationRequestRepository",
						AuthorizationRequestRepository.class, "callbacks of other providers find no attempt"),
				field(login, "successHandler", AuthenticationSuccessHandler.class,
						"the success handler of the chain does not get the return target"),
				field(login, "defaultSuccessHandler", AuthenticationSuccessHandler.class,
						"each sign-in writes the return target into the session"),
				field(login, "failureHandler", AuthenticationFailureHandler.class,
						"the failure handler of the chain is not called"),
				field(login, "authenticationDetailsSource", AuthenticationDetailsSource.class,
						"the details source of the chain is replaced by this library's"),
				field(HttpSecurity.class, "requestMatcher", RequestMatcher.class,
						"a chain for certain requests leads to a sign-in page outside"),
				field(LogoutConfigurer.class, "logoutUrl", String.class,
						"a member who signs in comes back to the page that signs out"),
				field(LogoutConfigurer.class, "logoutRequestMatcher", RequestMatcher.class,
						"signing out of an ended session is refused for its CSRF token"),
				field(LogoutConfigurer.class, "customLogoutSuccess", boolean.class,
						"the target of the chain after signing out is replaced by the sign-in page"),
				field(ExceptionHandlingConfigurer.class, "authenticationEntryPoint", AuthenticationEntryPoint.class,
						"requests that the entry point of the chain rejects start a sign-in"),
				field(DefaultLoginPageGeneratingFilter.class, "loginPageUrl", String.class,
						"the generated sign-in page is not shown"),
				field(DefaultLoginPageGeneratingFilter.class, "failureUrl", String.class,
						"the generated page of a failed sign-in is not shown"),
				field(DefaultLoginPageGeneratingFilter.class, "logoutSuccessUrl", String.class,
						"the generated page after signing out is not shown"));
	}

	private static Arguments field(Class<?> owner, String path, Class<?> type, String breaks) {
		return Arguments.of(owner, path, type, breaks);
	}

	@ParameterizedTest(name = "{0} {1}: {3}")
	@MethodSource("fields")
	void whenFieldIsReadThenItIsThere(Class<?> owner, String path, Class<?> type, String breaks) {
		Class<?> current = owner;
		for (String name : path.split("\\.")) {
			var field = ReflectionUtils.findField(current, name);
			assertThat(field).as("%s of %s: without it, %s", name, current.getName(), breaks).isNotNull();
			current = field.getType();
		}
		assertThat(type.isAssignableFrom(current)).as("%s of %s: without its type, %s", path, owner.getName(), breaks)
			.isTrue();
	}

	@Test
	void whenFieldIsReadThenItIsNamedHere() throws IOException {
		Set<String> read = new TreeSet<>();
		Matcher matcher = READ.matcher(Files.readString(READER));
		while (matcher.find()) {
			read.add(matcher.group(1));
		}
		assertThat(read)
			.isEqualTo(fields().map((arguments) -> (String) arguments.get()[1]).collect(Collectors.toSet()));
	}

	@Test
	void whenFieldIsNotThereThenStartFailsAndSaysWhich() {
		assertThatIllegalStateException().isThrownBy(() -> ChainSettings.read(new Other(), "loginPage", String.class))
			.withMessageContainingAll("does not support Spring Security", "Other has no field 'loginPage'",
					"Spring Security 7.1");
		assertThatIllegalStateException().isThrownBy(() -> ChainSettings.read(new Other(), "page", String.class))
			.withMessageContainingAll("Other has no field 'page' of type String", "update wecom-login");
		assertThatIllegalStateException().isThrownBy(() -> ChainSettings.read(new Other(), "none.page", String.class));
		assertThat(ChainSettings.read(new Other(), "page", Object.class)).isEqualTo(1);
	}

	@Test
	void whenChainHasPathsThenTheyAreRead() {
		withChain((http, settings) -> {
			assertThat(settings.loginPage()).isEqualTo("/start");
			assertThat(settings.callbackPattern()).isEqualTo("/back/*");
			assertThat(settings.paths().start()).isEqualTo("/sso/");
			assertThat(settings.paths().callbackPrefix()).isEqualTo("/back/");
			assertThat(settings.paths().logout()).isEqualTo("/bye");
		}, (http) -> http
			.oauth2Login((login) -> login.loginPage("/start")
				.loginProcessingUrl("/ignored/*")
				.authorizationEndpoint((endpoint) -> endpoint.baseUri("/sso"))
				.redirectionEndpoint((endpoint) -> endpoint.baseUri("/back/*")))
			.logout((logout) -> logout.logoutUrl("/bye")));
		withChain((http, settings) -> assertThat(settings.callbackPattern()).isEqualTo("/back/*"),
				(http) -> http.oauth2Login((login) -> login.loginProcessingUrl("/back/*")));
		withChain((http, settings) -> assertThat(settings.paths().signInPage()).isEqualTo("/hr/sso"),
				(http) -> http.securityMatcher("/hr/**")
					.oauth2Login((login) -> login.authorizationEndpoint((endpoint) -> endpoint.baseUri("/hr/sso"))));
	}

	@Test
	void whenChainHasPartsOfItsOwnThenTheyAreRead() {
		OAuth2AuthorizationRequestResolver resolver = mock();
		AuthorizationRequestRepository<OAuth2AuthorizationRequest> repository = mock();
		AuthenticationSuccessHandler success = mock();
		AuthenticationFailureHandler failure = mock();
		AuthenticationDetailsSource<HttpServletRequest, String> details = mock();
		withChain((http, settings) -> {
			assertThat(settings.hasResolver()).isTrue();
			assertThat(settings.authorizationRequests()).isSameAs(repository);
			assertThat(settings.successHandler()).isSameAs(success);
			assertThat(settings.failureHandler()).isSameAs(failure);
			assertThat(settings.details()).isSameAs(details);
		}, (http) -> http.oauth2Login((login) -> login
			.authorizationEndpoint((endpoint) -> endpoint.authorizationRequestResolver(resolver)
				.authorizationRequestRepository(repository))
			.successHandler(success)
			.failureHandler(failure)
			.authenticationDetailsSource(details)));
	}

	@Test
	void whenChainHasDefaultsThenNothingIsRead() {
		withChain((http, settings) -> {
			assertThat(settings.loginPage()).isNull();
			assertThat(settings.hasResolver()).isFalse();
			assertThat(settings.authorizationRequests()).isNull();
			assertThat(settings.successHandler()).isNull();
			assertThat(settings.failureHandler()).isNull();
			assertThat(settings.details()).isNull();
			assertThat(settings.callbackPattern()).isEqualTo("/login/oauth2/code/*");
			assertThat(settings.paths().start()).isEqualTo("/oauth2/authorization/");
			assertThat(settings.paths().signInPage()).isEqualTo("/login");
			assertThat(settings.paths().logout()).isEqualTo("/logout");
			assertThat(ChainSettings.hasLogoutSuccess(logout(http))).isFalse();
			assertThat(ChainSettings.hasEntryPoint(exceptionHandling(http))).isFalse();
		}, (http) -> http.oauth2Login((login) -> login.defaultSuccessUrl("/home")));
	}

	@Test
	void whenChainSignsOutInItsOwnWayThenThatIsRead() {
		RequestMatcher matcher = mock();
		AuthenticationEntryPoint entryPoint = mock();
		PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
		withChain((http, settings) -> {
			assertThat(ChainSettings.signOut(logout(http), paths)).isSameAs(matcher);
			assertThat(ChainSettings.hasLogoutSuccess(logout(http))).isTrue();
			assertThat(ChainSettings.hasEntryPoint(exceptionHandling(http))).isTrue();
		}, (http) -> http.oauth2Login(withDefaults())
			.logout((logout) -> logout.logoutRequestMatcher(matcher).logoutSuccessUrl("/"))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(entryPoint)));
		withChain((http, settings) -> {
			RequestMatcher signOut = ChainSettings.signOut(logout(http), paths);
			assertThat(signOut.matches(new MockHttpServletRequest("POST", "/bye"))).isTrue();
			assertThat(signOut.matches(new MockHttpServletRequest("GET", "/bye"))).isFalse();
		}, (http) -> http.oauth2Login(withDefaults()).logout((logout) -> logout.logoutUrl("/bye")));
	}

	@Test
	void whenConfigurersAreOrderedThenFiltersOfWeComComeFirst() {
		this.runner.withBean(Chain.class, () -> chain((http) -> http.oauth2Login(withDefaults())))
			.withUserConfiguration(Chains.class)
			.run((context) -> {
				SecurityFilterChain chain = context.getBean(SecurityFilterChain.class);
				assertThat(chain.getFilters())
					.extracting((filter) -> filter.getClass().getSimpleName().replaceFirst("\\$\\$.*", ""))
					.containsSubsequence("SecurityContextHolderFilter", "SessionCheckFilter", "HeaderWriterFilter")
					.containsSubsequence("SignInStart", "NoAuthorizedClientFilter",
							"OAuth2AuthorizationRequestRedirectFilter", "WeComCallbackFilter",
							"OAuth2LoginAuthenticationFilter", "GeneratedPageFilter", "SessionCheckFilter",
							"ExceptionTranslationFilter");
				FilterChainProxy proxy = new FilterChainProxy(chain);
				assertThat(redirect(proxy, "/oauth2/authorization/wecom"))
					.startsWith("https://login.work.weixin.qq.com/");
				assertThat(redirect(proxy, "/oauth2/authorization/github")).startsWith("https://github.com/");
			});
	}

	@ParameterizedTest
	@CsvSource({ "/sign-in, Please sign in", "/sign-in;a=b, Please sign in", "/failed?why, Invalid credentials",
			"/bye/%E5%86%8D%E8%A7%81, You have been signed out", "/failed, ''", "/signin, ''", "/page, ''" })
	void whenPathIsOfTheGeneratedPageThenItIsShown(String url, String text) throws Exception {
		DefaultLoginPageGeneratingFilter generated = new DefaultLoginPageGeneratingFilter();
		generated.setLoginPageUrl("/sign-in");
		generated.setFailureUrl("/failed?why");
		generated.setLogoutSuccessUrl("/bye/再见");
		generated.setOauth2LoginEnabled(true);
		generated.setOauth2AuthenticationUrlToClientName(Map.of("/start", "Other"));
		for (Filter filter : List.of(generated, new GeneratedPageFilter(generated))) {
			MockHttpServletRequest request = new MockHttpServletRequest(HttpMethod.GET.name(), "/app" + url);
			request.setContextPath("/app");
			int query = url.indexOf('?');
			if (query >= 0) {
				request.setRequestURI("/app" + url.substring(0, query));
				request.setQueryString(url.substring(query + 1));
			}
			MockHttpServletResponse response = new MockHttpServletResponse();
			MockFilterChain chain = new MockFilterChain();
			filter.doFilter(request, response, chain);
			assertThat(response.getContentAsString()).contains(text);
			assertThat(chain.getRequest() != null).isEqualTo(text.isEmpty());
		}
	}

	@Test
	void whenPartsArePostProcessedThenThoseOfWeComAreUsed() {
		this.runner
			.withBean(Chain.class, () -> chain((http) -> http.oauth2Login(withDefaults()).httpBasic(withDefaults())))
			.withUserConfiguration(Chains.class)
			.run((context) -> {
				SecurityFilterChain chain = context.getBean(SecurityFilterChain.class);
				assertThat(login(chain.getFilters()).getRememberMeServices())
					.isInstanceOf(NoWeComRememberMeServices.class);
				assertThat(providers()).hasAtLeastOneElementOfType(WeComLoginAuthenticationProvider.class)
					.noneMatch((provider) -> provider.getClass() == OAuth2LoginAuthenticationProvider.class);
				// Spring Security's own entry point knows no return target
				assertThat(redirect(new FilterChainProxy(chain), "/page")).contains("return-to=");
			});
	}

	private static OAuth2LoginAuthenticationFilter login(List<Filter> filters) {
		return filters.stream()
			.filter(OAuth2LoginAuthenticationFilter.class::isInstance)
			.map(OAuth2LoginAuthenticationFilter.class::cast)
			.findFirst()
			.orElseThrow();
	}

	private List<AuthenticationProvider> providers() {
		AuthenticationManager manager = this.built.get().getSharedObject(AuthenticationManager.class);
		return ((ProviderManager) manager).getProviders();
	}

	private static String redirect(FilterChainProxy chain, String path) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest(HttpMethod.GET.name(), path);
		request.setServletPath(path);
		request.addHeader("Accept", "text/html");
		request.addHeader("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36");
		MockHttpServletResponse response = new MockHttpServletResponse();
		chain.doFilter(request, response, new MockFilterChain());
		return String.valueOf(response.getRedirectedUrl());
	}

	private void withChain(BiConsumer<HttpSecurity, ChainSettings> test, Consumer<HttpSecurity> chain) {
		this.runner.run((context) -> {
			HttpSecurity http = context.getBean(HttpSecurity.class);
			chain.accept(http);
			@SuppressWarnings("unchecked")
			OAuth2LoginConfigurer<HttpSecurity> login = http.getConfigurer(OAuth2LoginConfigurer.class);
			test.accept(http, ChainSettings.of(http, login, context));
		});
	}

	@SuppressWarnings("unchecked")
	private static LogoutConfigurer<HttpSecurity> logout(HttpSecurity http) {
		return http.getConfigurer(LogoutConfigurer.class);
	}

	@SuppressWarnings("unchecked")
	private static ExceptionHandlingConfigurer<HttpSecurity> exceptionHandling(HttpSecurity http) {
		return http.getConfigurer(ExceptionHandlingConfigurer.class);
	}

	private Chain chain(Consumer<HttpSecurity> settings) {
		return (http) -> {
			settings.accept(http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()));
			this.built.set(http);
		};
	}

	interface Chain extends Consumer<HttpSecurity> {

	}

	@Configuration(proxyBeanMethods = false)
	static class Chains {

		@Bean
		SecurityFilterChain chain(HttpSecurity http, Chain chain) {
			chain.accept(http);
			return http.build();
		}

	}

	static final class Other {

		@SuppressWarnings("unused")
		private final int page = 1;

		@SuppressWarnings("unused")
		private final Object none = null;

	}

}
