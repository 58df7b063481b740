package io.github.wecomlogin.autoconfigure;

import java.util.List;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No bean that gives authorities is overlooked, however it came to be.
 */
class AuthoritiesProviderTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=the-secret-of-the-application-0123456789abc");

	@Test
	void whenThereAreSeveralThenAllAreAsked() {
		this.runner.withUserConfiguration(Several.class)
			.run((context) -> assertThat(authorities(context)).containsExactly("ROLE_USER", "first", "second"));
	}

	@Test
	void whenProviderIsAPrototypeThenItIsAskedToo() {
		this.runner.withUserConfiguration(Prototype.class)
			.run((context) -> assertThat(authorities(context)).containsExactly("ROLE_USER", "prototype"));
	}

	@Test
	void whenProviderIsInAParentContextThenItIsAskedToo() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Several.class)) {
			this.runner.withParent(parent)
				.run((context) -> assertThat(authorities(context)).containsExactly("ROLE_USER", "first", "second"));
		}
	}

	private static List<String> authorities(AssertableWebApplicationContext context) {
		WeComUser user = WeComUser.withUserId("wecom", "ww0123456789abcdef", "zhangsan").build();
		return context.getBean(WeComAccess.class)
			.apply(user, Organisation.UNKNOWN)
			.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@Order(2)
		WeComAuthoritiesProvider second() {
			return (user) -> AuthorityUtils.createAuthorityList("second");
		}

		@Bean
		@Order(1)
		WeComAuthoritiesProvider first() {
			return (user) -> AuthorityUtils.createAuthorityList("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Scope("prototype")
		WeComAuthoritiesProvider prototype() {
			return new WeComAuthoritiesProvider() {

				@Override
				public List<GrantedAuthority> authoritiesOf(WeComUser user) {
					return AuthorityUtils.createAuthorityList("prototype");
				}

			};
		}

	}

}
