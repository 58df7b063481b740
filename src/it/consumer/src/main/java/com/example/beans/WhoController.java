package com.example.beans;

import java.util.stream.Collectors;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WhoController {

	@GetMapping("/who")
	String who(OAuth2AuthenticationToken authentication) {
		return "%s %s %s".formatted(authentication.getPrincipal().getClass().getSimpleName(), authentication.getName(),
				authentication.getAuthorities()
					.stream()
					.map(GrantedAuthority::getAuthority)
					.filter((authority) -> authority.startsWith("ROLE_"))
					.sorted()
					.collect(Collectors.joining(" ")));
	}

}
