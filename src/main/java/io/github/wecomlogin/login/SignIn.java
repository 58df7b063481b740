package io.github.wecomlogin.login;

import java.util.Map;

import io.github.wecomlogin.client.Deadline;

/**
 * What the exchange of the code hands to the user service: Spring Security lets nothing
 * else pass between the two.
 *
 * @param identity who signs in
 * @param deadline until when the whole sign-in must be done
 */
record SignIn(Identity identity, Deadline deadline) {

	private static final String PARAMETER = SignIn.class.getName();

	Map<String, Object> asParameters() {
		return Map.of(PARAMETER, this);
	}

	static SignIn from(Map<String, Object> parameters) {
		if (parameters.get(PARAMETER) instanceof SignIn signIn) {
			return signIn;
		}
		throw new IllegalStateException("The code was not exchanged by WeCom's code exchange");
	}

	@Override
	public String toString() {
		return "SignIn[]";
	}

}
