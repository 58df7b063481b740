package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.fixture.MovableClock;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.core.authority.mapping.SimpleAuthorityMapper;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.switchuser.SwitchUserFilter;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Members who leave, or change, where the application has security filter chains and code
 * of its own that sessions depend on.
 */
class LeaverInOwnChainTests {

	@Test
	void whenChainsMapAuthoritiesDifferentlyThenEachKeepsItsForm() {
		try (RunningApplication mapping = new RunningApplication(MappingTwice.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2", "wecom.roles[1].role=DEV", "wecom.roles[1].departments[0]=3")) {
			TestBrowser browser = mapping.signedIn(mapping.desktop(), "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("\"ROLE_HR\"");
			mapping.wecom().company().update(mapping.wecom().company().employee("zhangsan").withDepartments(3));
			mapping.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("\"ROLE_DEV\"").doesNotContain("ROLE_HR", "SCOPE_");
		}
	}

	@Test
	void whenUserIsReadDuringTheCheckThenThereIsNoneYet() {
		try (RunningApplication asking = new RunningApplication(Asking.class)) {
			TestBrowser browser = asking.signedIn(asking.desktop(), "zhangsan");
			asking.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("zhangsan", "FROM_PROVIDER");
			assertThat(asking.bean(Asking.class).seen).hasSize(2).containsOnly("nobody");
		}
	}

	@Test
	void whenAuthoritiesCannotBeMappedAnyMoreThenTheGraceBegins() {
		try (RunningApplication mapping = new RunningApplication(BrokenMapping.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2")) {
			TestBrowser browser = mapping.signedIn(mapping.desktop(), "zhangsan");
			mapping.wecom().company().update(mapping.wecom().company().employee("zhangsan").withDepartments(3));
			mapping.bean(BrokenMapping.class).broken = true;
			mapping.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/").statusCode()).isEqualTo(200);
			mapping.bean(MovableClock.class).advance(Duration.ofMinutes(61));
			assertThat(browser.open("/").body()).contains("Sign-in is not set up correctly");
		}
	}

	@Test
	void whenMapperRefusesTheAccountThenTheSessionEndsAtOnce() {
		try (RunningApplication mapping = new RunningApplication(BrokenMapping.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2")) {
			TestBrowser browser = mapping.signedIn(mapping.desktop(), "zhangsan");
			mapping.wecom().company().update(mapping.wecom().company().employee("zhangsan").withDepartments(3));
			mapping.bean(BrokenMapping.class).refusing = true;
			mapping.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.open("/").body()).contains("Your account in this application is not available");
		}
	}

	@Test
	void whenRepositoryCopiesSessionsThenTheyAreRenewedAndEnd() throws Exception {
		try (RunningApplication copying = new RunningApplication(Copying.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2")) {
			TestBrowser browser = copying.signedIn(copying.desktop(), "zhangsan");
			copying.wecom().company().update(copying.wecom().company().employee("zhangsan").withDepartments(3));
			copying.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			int before = copying.wecom().calls(SimulatedWeCom.GETUSER);
			assertThat(browser.get("/").body()).doesNotContain("ROLE_HR");
			copying.wecom().fail(SimulatedWeCom.GETUSER, 60020);
			assertThat(browser.get("/").body()).as("kept").doesNotContain("ROLE_HR");
			assertThat(copying.wecom().calls(SimulatedWeCom.GETUSER) - before).isOne();
			copying.bean(ChangeStamps.class).endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.open("/").body()).contains("You have been signed out");
			assertThat(copying.bean(LeaverTests.Ends.class).all()).hasSize(1);
		}
	}

	@Test
	void whenAnotherRequestChangesTheSessionMeanwhileThenThatIsKept() {
		try (RunningApplication interfering = new RunningApplication(Interfering.class)) {
			TestBrowser browser = interfering.signedIn(interfering.desktop(), "zhangsan");
			interfering.bean(Interfering.class).interfere = true;
			interfering.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("zhangsan").doesNotContain("FROM_ANOTHER_REQUEST");
			assertThat(browser.get("/api/who").body()).contains("zhangsan", "FROM_ANOTHER_REQUEST");
		}
	}

	@Test
	void whenMemberActsAsAnotherUserThenItIsTheMemberWhoIsChecked() {
		try (RunningApplication switching = new RunningApplication(Switching.class)) {
			TestBrowser browser = switching.signedIn(switching.desktop(), "zhangsan");
			assertThat(browser.get("/switch?username=somebody").statusCode()).isEqualTo(302);
			assertThat(browser.get("/api/who").body()).contains("\"somebody\"");
			switching.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("\"somebody\"", "ROLE_PREVIOUS_ADMINISTRATOR");
			assertThat(switching.bean(WeComSessions.class).find(SimulatedWeCom.CORP_ID, "zhangsan")).hasSize(1);
			assertThat(browser.get("/switch-back").statusCode()).isEqualTo(302);
			assertThat(browser.get("/api/who").body()).contains("\"zhangsan\"");
			browser.get("/switch?username=somebody");
			switching.wecom()
				.company()
				.update(switching.wecom().company().employee("zhangsan").withStatus(Employee.LEFT));
			switching.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.open("/api/who").body()).contains("Your account is not active");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class })
	static class MappingTwice {

		@Bean
		@Order(1)
		SecurityFilterChain mapped(HttpSecurity http) {
			SimpleAuthorityMapper mapper = new SimpleAuthorityMapper();
			mapper.setPrefix("SCOPE_");
			return http.securityMatcher("/mapped/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.userInfoEndpoint((user) -> user.userAuthoritiesMapper(mapper)))
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			return protectedByLogin(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class })
	static class Asking {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		WeComAuthoritiesProvider provider() {
			return (user) -> {
				Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
				this.seen.add((authentication != null) ? authentication.getName() : "nobody");
				return List.of(new SimpleGrantedAuthority("FROM_PROVIDER"));
			};
		}

		@Bean
		SecurityFilterChain pages(HttpSecurity http) {
			return protectedByLogin(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class })
	static class Interfering {

		private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

		private volatile boolean interfere;

		@Bean
		WeComAuthoritiesProvider provider() {
			return (user) -> {
				if (this.interfere) {
					this.interfere = false;
					addAuthority();
				}
				return List.of();
			};
		}

		/**
		 * As a request at the same time would.
		 */
		private static void addAuthority() {
			RequestAttributes request = RequestContextHolder.currentRequestAttributes();
			SecurityContext context = (SecurityContext) request.getAttribute(CONTEXT, RequestAttributes.SCOPE_SESSION);
			request.setAttribute(CONTEXT,
					new SecurityContextImpl(context.getAuthentication()
						.toBuilder()
						.authorities((all) -> all.add(new SimpleGrantedAuthority("FROM_ANOTHER_REQUEST")))
						.build()),
					RequestAttributes.SCOPE_SESSION);
		}

		@Bean
		SecurityFilterChain pages(HttpSecurity http) {
			return protectedByLogin(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class, MovableClock.class })
	static class BrokenMapping {

		private volatile boolean broken;

		private volatile boolean refusing;

		@Bean
		SecurityFilterChain pages(HttpSecurity http) {
			GrantedAuthoritiesMapper mapper = (authorities) -> {
				if (this.broken) {
					throw new IllegalStateException("broken");
				}
				if (this.refusing) {
					throw new DisabledException("refused");
				}
				return authorities;
			};
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.userInfoEndpoint((user) -> user.userAuthoritiesMapper(mapper)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class, LeaverTests.Ends.class })
	static class Copying {

		@Bean
		SecurityFilterChain pages(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.securityContext((context) -> context.securityContextRepository(new CopyingRepository()))
				.oauth2Login(withDefaults())
				.build();
		}

		private static final class CopyingRepository implements SecurityContextRepository {

			private final SecurityContextRepository session = new HttpSessionSecurityContextRepository();

			@Override
			@Deprecated
			public SecurityContext loadContext(HttpRequestResponseHolder holder) {
				throw new UnsupportedOperationException();
			}

			@Override
			public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
				DeferredSecurityContext loaded = this.session.loadDeferredContext(request);
				return new DeferredSecurityContext() {

					@Override
					public SecurityContext get() {
						Authentication authentication = loaded.get().getAuthentication();
						return new SecurityContextImpl(
								(authentication != null) ? authentication.toBuilder().build() : null);
					}

					@Override
					public boolean isGenerated() {
						return loaded.isGenerated();
					}

				};
			}

			@Override
			public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
				this.session.saveContext(context, request, response);
			}

			@Override
			public boolean containsContext(HttpServletRequest request) {
				return this.session.containsContext(request);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, LeaverTests.Application.Pages.class })
	static class Switching {

		@Bean
		SecurityFilterChain pages(HttpSecurity http) {
			SwitchUserFilter switching = new SwitchUserFilter();
			switching
				.setUserDetailsService((name) -> User.withUsername(name).password("{noop}x").roles("USER").build());
			switching.setSwitchUserMatcher(PathPatternRequestMatcher.pathPattern("/switch"));
			switching.setExitUserMatcher(PathPatternRequestMatcher.pathPattern("/switch-back"));
			switching.setTargetUrl("/");
			switching.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
			switching.afterPropertiesSet();
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.addFilter(switching)
				.build();
		}

	}

	private static SecurityFilterChain protectedByLogin(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2Login(withDefaults())
			.build();
	}

}
