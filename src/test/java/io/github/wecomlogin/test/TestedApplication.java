package io.github.wecomlogin.test;

import java.util.List;

import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Somebody's application that is tested with
 * {@link WeComLoginRequestPostProcessors#wecomLogin()}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
class TestedApplication {

	/**
	 * Request attribute with the member that a controller was given.
	 */
	static final String SEEN_USER = "seen-user";

	/**
	 * Request attribute with the authentication that a controller was given.
	 */
	static final String SEEN_AUTHENTICATION = "seen-authentication";

	@Bean
	SecurityFilterChain web(HttpSecurity http) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().authenticated())
			.oauth2Login(withDefaults())
			.build();
	}

	@Bean
	WeComAuthoritiesProvider stock() {
		return (user) -> {
			if (user.getUserId().equals("banned")) {
				throw new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
			}
			return "仓管".equals(user.getPosition()) ? List.of(new SimpleGrantedAuthority("stock:read")) : List.of();
		};
	}

	@RestController
	static class Pages {

		@GetMapping("/who")
		String who(@AuthenticationPrincipal WeComUser user, OAuth2AuthenticationToken authentication,
				HttpServletRequest request) {
			request.setAttribute(SEEN_USER, user);
			request.setAttribute(SEEN_AUTHENTICATION, authentication);
			return user.getUserId();
		}

		@GetMapping("/admin")
		String admin(@AuthenticationPrincipal WeComUser user) {
			return user.getUserId() + (user.isLeaderOf(2) ? " leads 2" : "");
		}

		@GetMapping("/hr")
		@PreAuthorize("hasRole('HR')")
		String hr() {
			return "hr";
		}

		@PostMapping("/form")
		String form(@AuthenticationPrincipal WeComUser user) {
			return user.getUserId();
		}

	}

}
