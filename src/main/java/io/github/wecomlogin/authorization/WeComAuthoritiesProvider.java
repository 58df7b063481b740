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
	 * Returns what a member may do beyond what the rules say. Called in each sign-in and
	 * with each re-check of a session, which wait for it, and when somebody asks
	 * {@link WeComAccess} why a member has an authority, so it should be quick and change
	 * nothing. Nobody is in the security context meanwhile. A member whose authorities
	 * cannot be told is not signed in; who is signed in keeps those of before for
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
