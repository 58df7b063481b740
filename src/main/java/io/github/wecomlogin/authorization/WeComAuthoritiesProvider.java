package io.github.wecomlogin.authorization;

import java.util.Collection;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.GrantedAuthority;

/**
 * Gives members authorities that {@code wecom.roles} cannot, for example from a table of
 * the application. Make it a bean; those of several beans add up, and to the rules'.
 */
@FunctionalInterface
public interface WeComAuthoritiesProvider {

	/**
	 * Returns the authorities of a member beyond those of the rules. Called by each
	 * sign-in and each re-check of a session, which wait for it, and by
	 * {@link WeComAccess} when it explains roles, so it should be quick and have no side
	 * effects. The security context is empty during the call. If it fails, a member who
	 * signs in is refused; a signed-in member keeps the former authorities for
	 * {@code wecom.session.recheck-grace}.
	 * @param user the member, with the authorities that the rules give
	 * @return authorities, for roles with the prefix {@code ROLE_}; may be empty
	 * @throws WeComRefusalException to keep the member out, usually with
	 * {@link WeComRefusal#NOT_ALLOWED}
	 * @throws org.springframework.security.authentication.AccountStatusException to
	 * refuse the member's account in this application
	 * ({@link WeComRefusal#ACCOUNT_REFUSED})
	 */
	Collection<? extends GrantedAuthority> authoritiesOf(WeComUser user);

}
