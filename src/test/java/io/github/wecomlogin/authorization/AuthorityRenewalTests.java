package io.github.wecomlogin.authorization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a member has after a change, where chains give authorities different forms.
 */
class AuthorityRenewalTests {

	private static final GrantedAuthoritiesMapper NONE = (authorities) -> authorities;

	private static final GrantedAuthoritiesMapper WITHOUT_ADMIN = (authorities) -> {
		Collection<GrantedAuthority> some = new ArrayList<>(authorities);
		some.removeIf((authority) -> "ROLE_ADMIN".equals(authority.getAuthority()));
		return some;
	};

	private static final GrantedAuthoritiesMapper SCOPES = (authorities) -> AuthorityUtils
		.createAuthorityList(authorities.stream().map((authority) -> "SCOPE_" + authority.getAuthority()).toList());

	@Test
	void whenRoleIsTakenAwayThenItGoesWhicheverMapperComesFirst() {
		for (AuthorityRenewal mappers : both(NONE, WITHOUT_ADMIN)) {
			assertThat(renew(mappers, List.of("ROLE_USER", "ROLE_ADMIN", "FACTOR"), List.of("ROLE_USER", "ROLE_ADMIN"),
					List.of("ROLE_USER", "ROLE_HR")))
				.containsExactlyInAnyOrder("ROLE_USER", "ROLE_HR", "FACTOR");
		}
	}

	@Test
	void whenSeveralMappersCouldHaveBeenUsedThenOnlyWhatAllGive() {
		for (AuthorityRenewal mappers : both(NONE, WITHOUT_ADMIN)) {
			assertThat(renew(mappers, List.of("ROLE_USER"), List.of("ROLE_USER"), List.of("ROLE_USER", "ROLE_ADMIN")))
				.containsExactly("ROLE_USER");
		}
	}

	@Test
	void whenFormsDifferThenThatOfTheSignIn() {
		for (AuthorityRenewal mappers : both(NONE, SCOPES)) {
			assertThat(renew(mappers, List.of("ROLE_HR", "OWN"), List.of("ROLE_HR"), List.of("ROLE_DEV")))
				.containsExactlyInAnyOrder("ROLE_DEV", "OWN");
			assertThat(renew(mappers, List.of("SCOPE_ROLE_HR", "OWN"), List.of("ROLE_HR"), List.of("ROLE_DEV")))
				.containsExactlyInAnyOrder("SCOPE_ROLE_DEV", "OWN");
			assertThat(renew(mappers, List.of("OWN"), List.of("ROLE_HR"), List.of("ROLE_DEV"))).as("nobody can tell")
				.containsExactly("OWN");
		}
	}

	@Test
	void whenNothingChangedThenNothingDoes() {
		assertThat(renew(both(NONE, SCOPES).get(0), List.of("OWN"), List.of("ROLE_HR"), List.of("ROLE_HR")))
			.containsExactly("OWN");
	}

	private static List<AuthorityRenewal> both(GrantedAuthoritiesMapper one, GrantedAuthoritiesMapper other) {
		AuthorityRenewal mappers = new AuthorityRenewal();
		mappers.add(one);
		mappers.add(other);
		AuthorityRenewal reversed = new AuthorityRenewal();
		reversed.add(other);
		reversed.add(one);
		return List.of(mappers, reversed);
	}

	private static List<String> renew(AuthorityRenewal mappers, List<String> current, List<String> before,
			List<String> now) {
		return mappers
			.renew(AuthorityUtils.createAuthorityList(current), AuthorityUtils.createAuthorityList(before),
					AuthorityUtils.createAuthorityList(now))
			.stream()
			.map(GrantedAuthority::getAuthority)
			.toList();
	}

}
