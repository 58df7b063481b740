package com.example.dsl;

import java.util.HashSet;
import java.util.Set;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class WebSecurity {

	@Bean
	SecurityFilterChain web(HttpSecurity http, RecordingAuthorizationRequestRepository authorizationRequests) {
		GrantedAuthoritiesMapper staff = (authorities) -> {
			Set<GrantedAuthority> all = new HashSet<>(authorities);
			all.add(new SimpleGrantedAuthority("ROLE_STAFF"));
			return all;
		};
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2Login((login) -> login.failureUrl("/oops")
				.authorizationEndpoint((endpoint) -> endpoint.authorizationRequestRepository(authorizationRequests))
				.userInfoEndpoint(
						(endpoint) -> endpoint.userService(new GitHubUserService()).userAuthoritiesMapper(staff)))
			.build();
	}

}
