package io.github.wecomlogin.app;

import io.github.wecomlogin.app.member.AccountView;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns the signed-in account as JSON.
 */
@RestController
class MeController {

	@GetMapping("/api/me")
	ResponseEntity<AccountView> me(Authentication authentication) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(AccountView.of(authentication));
	}

}
