package io.github.wecomlogin.user;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WeComUser}.
 */
class WeComUserTests {

	private final WeComUser user = WeComUser.withUserId("wecom", "wwcorp", "ZhangSan")
		.name("张三")
		.departments(List.of(new WeComDepartment(2, "人事部", "总部/人事部")))
		.leaderOf(Set.of(2L))
		.mainDepartment(2L)
		.directLeaders(List.of("lisi"))
		.position("经理")
		.mobile("13800000000")
		.email("z@example.com")
		.gender("1")
		.roles(List.of("HR", "USER"))
		.checkedAt(Instant.ofEpochSecond(1))
		.build();

	@ParameterizedTest
	@ValueSource(strings = { "\u212Aevin", "adm\u0131n", "张三", "a b", " " })
	void whenUserIdIsNotAsciiThenThereIsNoUser(String userId) {
		assertThatIllegalArgumentException().isThrownBy(() -> WeComUser.withUserId("wecom", "wwcorp", userId));
	}

	@Test
	void whenOnlyUnicodeFoldingEquatesThenAnotherMember() {
		WeComUser kevin = WeComUser.withUserId("wecom", "wwcorp", "kevin").build();
		assertThat(kevin.isMember("wwcorp", "KEVIN")).isTrue();
		assertThat(kevin.isMember("wwcorp", "\u212Aevin")).isFalse();
		assertThat(kevin.isMember("wwCorp", "kevin")).isFalse();
	}

	@Test
	void whenCaseOfUserIdDiffersThenSameMember() {
		assertThat(WeComUser.withUserId("other", "wwcorp", "zhangsan").build()).isEqualTo(this.user)
			.hasSameHashCodeAs(this.user);
	}

	@Test
	void whenCompanyDiffersThenAnotherMember() {
		assertThat(WeComUser.withUserId("wecom", "wwother", "ZhangSan").build()).isNotEqualTo(this.user);
	}

	@Test
	void whenPrintedThenShowsNothingPersonal() {
		OAuth2AuthenticationToken token = new OAuth2AuthenticationToken(this.user, this.user.getAuthorities(), "wecom");
		assertThat(this.user + " " + token).doesNotContain("张三", "138", "example", "经理")
			.doesNotContainIgnoringCase("zhangsan");
	}

	@Test
	void whenSerializedThenComesBackWhole() throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(this.user);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(in.readObject()).usingRecursiveComparison().isEqualTo(this.user);
		}
	}

	@Test
	void whenFieldIsAbsentThenItIsNoAttribute() {
		assertThat(this.user.getAttributes()).containsEntry("mobile", "13800000000")
			.doesNotContainKeys("avatar", "bizMail");
		assertThat(this.user.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactly("ROLE_HR", "ROLE_USER");
		assertThat(this.user.isLeaderOf(2)).isTrue();
		assertThat(this.user.isLeaderOf(3)).isFalse();
	}

	@Test
	void whenGenderIsUnknownThenItIsAbsent() {
		assertThat(WeComUser.withUserId("wecom", "wwcorp", "a").gender("0").build().getGender()).isNull();
	}

	@Test
	void whenUserIdIsBlankThenThereIsNoUser() {
		assertThatIllegalArgumentException().isThrownBy(() -> WeComUser.withUserId("wecom", "wwcorp", " "));
	}

}
