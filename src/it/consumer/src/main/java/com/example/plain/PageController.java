package com.example.plain;

import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PageController {

	@GetMapping("/")
	String home() {
		return "home";
	}

	@GetMapping("/hello")
	String hello(@AuthenticationPrincipal WeComUser user, @RequestParam(defaultValue = "Hello") String greeting) {
		return greeting + " " + user.getName();
	}

}
