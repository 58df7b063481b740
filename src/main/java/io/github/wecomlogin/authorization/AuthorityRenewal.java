package io.github.wecomlogin.authorization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusalException;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;

/**
 * Renews the authorities of signed-in members, as the {@link GrantedAuthoritiesMapper}s
 * of the security filter chains map them. The chain that a member signed in through is
 * recognized by the mapped authorities.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AuthorityRenewal {

	private final List<GrantedAuthoritiesMapper> mappers = new CopyOnWriteArrayList<>();

	public void add(GrantedAuthoritiesMapper mapper) {
		if (!this.mappers.contains(mapper)) {
			this.mappers.add(mapper);
		}
	}

	/**
	 * Replaces the authorities that a member was granted before by those granted now, and
	 * keeps all others: the factors of the sign-in, and those that the application added.
	 * @param current the authorities of the {@code Authentication}
	 * @param before the authorities of the member at the sign-in or the last check,
	 * unmapped
	 * @param now the authorities of the member now, unmapped
	 * @return the authorities for the {@code Authentication}
	 * @throws WeComRefusalException if a {@code GrantedAuthoritiesMapper} of the
	 * application refuses the member or fails
	 */
	public Collection<GrantedAuthority> renew(Collection<? extends GrantedAuthority> current,
			Collection<? extends GrantedAuthority> before, Collection<? extends GrantedAuthority> now) {
		try {
			return replaced(current, before, now);
		}
		catch (RuntimeException ex) {
			throw RefusalMapper.ofApplication("GrantedAuthoritiesMapper", ex);
		}
	}

	private Collection<GrantedAuthority> replaced(Collection<? extends GrantedAuthority> current,
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
	 * Maps the authorities with the mapper that explains most of the current ones. If
	 * several explain as many, returns only the authorities that all of them give.
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
