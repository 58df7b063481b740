package io.github.wecomlogin.test;

/**
 * Provides the request post-processor for
 * {@link org.springframework.test.web.servlet.MockMvc} or
 * {@link org.springframework.test.web.servlet.assertj.MockMvcTester}. Made for a static
 * import.
 */
public final class WeComLoginRequestPostProcessors {

	private WeComLoginRequestPostProcessors() {
	}

	/**
	 * Authenticates a request as a member with the user ID {@code user} and the role
	 * {@code USER}. The methods of the result add further data.
	 * @return the post-processor
	 */
	public static WeComLoginRequestPostProcessor wecomLogin() {
		return new WeComLoginRequestPostProcessor(new StatedMember());
	}

}
