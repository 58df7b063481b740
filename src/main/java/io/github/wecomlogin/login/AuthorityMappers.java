package io.github.wecomlogin.login;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;

/**
 * The forms that sign-ins give to authorities, in the security filter chains of the
 * application. In which of them a member signed in shows in what the member has.
 */
final class AuthorityMappers {

	private final List<GrantedAuthoritiesMapper> mappers = new CopyOnWriteArrayList<>();

	void add(GrantedAuthoritiesMapper mapper) {
		if (!this.mappers.contains(mapper)) {
			this.mappers.add(mapper);
		}
	}

	/**
	 * Replaces what a member was given by what the member is given now, and leaves the
	 * rest: how somebody signed in, and what the application added itself.
	 * @param current what the {@code Authentication} has
	 * @param before what the member had, as the rules give it
	 * @param now what the member has now
	 */
	Collection<GrantedAuthority> renew(Collection<? extends GrantedAuthority> current,
			Collection<? extends GrantedAuthority> before, Collection<? extends GrantedAuthority> now) {
		if (new HashSet<>(before).equals(new HashSet<>(now))) {
			return new ArrayList<>(current);
		}
		Set<GrantedAuthority> all = new LinkedHashSet<>(current);
		GrantedAuthoritiesMapper used = used(all, before);
		if (used != null) {
			all.removeAll(new HashSet<>(used.mapAuthorities(before)));
			all.addAll(used.mapAuthorities(now));
			return all;
		}
		// Nobody can tell in which form: rather too little, until the next sign-in
		this.mappers.forEach((mapper) -> all.removeAll(new HashSet<>(mapper.mapAuthorities(before))));
		all.removeAll(new HashSet<>(before));
		return all;
	}

	private @Nullable GrantedAuthoritiesMapper used(Set<GrantedAuthority> current,
			Collection<? extends GrantedAuthority> before) {
		for (GrantedAuthoritiesMapper mapper : this.mappers) {
			if (current.containsAll(mapper.mapAuthorities(before))) {
				return mapper;
			}
		}
		return (this.mappers.size() == 1) ? this.mappers.get(0) : null;
	}

}
