package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;

/**
 * Finds and replaces the member behind an authentication: its principal or, with Spring
 * Security's user switching, the member who switched.
 */
final class SignedInMember {

	private SignedInMember() {
	}

	/**
	 * Returns the member.
	 * @return the member, or {@code null} if the authentication is not from WeCom
	 */
	static @Nullable WeComUser of(@Nullable Authentication authentication) {
		if (authentication == null) {
			return null;
		}
		if (authentication.getPrincipal() instanceof WeComUser user) {
			return user;
		}
		for (GrantedAuthority authority : authentication.getAuthorities()) {
			if (authority instanceof SwitchUserGrantedAuthority switched) {
				return of(switched.getSource());
			}
		}
		return null;
	}

	/**
	 * Replaces the member and the authorities granted by WeCom rules.
	 */
	static Authentication renew(Authentication authentication, WeComUser now, AuthorityRenewal mappers) {
		Collection<GrantedAuthority> authorities = (authentication.getPrincipal() instanceof WeComUser before)
				? mappers.renew(authentication.getAuthorities(), before.getAuthorities(), now.getAuthorities())
				: renewSource(authentication, now, mappers);
		Authentication.Builder<?> builder = authentication.toBuilder().authorities((all) -> {
			all.clear();
			all.addAll(authorities);
		});
		if (authentication.getPrincipal() instanceof WeComUser) {
			builder.principal(now);
		}
		return builder.build();
	}

	private static List<GrantedAuthority> renewSource(Authentication authentication, WeComUser now,
			AuthorityRenewal mappers) {
		List<GrantedAuthority> authorities = new ArrayList<>();
		for (GrantedAuthority authority : authentication.getAuthorities()) {
			authorities.add((authority instanceof SwitchUserGrantedAuthority switched)
					? new SwitchUserGrantedAuthority(switched.getAuthority(), renew(switched.getSource(), now, mappers))
					: authority);
		}
		return authorities;
	}

}
