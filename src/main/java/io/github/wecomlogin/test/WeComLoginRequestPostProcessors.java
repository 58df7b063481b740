package io.github.wecomlogin.test;

/**
 * What to pass to {@code with(…)} of a request of
 * {@link org.springframework.test.web.servlet.MockMvc} or
 * {@link org.springframework.test.web.servlet.assertj.MockMvcTester}. Made for a static
 * import.
 */
public final class WeComLoginRequestPostProcessors {

	private WeComLoginRequestPostProcessors() {
	}

	/**
	 * Lets a request come from a member of whom nothing is known but the user id
	 * {@code user}, and who has the role {@code USER}, as everybody who is signed in. Its
	 * methods say more about the member.
	 * @return a post-processor that signs the member in
	 */
	public static WeComLoginRequestPostProcessor wecomLogin() {
		return new WeComLoginRequestPostProcessor(new StatedMember());
	}

}
