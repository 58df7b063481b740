package io.github.wecomlogin.app;

import io.github.wecomlogin.app.member.Person;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who am I, for scripts.
 */
@RestController
class MeController {

	@GetMapping("/api/me")
	ResponseEntity<Person> me(Authentication authentication) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Person.of(authentication));
	}

}
