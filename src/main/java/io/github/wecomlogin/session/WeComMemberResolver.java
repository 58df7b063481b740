package io.github.wecomlogin.session;

import io.github.wecomlogin.user.WeComMemberReference;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Tells which member of WeCom stands behind an authentication that this library has not
 * created: a bearer token of the application, a user that a proxy has authenticated, or a
 * remembered user. With a bean of this type every security filter chain checks such
 * members as it checks sessions: one {@code user/get} per member and
 * {@code wecom.session.recheck-interval}, within {@code wecom.session.recheck-grace}, at
 * once after an event, and until an administrator ends the member's sign-ins
 * ({@link WeComSessions#endAll}). The authentication of a refused member is removed, so
 * that the entry point of the chain answers, with a
 * {@link io.github.wecomlogin.refusal.WeComRefusalException} that has the reason:
 *
 * <pre class="code">
 * &#64;Bean
 * WeComMemberResolver members() {
 *     return (authentication) -&gt; (authentication.getPrincipal() instanceof TokenUser user)
 *             ? WeComMemberReference.parse(user.wecom()) : null;
 * }
 * </pre>
 *
 * The check decides about access only: authorities stay those that the application gave,
 * while {@code wecom.allow} and code of the application that refuses the account apply.
 * If there are several beans, the first one that knows the member is used. Members who
 * signed in with WeCom, whose principal is a {@link io.github.wecomlogin.user.WeComUser},
 * are checked without this bean, and so are members who act as another user
 * ({@code SwitchUserFilter}).
 */
@FunctionalInterface
public interface WeComMemberResolver {

	/**
	 * Returns the member behind an authentication. Called once per request, so it should
	 * be quick.
	 * @param authentication the authentication, not an anonymous one
	 * @return the member and the sign-in, or {@code null} if the user is no member of
	 * WeCom and therefore not checked. An exception fails the request
	 */
	@Nullable WeComMemberReference resolve(Authentication authentication);

}
