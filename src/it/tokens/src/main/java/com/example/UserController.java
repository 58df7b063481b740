package com.example;

import java.util.Map;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UserController {

	private final UserService users;

	private final PasswordLogin passwords;

	private final TokenService tokens;

	UserController(UserService users, PasswordLogin passwords, TokenService tokens) {
		this.users = users;
		this.passwords = passwords;
		this.tokens = tokens;
	}

	@PostMapping("/api/login")
	Map<String, String> login(@RequestBody PasswordLogin.Credentials credentials) {
		return Map.of("token", this.tokens.create(new LoginUser(this.passwords.check(credentials), null)));
	}

	@GetMapping("/api/me")
	Map<String, String> me(@AuthenticationPrincipal LoginUser user) {
		return Map.of("username", user.username(), "name", this.users.nickname(user.username()));
	}

}
