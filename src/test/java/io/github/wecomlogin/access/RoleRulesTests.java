package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.wecomlogin.directory.Member;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoleRulesTests {

	@Test
	void whenThereAreNoRulesThenUser() {
		assertThat(roles("zhangsan")).containsExactly("USER");
	}

	@Test
	void whenRulesNameTheMemberThenTheirRolesSorted() {
		assertThat(roles("zhangsan", new RoleRule("ZEBRA", Set.of("zhangsan")),
				new RoleRule("ADMIN", Set.of("lisi", "zhangsan")), new RoleRule("HR", Set.of("lisi")),
				new RoleRule("AUDIT", Set.of("zhangsan"))))
			.containsExactly("ADMIN", "AUDIT", "USER", "ZEBRA");
	}

	@Test
	void whenNoRuleNamesTheMemberThenOnlyUser() {
		assertThat(roles("zhangsan2", new RoleRule("ADMIN", Set.of("zhangsan")))).containsExactly("USER");
		assertThat(roles("zhang", new RoleRule("ADMIN", Set.of("zhangsan")))).containsExactly("USER");
	}

	@Test
	void whenCaseDiffersThenStillTheMember() {
		assertThat(roles("zhangsan", new RoleRule("ADMIN", Set.of("ZhangSan")))).containsExactly("ADMIN", "USER");
		assertThat(roles("ZHANGSAN", new RoleRule("ADMIN", Set.of("zhangsan")))).containsExactly("ADMIN", "USER");
	}

	@Test
	void whenLanguageHasOtherLettersThenCaseIsStillThatOfIds() {
		Locale systemsOwn = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(roles("LISI", new RoleRule("ADMIN", Set.of("lisi")))).containsExactly("ADMIN", "USER");
		}
		finally {
			Locale.setDefault(systemsOwn);
		}
	}

	@Test
	void whenSeveralRulesGiveARoleThenOnce() {
		assertThat(roles("a", new RoleRule("ADMIN", Set.of("a")), new RoleRule("ADMIN", Set.of("A")),
				new RoleRule("USER", Set.of("a"))))
			.containsExactly("ADMIN", "USER");
	}

	@Test
	void whenListOfRulesChangesThenRulesDoNot() {
		List<RoleRule> list = new ArrayList<>();
		RoleRules rules = new RoleRules(list);
		list.add(new RoleRule("ADMIN", Set.of("a")));
		assertThat(rules.rolesOf(member("a"))).containsExactly("USER");
	}

	@Test
	void whenRolesAreChangedThenOthersKeepTheirs() {
		RoleRules rules = new RoleRules(List.of());
		rules.rolesOf(member("a")).add("ADMIN");
		assertThat(rules.rolesOf(member("a"))).containsExactly("USER");
	}

	private static Set<String> roles(String userId, RoleRule... rules) {
		return new RoleRules(List.of(rules)).rolesOf(member(userId));
	}

	private static Member member(String userId) {
		return new Member(userId, userId, Member.Status.ACTIVE, List.of(), Set.of(), null, List.of(), null);
	}

}
