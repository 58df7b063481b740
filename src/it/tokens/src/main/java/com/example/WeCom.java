package com.example;

import java.util.Map;

import io.github.wecomlogin.account.JdbcAccounts;
import io.github.wecomlogin.session.WeComMemberGoneEvent;
import io.github.wecomlogin.session.WeComMemberResolver;
import io.github.wecomlogin.token.WeComTokenIssuer;
import io.github.wecomlogin.user.WeComMemberReference;
import io.github.wecomlogin.user.WeComUser;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

@Configuration(proxyBeanMethods = false)
class WeCom {

	private final JdbcAccounts accounts;

	private final TokenService tokens;

	WeCom(JdbcOperations jdbc, UserDetailsService users, TokenService tokens) {
		this.accounts = new JdbcAccounts(jdbc, users);
		this.tokens = tokens;
	}

	@Bean
	JdbcAccounts accounts() {
		return this.accounts;
	}

	@Bean
	WeComTokenIssuer issuer() {
		return (signIn, request) -> Map.of("token", this.tokens.create(new LoginUser(
				signIn.account().getUsername(), WeComMemberReference.of(signIn.member()).asText())));
	}

	@Bean
	WeComMemberResolver members() {
		return (authentication) -> (authentication.getPrincipal() instanceof LoginUser user && user.wecom() != null)
				? WeComMemberReference.parse(user.wecom()) : null;
	}

	@EventListener
	void gone(WeComMemberGoneEvent event) {
		WeComUser member = WeComUser.withUserId(event.registrationId(), event.corpId(), event.userId()).build();
		UserDetails account = this.accounts.find(member);
		if (account != null) {
			this.tokens.deleteAll(account.getUsername());
		}
	}

}
