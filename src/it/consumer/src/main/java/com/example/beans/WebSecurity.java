package com.example.beans;

import java.util.HashSet;
import java.util.Set;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.web.SecurityFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

@Configuration(proxyBeanMethods = false)
class WebSecurity {

	@Bean
	SecurityFilterChain web(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2Login(withDefaults())
			.build();
	}

	@Bean
	GrantedAuthoritiesMapper staff() {
		return (authorities) -> {
			Set<GrantedAuthority> all = new HashSet<>(authorities);
			all.add(new SimpleGrantedAuthority("ROLE_STAFF"));
			return all;
		};
	}

}
