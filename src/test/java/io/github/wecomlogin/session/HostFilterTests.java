package io.github.wecomlogin.session;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComMemberReference;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members whom a filter of the application authenticates at the end of the chain.
 */
class HostFilterTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void signIn() {
		application.bean(Application.class).signedInAt = Instant.now();
	}

	@ParameterizedTest
	@CsvSource({ "before,zhangsan,member", "after,lisi,member", "configurer,wangwu,member", "before,zhaoliu,reference",
			"after,chenjing,reference", "configurer,sunqi,reference" })
	void whenFilterAuthenticatesLastThenTheMemberIsChecked(String chain, String userId, String principal) {
		assertThat(get(chain, userId, principal).body()).isEqualTo(userId);
		application.bean(WeComSessions.class).endAll(SimulatedWeCom.CORP_ID, userId);
		HttpResponse<String> response = get(chain, userId, principal);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Own");
	}

	@ParameterizedTest
	@ValueSource(strings = { "writer", "stream" })
	void whenEntryPointWritesWithoutTypeThenItsBodyStays(String body) {
		HttpResponse<String> response = get("before?body=" + body, "nobody", "reference");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo(body);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).doesNotContain("problem");
	}

	private static HttpResponse<String> get(String chain, String userId, String principal) {
		return application.desktop()
			.with("Accept", "application/json")
			.with("X-User", userId)
			.with("X-Principal", principal)
			.get("/" + chain);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private volatile Instant signedInAt = Instant.EPOCH;

		@Bean
		WeComMemberResolver members() {
			return (authentication) -> (authentication.getDetails() instanceof WeComMemberReference reference)
					? reference : null;
		}

		@Bean
		@Order(1)
		SecurityFilterChain before(HttpSecurity http) {
			return protect(http, "/before").addFilterBefore(new HostFilter(this), AuthorizationFilter.class).build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain after(HttpSecurity http) {
			return protect(http, "/after").addFilterAfter(new HostFilter(this), ExceptionTranslationFilter.class)
				.build();
		}

		@Bean
		@Order(3)
		SecurityFilterChain configurer(HttpSecurity http) {
			return protect(http, "/configurer").with(new HostConfigurer(this), (configurer) -> {
			}).build();
		}

		private static HttpSecurity protect(HttpSecurity http, String path) {
			return http.securityMatcher(path)
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new OwnEntryPoint()));
		}

		@RestController
		static class Pages {

			@GetMapping({ "/before", "/after", "/configurer" })
			String who() {
				return SecurityContextHolder.getContext().getAuthentication().getName();
			}

		}

	}

	private static final class HostConfigurer extends AbstractHttpConfigurer<HostConfigurer, HttpSecurity> {

		private final Application application;

		private HostConfigurer(Application application) {
			this.application = application;
		}

		@Override
		public void configure(HttpSecurity http) {
			http.addFilterBefore(new HostFilter(this.application), AuthorizationFilter.class);
		}

	}

	/**
	 * Sets the authentication in the context that is there.
	 */
	private static final class HostFilter extends OncePerRequestFilter {

		private final Application application;

		private HostFilter(Application application) {
			this.application = application;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String userId = request.getHeader("X-User");
			WeComUser user = WeComUser.withUserId("wecom", SimulatedWeCom.CORP_ID, userId)
				.verification(Verification.at(this.application.signedInAt))
				.build();
			boolean isMember = request.getHeader("X-Principal").equals("member");
			UsernamePasswordAuthenticationToken authentication = UsernamePasswordAuthenticationToken
				.authenticated(isMember ? user : userId, null, AuthorityUtils.createAuthorityList("ROLE_OWN"));
			authentication.setDetails(
					userId.equals("nobody") ? WeComMemberReference.of("wecom", userId, this.application.signedInAt)
							: WeComMemberReference.of(user));
			SecurityContextHolder.getContext().setAuthentication(authentication);
			chain.doFilter(request, response);
		}

	}

	private static final class OwnEntryPoint implements AuthenticationEntryPoint {

		@Override
		public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
				throws IOException {
			response.setHeader("WWW-Authenticate", "Own");
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
			String body = request.getParameter("body");
			if ("writer".equals(body)) {
				response.getWriter().write(body);
			}
			if ("stream".equals(body)) {
				response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
			}
		}

	}

}
