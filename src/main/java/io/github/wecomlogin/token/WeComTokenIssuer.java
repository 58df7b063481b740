package io.github.wecomlogin.token;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Issues what a back end without sessions gives its front end after a sign-in, a token of
 * its own for example. With a bean of this type the library serves the sign-in in a
 * stateless security filter chain of its own, and the front end gets the answer of this
 * method once, with {@code POST /wecom/token}:
 *
 * <pre class="code">
 * &#64;Bean
 * WeComTokenIssuer issuer(TokenService tokens) {
 *     return (signIn, request) -&gt; Map.of("token", tokens.create(signIn.member().getUserId()));
 * }
 * </pre>
 *
 * No token, code or ticket is part of any URL. The request needs no CSRF token: the
 * cookies of the hand-over are {@code SameSite=Lax}, so that a post from another site
 * does not send them; in addition the browser must say that the request is of the same
 * origin, and the content type {@code application/json} makes browsers ask first (CORS
 * preflight), which this path never permits.
 */
@FunctionalInterface
public interface WeComTokenIssuer {

	/**
	 * Issues the answer for a member who has just signed in. Called at most once for each
	 * sign-in.
	 * @param signIn the member and the account
	 * @param request the request of the front end, without a body
	 * @return the body of the answer, written as JSON by the application's message
	 * converters; or a {@link org.springframework.http.ResponseEntity} with status,
	 * headers and body, to set a cookie for example. {@code null} refuses the member as
	 * {@link WeComRefusal#MISCONFIGURED}
	 * @throws WeComRefusalException to refuse the member with its code
	 * @throws org.springframework.security.authentication.AccountStatusException to
	 * refuse the member as {@link WeComRefusal#ACCOUNT_REFUSED}; any other exception
	 * refuses as {@link WeComRefusal#MISCONFIGURED}
	 */
	Object issue(WeComSignIn signIn, HttpServletRequest request);

}
