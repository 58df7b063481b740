package com.example;

/**
 * A user who has a token. The token store keeps it as JSON.
 */
record LoginUser(String username,
		// The member and the sign-in, or null after a sign-in with a password
		String wecom) {

}
