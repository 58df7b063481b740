package com.example;

import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PageController {

	@GetMapping("/")
	String page(Authentication authentication) {
		return "Hello " + authentication.getName();
	}

}
