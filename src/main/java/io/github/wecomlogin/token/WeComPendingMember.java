package io.github.wecomlogin.token;

import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells a page that binds accounts which member this browser belongs to. A member who was
 * refused as {@code no_account} is known here for ten minutes, in a sealed cookie bound
 * to the browser. The page asks for the password of an account, binds it, and starts the
 * sign-in again or, with a {@link WeComTokenIssuer}, posts to {@code /wecom/token} once
 * more:
 *
 * <pre class="code">
 * &#64;PostMapping("/bind")
 * void bind(&#64;RequestBody Credentials credentials, HttpServletRequest request) {
 *     WeComUser member = this.pending.find(request);
 *     Authentication account = this.passwords.authenticate(credentials.asToken());
 *     this.accounts.bind(member, account.getName());
 * }
 * </pre>
 *
 * A bean of this type is there for applications.
 */
@FunctionalInterface
public interface WeComPendingMember {

	/**
	 * Returns the member who signed in with this browser and has no account.
	 * @param request the current request, which must be of the same origin
	 * @return the member as WeCom confirmed it at the sign-in, without authorities, or
	 * {@code null} if there is none, it is more than ten minutes ago, or the request
	 * comes from another site
	 */
	@Nullable WeComUser find(HttpServletRequest request);

}
