package com.example;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PageController {

	static final String USER = "user";

	@GetMapping("/")
	ResponseEntity<String> page(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		Object user = (session != null) ? session.getAttribute(USER) : null;
		return (user != null) ? ResponseEntity.ok("Hello " + user)
				: ResponseEntity.status(302).header("Location", "/start").build();
	}

}
