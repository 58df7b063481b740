package io.github.wecomlogin.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComScope;
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

	@Test
	void whenMemberIsKnownFromAListThenAsLongAsASessionWithoutCheck() {
		WeComProperties properties = new WeComProperties();
		properties.getSession().setRecheckInterval(Duration.ZERO);
		properties.getSession().setRecheckGrace(Duration.ZERO);
		KnownMembers expired = new KnownMembers(properties);
		WeComRegistration registration = new WeComRegistration("wecom", null,
				new WeComApplication("ww0123456789abcdef", 1000002, "the-secret"), WeComScope.SNSAPI_BASE, null);
		for (KnownMembers each : List.of(this.members, expired)) {
			each.note(signedIn("zhangsan"));
			each.listed(registration, 1, List.of(member("zhangsan"), member("lisi")), Instant.EPOCH);
			assertThat(each.contains(registration, "zhangsan")).isTrue();
		}
		assertThat(this.members.contains(registration, "lisi")).isTrue();
		assertThat(expired.contains(registration, "lisi")).isFalse();
		assertThat(expired.of(registration)).hasSize(1);
	}

	private static Member member(String userId) {
		return signedInUser(userId).state().member();
	}

	private static WeComUser signedInUser(String userId) {
		return WeComUser.withUserId("wecom", "ww0123456789abcdef", userId).roles(List.of("USER")).build();
	}

	private static OAuth2AuthenticationToken signedIn(String userId) {
		WeComUser user = signedInUser(userId);
		return new OAuth2AuthenticationToken(user, user.getAuthorities(), "wecom");
	}

}
