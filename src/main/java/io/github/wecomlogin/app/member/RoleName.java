package io.github.wecomlogin.app.member;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;

/**
 * What people call a role: the authority without its prefix. Other authorities, such as
 * those that tell how somebody signed in, are no roles.
 */
final class RoleName {

	private static final String PREFIX = "ROLE_";

	private RoleName() {
	}

	static @Nullable String of(@Nullable String authority) {
		return (authority != null && authority.startsWith(PREFIX)) ? authority.substring(PREFIX.length()) : null;
	}

	/**
	 * Returns the roles among some authorities.
	 * @param authorities any authorities
	 * @return the roles, sorted, each once
	 */
	static List<String> allOf(Collection<? extends GrantedAuthority> authorities) {
		return authorities.stream()
			.map((authority) -> of(authority.getAuthority()))
			.filter(Objects::nonNull)
			.distinct()
			.sorted()
			.toList();
	}

}
