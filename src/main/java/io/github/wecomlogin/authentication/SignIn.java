package io.github.wecomlogin.authentication;

import java.util.Map;

import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What the exchange of the code hands to the user service: Spring Security lets nothing
 * else pass between the two.
 *
 * @param identity who signs in
 * @param user the member as another callback read it, or {@code null} if it is to be read
 * @param deadline until when the whole sign-in must be done
 */
record SignIn(Identity identity, @Nullable WeComUser user, Deadline deadline) {

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
