package io.github.wecomlogin.login;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/**
 * What a session holds of a member of whom everything is known.
 */
final class SignedIn {

	static final FactorGrantedAuthority FACTOR = FactorGrantedAuthority
		.withAuthority(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY)
		.issuedAt(Instant.parse("2026-03-01T10:15:30.123456789Z"))
		.build();

	private SignedIn() {
	}

	static WeComUser user() {
		return WeComUser.withUserId("wecom", "wwcorp", "ZhangSan")
			.name("张三")
			.departments(List.of(new WeComDepartment(2, "人事部", "总部/人事部"), new WeComDepartment(5, null, null)))
			.leaderOf(Set.of(2L))
			.mainDepartment(2L)
			.tags(List.of(new WeComTag(7, "待命"), new WeComTag(8, null)))
			.directLeaders(List.of("lisi", "WangWu"))
			.position("经理")
			.mobile("13800000000")
			.email("z@example.com")
			.bizMail("zhangsan@example.com")
			.avatar("https://example.com/z.png")
			.gender("1")
			.authorities(
					List.of(new SimpleGrantedAuthority("ROLE_HR"), new SimpleGrantedAuthority("人事 / custom"), FACTOR))
			.verification(new Verification(Instant.parse("2026-03-01T09:00:00Z"),
					Instant.parse("2026-03-01T10:15:30.987654321Z"), new Stamps("member", "company", "end-1")))
			.build();
	}

	static WeComUser withLargeIds() {
		return WeComUser.withUserId("wecom", "wwcorp", "a")
			.departments(List.of(new WeComDepartment(3000000001L, "A", "A"), new WeComDepartment(2, null, null)))
			.leaderOf(Set.of(3000000001L, 2L))
			.mainDepartment(3000000001L)
			.tags(List.of(new WeComTag(Long.MAX_VALUE, "B")))
			.build();
	}

	static SecurityContextImpl context() {
		return context(user());
	}

	static SecurityContextImpl context(WeComUser user) {
		List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
		authorities.add(FACTOR);
		OAuth2AuthenticationToken token = new OAuth2AuthenticationToken(user, authorities, "wecom");
		token.setDetails(new WeComSignInDetails("192.0.2.7", "wecom", SignInWay.values()[0], null));
		return new SecurityContextImpl(token);
	}

}
