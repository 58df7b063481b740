package io.github.wecomlogin.app.member;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;

/**
 * Extracts role names from authorities by removing the prefix {@code ROLE_}. Other
 * authorities, such as authentication factors, are not roles.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RoleName {

	private static final String PREFIX = "ROLE_";

	private RoleName() {
	}

	static @Nullable String of(@Nullable String authority) {
		return (authority != null && authority.startsWith(PREFIX)) ? authority.substring(PREFIX.length()) : null;
	}

	/**
	 * Returns the names of the roles among the given authorities.
	 * @param authorities the authorities
	 * @return the distinct role names, sorted
	 */
	public static List<String> allOf(Collection<? extends GrantedAuthority> authorities) {
		return authorities.stream()
			.map((authority) -> of(authority.getAuthority()))
			.filter(Objects::nonNull)
			.distinct()
			.sorted()
			.toList();
	}

}
