package io.github.wecomlogin.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.wecomlogin.account.ContactAccounts;
import io.github.wecomlogin.account.WeComAccounts;
import io.github.wecomlogin.token.WeComTokenIssuer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WeComTokenAutoConfiguration}.
 */
class WeComTokenAutoConfigurationTests {

	private static final WeComTokenIssuer ISSUER = (signIn, request) -> Map.of();

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=0123456789abcdef0123456789abcdef0123456789a");

	@Test
	void whenThereIsNoIssuerThenThereIsNoChainForTokens() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(WeComTokenAutoConfiguration.CHAIN)
			.hasSingleBean(SecurityFilterChain.class));
	}

	@Test
	void whenApplicationHasNoChainThenSpringBootsStillProtectsIt() {
		this.runner.withBean(WeComTokenIssuer.class, () -> ISSUER).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(SecurityFilterChain.class)).hasSize(2);
			assertThat(context.getBean(FilterChainProxy.class).getFilters("/anything"))
				.hasAtLeastOneElementOfType(AuthorizationFilter.class);
		});
	}

	@Test
	void whenApplicationHasAChainThenOnlyPathsOfTheSignInAreOurs() {
		this.runner.withBean(WeComTokenIssuer.class, () -> ISSUER)
			.withBean("api", SecurityFilterChain.class, () -> new NoFilters())
			.run((context) -> {
				SecurityFilterChain chain = context.getBean(WeComTokenAutoConfiguration.CHAIN,
						SecurityFilterChain.class);
				assertThat(context.getBean(FilterChainProxy.class).getFilterChains()).first().isSameAs(chain);
				for (String path : new String[] { "/oauth2/authorization/wecom", "/login/oauth2/code/wecom",
						"/wecom/token" }) {
					assertThat(chain.matches(request(path))).as(path).isTrue();
				}
				for (String path : new String[] { "/", "/login", "/oauth2/authorization/github",
						"/login/oauth2/code/github", "/wecom/token/x", "/wecom/callback/wecom" }) {
					assertThat(chain.matches(request(path))).as(path).isFalse();
				}
			});
	}

	@Test
	void whenApplicationReplacesTheChainThenOursBacksOff() {
		this.runner.withBean(WeComTokenIssuer.class, () -> ISSUER)
			.withBean(WeComTokenAutoConfiguration.CHAIN, SecurityFilterChain.class, () -> new NoFilters())
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(WeComTokenAutoConfiguration.CHAIN)
				.isInstanceOf(NoFilters.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "snsapi_base", "snsapi_privateinfo" })
	void whenAccountsAreFoundByMobileThenEachScopeWillDo(String scope) {
		this.runner.withBean(WeComAccounts.class, () -> ContactAccounts.byMobile((mobile) -> null))
			.withPropertyValues("wecom.scope=" + scope)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static MockHttpServletRequest request(String path) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setServletPath(path);
		return request;
	}

	private static final class NoFilters implements SecurityFilterChain {

		@Override
		public boolean matches(HttpServletRequest request) {
			return true;
		}

		@Override
		public List<Filter> getFilters() {
			return List.of();
		}

	}

}
