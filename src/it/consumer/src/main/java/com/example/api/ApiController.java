package com.example.api;

import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ApiController {

	@GetMapping({ "/", "/api/who" })
	String who(@AuthenticationPrincipal WeComUser user) {
		return user.getName();
	}

}
