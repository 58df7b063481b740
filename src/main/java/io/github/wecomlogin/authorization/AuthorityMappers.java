package io.github.wecomlogin.authorization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;

/**
 * The forms that sign-ins give to authorities, in the security filter chains of the
 * application. In which of them a member signed in shows in what the member has.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AuthorityMappers {

	private final List<GrantedAuthoritiesMapper> mappers = new CopyOnWriteArrayList<>();

	public void add(GrantedAuthoritiesMapper mapper) {
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
	public Collection<GrantedAuthority> renew(Collection<? extends GrantedAuthority> current,
			Collection<? extends GrantedAuthority> before, Collection<? extends GrantedAuthority> now) {
		if (new HashSet<>(before).equals(new HashSet<>(now))) {
			return new ArrayList<>(current);
		}
		Set<GrantedAuthority> all = new LinkedHashSet<>(current);
		this.mappers.forEach((mapper) -> all.removeAll(new HashSet<>(mapper.mapAuthorities(before))));
		all.addAll(mapped(new HashSet<>(current), before, now));
		return all;
	}

	/**
	 * Gives the authorities the form of the sign-in: that of the mapper which explains
	 * most of what the member has. Where several do, what all of them give: rather too
	 * little, until the next sign-in.
	 */
	private Set<GrantedAuthority> mapped(Set<GrantedAuthority> current, Collection<? extends GrantedAuthority> before,
			Collection<? extends GrantedAuthority> now) {
		if (this.mappers.size() == 1) {
			return new LinkedHashSet<>(this.mappers.get(0).mapAuthorities(now));
		}
		Set<GrantedAuthority> mapped = new LinkedHashSet<>();
		int most = -1;
		for (GrantedAuthoritiesMapper mapper : this.mappers) {
			Set<GrantedAuthority> explained = new HashSet<>(mapper.mapAuthorities(before));
			if (!current.containsAll(explained) || explained.size() < most) {
				continue;
			}
			Collection<? extends GrantedAuthority> given = mapper.mapAuthorities(now);
			if (explained.size() > most) {
				mapped = new LinkedHashSet<>(given);
				most = explained.size();
			}
			else {
				mapped.retainAll(new HashSet<>(given));
			}
		}
		return mapped;
	}

}
