package io.github.wecomlogin.app.admin;

import java.util.List;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

class KnownMembersTests {

	private final KnownMembers members = new KnownMembers(new WeComProperties());

	@Test
	void whenMoreMembersComeThanFitThenSomeAreForgotten() {
		for (int i = 0; i < KnownMembers.MAX_MEMBERS + 1000; i++) {
			assertThat(this.members.isFull()).isEqualTo(i >= KnownMembers.MAX_MEMBERS);
			this.members.note(signedIn("member-" + i));
		}
		assertThat(this.members.size()).isEqualTo(KnownMembers.MAX_MEMBERS);
	}

	@Test
	void whenMemberOpensSeveralPagesThenThereIsOneEntry() {
		this.members.note(signedIn("ZhangSan"));
		this.members.note(signedIn("zhangsan"));
		assertThat(this.members.size()).isOne();
	}

	@Test
	void whenVisitorIsNoMemberThenThereIsNoEntry() {
		this.members.note(null);
		this.members.note(new TestingAuthenticationToken("admin", "password"));
		assertThat(this.members.size()).isZero();
	}

	private static OAuth2AuthenticationToken signedIn(String userId) {
		WeComUser user = WeComUser.withUserId("wecom", "ww0123456789abcdef", userId).roles(List.of("USER")).build();
		return new OAuth2AuthenticationToken(user, user.getAuthorities(), "wecom");
	}

}
