package io.github.wecomlogin.login;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpSession;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Somebody's application: a few pages, no security configuration.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ProtectedApplication {

	@Bean
	SessionRecorder sessionRecorder() {
		return new SessionRecorder();
	}

	@RestController
	static class Pages {

		@GetMapping({ "/", "/page", "/page/{name}" })
		Map<String, Object> me(Authentication authentication, HttpSession session) {
			Map<String, Object> me = new LinkedHashMap<>();
			if (authentication.getPrincipal() instanceof WeComUser user) {
				me.putAll(user.getAttributes());
			}
			me.put("authorities",
					authentication.getAuthorities().stream().map(GrantedAuthority::getAuthority).sorted().toList());
			me.put("session", session.getId());
			return me;
		}

		@GetMapping("/csrf")
		String csrf(CsrfToken token) {
			return token.getParameterName() + "=" + token.getToken();
		}

	}

}
