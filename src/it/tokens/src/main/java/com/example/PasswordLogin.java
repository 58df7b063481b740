package com.example;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.stereotype.Service;

/**
 * The sign-in that the back end has had before.
 */
@Service
class PasswordLogin {

	private final AuthenticationManager manager;

	PasswordLogin(UserDetailsService users) {
		this.manager = new ProviderManager(new DaoAuthenticationProvider(users));
	}

	/**
	 * Checks a password and returns the name of the user.
	 */
	String check(Credentials credentials) {
		return this.manager
			.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(credentials.username(),
					credentials.password()))
			.getName();
	}

	record Credentials(String username, String password) {

	}

}
