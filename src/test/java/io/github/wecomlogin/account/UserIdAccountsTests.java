package io.github.wecomlogin.account;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UserIdAccounts}, {@link ContactAccounts} and
 * {@link WeComAccounts#orElse}.
 */
class UserIdAccountsTests {

	@Test
	void whenAccountHasTheUserIdThenFound() {
		assertThat(new UserIdAccounts().find(member("ZhangSan")).getUsername()).isEqualTo("ZhangSan");
		assertThat(new UserIdAccounts((name) -> account("zhangsan")).find(member("ZhangSan"))).isNotNull();
	}

	@Test
	void whenServiceFindsAnAccountOfAnotherNameThenNone() {
		assertThat(new UserIdAccounts((name) -> account("boss")).find(member("13800138000"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "admin", "Admin", "ADMIN", "ad-min", "_admin_", "admin.", "root", "Super-Admin", "ry",
			"RuoYi", "system" })
	void whenUserIdIsThatOfASuperuserThenRefused(String userId) {
		WeComAccounts accounts = new UserIdAccounts().orElse((member) -> account("created"));
		assertThatExceptionOfType(WeComRefusalException.class).isThrownBy(() -> accounts.find(member(userId)))
			.extracting(WeComRefusalException::getRefusal)
			.isEqualTo(WeComRefusal.NO_ACCOUNT);
	}

	@Test
	void whenNamesAreAddedThenTheyAreRefusedToo() {
		UserIdAccounts accounts = new UserIdAccounts().refusing("Boss");
		assertThatExceptionOfType(WeComRefusalException.class).isThrownBy(() -> accounts.find(member("boss")));
		assertThatExceptionOfType(WeComRefusalException.class).isThrownBy(() -> accounts.find(member("admin")));
		assertThat(accounts.refusingOnly(List.of("boss")).find(member("admin"))).isNotNull();
	}

	@Test
	void whenFirstFindsNoneThenTheOtherIsAsked() {
		WeComAccounts none = (member) -> null;
		assertThat(none.orElse(new UserIdAccounts()).find(member("a"))).isNotNull();
		assertThat(none.orElse(none).find(member("a"))).isNull();
	}

	@Test
	void whenMobileHasAPrefixThenMainlandNumbersLoseIt() {
		ContactAccounts accounts = ContactAccounts.byMobile(UserIdAccountsTests::account);
		assertThat(accounts.find(withMobile("+86 138-0013-8000")).getUsername()).isEqualTo("13800138000");
		assertThat(accounts.find(withMobile("+852 51234567")).getUsername()).isEqualTo("+85251234567");
		assertThat(accounts.find(withMobile("13800138000")).getUsername()).isEqualTo("13800138000");
		assertConsentRequired(accounts, withMobile("' OR 1=1"));
		assertConsentRequired(accounts, member("a"));
	}

	@Test
	void whenContactIsMissingThenNoAccountIsCreated() {
		AtomicInteger created = new AtomicInteger();
		WeComAccounts none = (member) -> null;
		WeComAccounts accounts = none.orElse(ContactAccounts.byMobile((mobile) -> null)).orElse((member) -> {
			created.incrementAndGet();
			return account("created");
		});
		assertConsentRequired(accounts, member("a"));
		assertThat(created).hasValue(0);
		assertThat(accounts.find(withMobile("13800138000")).getUsername()).isEqualTo("created");
	}

	@Test
	void whenOneContactIsMissingThenTheOtherIsUsed() {
		ContactAccounts byMobile = ContactAccounts.byMobile((mobile) -> null);
		ContactAccounts byMail = ContactAccounts.byBizMail(UserIdAccountsTests::account);
		WeComUser withMail = member("a").toBuilder().bizMail("a@corp.example").build();
		WeComAccounts none = (member) -> {
			throw UsernameNotFoundException.fromUsername(member.getUserId());
		};
		for (WeComAccounts accounts : List.of(byMobile.orElse(byMail), none.orElse(byMobile).orElse(byMail),
				none.orElse(byMobile.orElse(byMail)))) {
			assertThat(accounts.find(withMail).getUsername()).isEqualTo("a@corp.example");
			assertConsentRequired(accounts, member("a"));
			assertConsentRequired(accounts, withMobile("13800138000"));
		}
	}

	@Test
	void whenMailIsPrivateThenItFindsNothing() {
		ContactAccounts accounts = ContactAccounts.byBizMail(UserIdAccountsTests::account);
		assertConsentRequired(accounts, member("a").toBuilder().email("boss@example.com").build());
		assertThat(accounts.find(member("a").toBuilder().bizMail("a@corp.example").build()).getUsername())
			.isEqualTo("a@corp.example");
	}

	private static void assertConsentRequired(WeComAccounts accounts, WeComUser member) {
		assertThatExceptionOfType(WeComRefusalException.class).isThrownBy(() -> accounts.find(member))
			.extracting(WeComRefusalException::getRefusal)
			.isEqualTo(WeComRefusal.CONSENT_REQUIRED);
	}

	private static UserDetails account(String name) {
		return User.withUsername(name).password("").build();
	}

	private static WeComUser member(String userId) {
		return WeComUser.withUserId("wecom", "wwcorp", userId).build();
	}

	private static WeComUser withMobile(String mobile) {
		return member("a").toBuilder().mobile(mobile).build();
	}

}
