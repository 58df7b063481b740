package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.wecomlogin.client.DepartmentResponse;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.directory.TagMembers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AccessRules}: from a member to roles.
 */
class AccessRulesTests {

	private static final DepartmentTree TREE = new DepartmentTree(
			List.of(new DepartmentResponse(1, 0, "总部"), new DepartmentResponse(2, 1, "人事部"),
					new DepartmentResponse(3, 1, "研发部"), new DepartmentResponse(31, 3, "平台组"),
					new DepartmentResponse(311, 31, "安全组"), new DepartmentResponse(4, 1, "销售部"),
					new DepartmentResponse(41, 4, "平台组"), new DepartmentResponse(5, 4, "研发部")));

	private static final Organisation COMPANY = new Organisation(TREE, Map.of(7L,
			new TagMembers("值班", List.of("WangWu"), List.of(31L)), 8L, new TagMembers(null, List.of(), List.of())),
			List.of());

	private static final Organisation WITHOUT_DEPARTMENTS = new Organisation(null, COMPANY.tags(), List.of());

	private static final Criterion LEADER = new Criterion.Leader();

	@Test
	void whenThereAreNoRulesThenUser() {
		assertThat(roles(member("zhangsan"))).containsExactly("USER");
	}

	@Test
	void whenRulesNameTheMemberThenTheirRolesSorted() {
		assertThat(roles(member("zhangsan"), rule("ZEBRA", users("zhangsan")), rule("ADMIN", users("lisi", "zhangsan")),
				rule("HR", users("lisi")), rule("AUDIT", users("zhangsan"))))
			.containsExactly("ADMIN", "AUDIT", "USER", "ZEBRA");
	}

	@Test
	void whenNoRuleNamesTheMemberThenOnlyUser() {
		assertThat(roles(member("zhangsan2"), rule("ADMIN", users("zhangsan")))).containsExactly("USER");
		assertThat(roles(member("zhang"), rule("ADMIN", users("zhangsan")))).containsExactly("USER");
	}

	@Test
	void whenOnlyUnicodeFoldingEquatesThenNoRole() {
		assertThat(roles(member("\u212Aevin"), rule("ADMIN", users("kevin")))).containsExactly("USER");
		assertThat(roles(member("kevin"), rule("ADMIN", users("\u212Aevin")))).containsExactly("USER");
		assertThat(roles(member("adm\u0131n"), rule("ADMIN", users("ADMIN")))).containsExactly("USER");
	}

	@Test
	void whenIdsNeed64BitsThenTheyAreCompared() {
		assertThat(roles(member("a", 3000000001L), rule("A", departments(3000000001L)),
				rule("B", departments(-1294967295))))
			.containsExactly("A", "USER");
	}

	@Test
	void whenCaseDiffersThenStillTheMember() {
		assertThat(roles(member("zhangsan"), rule("ADMIN", users("ZhangSan")))).contains("ADMIN");
		assertThat(roles(member("ZHANGSAN"), rule("ADMIN", users("zhangsan")))).contains("ADMIN");
	}

	@Test
	void whenLanguageHasOtherLettersThenCaseIsStillThatOfIds() {
		Locale systemsOwn = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(roles(member("LISI"), rule("ADMIN", users("lisi")))).contains("ADMIN");
		}
		finally {
			Locale.setDefault(systemsOwn);
		}
	}

	@Test
	void whenSeveralRulesGiveARoleThenOnce() {
		assertThat(roles(member("a"), rule("ADMIN", users("a")), rule("ADMIN", users("A")), rule("USER", users("a"))))
			.containsExactly("ADMIN", "USER");
	}

	@ParameterizedTest
	@CsvSource({ "3, 3, YES", "31, 3, YES", "311, 3, YES", "311, 1, YES", "3, 31, NO", "2, 3, NO", "41, 3, NO",
			"99, 3, UNKNOWN", "99, 99, YES", "3, 99, NO" })
	void whenDepartmentIsNamedThenItAndAllBelow(int membersOwn, int named, Verdict verdict) {
		assertThat(verdict(departments(named), member("a", membersOwn), COMPANY)).isEqualTo(verdict);
	}

	@Test
	void whenMemberIsInSeveralDepartmentsThenOneIsEnough() {
		assertThat(verdict(departments(3), member("a", 2, 311), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(departments(4, 3), member("a", 2, 31), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(departments(3), member("a"), COMPANY)).isEqualTo(Verdict.NO);
	}

	@ParameterizedTest
	@CsvSource({ "3, YES", "31, NO" })
	void whenDirectThenOnlyThatDepartment(int membersOwn, Verdict verdict) {
		assertThat(verdict(in(DepartmentRelation.MEMBER, true, 3), member("a", membersOwn), COMPANY))
			.isEqualTo(verdict);
		assertThat(verdict(in(DepartmentRelation.LEADER, true, 3), leader("a", membersOwn), COMPANY))
			.isEqualTo(verdict);
		assertThat(verdict(in(DepartmentRelation.MAIN, true, 3), member("a", membersOwn), COMPANY)).isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "人事部, 2, YES", "人事部, 3, NO", "安全组, 311, YES", "总部/研发部, 3, YES", "总部/研发部, 311, YES", "总部/研发部, 5, NO",
			"销售部/研发部, 5, YES", "研发部/平台组, 31, YES", "销售部/平台组, 31, NO", "总部/销售部/平台组, 41, YES" })
	void whenDepartmentIsNamedByNameOrPathThenThatOne(String name, int membersOwn, Verdict verdict) {
		assertThat(verdict(named(name), member("a", membersOwn), COMPANY)).isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "研发部", "平台组", "没有", "总部/没有", "发部", "部/研发部", "3" })
	void whenNameIsAmbiguousOrUnknownThenNobodyKnows(String name) {
		assertThat(verdict(named(name), member("a", 1, 2, 3, 31, 41, 5), COMPANY)).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whenOneNameIsUnknownThenTheOthersStillCount() {
		Criterion criterion = new Criterion.Departments(DepartmentRelation.MEMBER,
				List.of(DepartmentReference.of("没有"), DepartmentReference.of("人事部")), false);
		assertThat(verdict(criterion, member("a", 2), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(criterion, member("a", 4), COMPANY)).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whenDepartmentsCannotBeReadThenOnlyWhatTheMemberTells() {
		assertThat(verdict(departments(3), member("a", 3), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.YES);
		assertThat(verdict(departments(3), member("a", 31), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.UNKNOWN);
		assertThat(verdict(departments(3), member("a"), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.NO);
		assertThat(verdict(named("研发部"), member("a", 3), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.UNKNOWN);
		assertThat(verdict(in(DepartmentRelation.MEMBER, true, 3), member("a", 31), WITHOUT_DEPARTMENTS))
			.isEqualTo(Verdict.NO);
	}

	@ParameterizedTest
	@CsvSource({ "wangwu, 2, YES", "WANGWU, 2, YES", "lisi, 31, YES", "lisi, 311, YES", "lisi, 3, NO", "lisi, 2, NO" })
	void whenTagIsNamedThenItsMembersAndThoseOfItsDepartments(String userId, int department, Verdict verdict) {
		assertThat(verdict(tags(7), member(userId, department), COMPANY)).isEqualTo(verdict);
		assertThat(verdict(tags(8, 7), member(userId, department), COMPANY)).isEqualTo(verdict);
	}

	@Test
	void whenTagCannotBeReadThenNobodyKnows() {
		assertThat(verdict(tags(9), member("wangwu"), COMPANY)).isEqualTo(Verdict.UNKNOWN);
		assertThat(verdict(tags(9, 7), member("wangwu"), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(tags(9, 8), member("wangwu"), COMPANY)).isEqualTo(Verdict.UNKNOWN);
		assertThat(verdict(tags(7), member("lisi", 311), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.UNKNOWN);
		assertThat(verdict(tags(7), member("lisi", 31), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.YES);
		assertThat(verdict(tags(8), member("lisi", 31), WITHOUT_DEPARTMENTS)).isEqualTo(Verdict.NO);
	}

	@Test
	void whenPositionIsNamedThenThoseWhoHaveIt() {
		Criterion positions = new Criterion.Positions(Set.of("安全工程师", " CTO "));
		assertThat(verdict(positions, titled("安全工程师"), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(positions, titled("CTO"), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(positions, titled("高级安全工程师"), COMPANY)).isEqualTo(Verdict.NO);
		assertThat(verdict(positions, titled(null), COMPANY)).isEqualTo(Verdict.NO);
	}

	@Test
	void whenLeadersAreNamedThenThoseWhoLeadAny() {
		assertThat(verdict(LEADER, leader("a", 41), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(LEADER, member("a", 41), COMPANY)).isEqualTo(Verdict.NO);
	}

	@ParameterizedTest
	@CsvSource({ "3, YES", "311, YES", "1, NO", "4, NO" })
	void whenLeadersOfADepartmentAreNamedThenThoseWhoLeadItOrOneBelow(int led, Verdict verdict) {
		assertThat(verdict(in(DepartmentRelation.LEADER, false, 3), leader("a", led), COMPANY)).isEqualTo(verdict);
		assertThat(verdict(in(DepartmentRelation.LEADER, false, 3), member("a", led), COMPANY)).isEqualTo(Verdict.NO);
	}

	@Test
	void whenMainDepartmentIsNamedThenOthersDoNotCount() {
		Criterion criterion = in(DepartmentRelation.MAIN, false, 3);
		assertThat(verdict(criterion, member("a", 31, 2), COMPANY)).isEqualTo(Verdict.YES);
		assertThat(verdict(criterion, member("a", 2, 31), COMPANY)).isEqualTo(Verdict.NO);
		assertThat(verdict(criterion, member("a"), COMPANY)).isEqualTo(Verdict.NO);
	}

	@Test
	void whenOneCriterionIsEnoughThenAny() {
		MemberSelector selector = new MemberSelector(List.of(departments(3), users("a"), tags(9)),
				MemberSelector.Match.ANY);
		assertThat(selector.verdict(facts(member("a", 2)))).isEqualTo(Verdict.YES);
		assertThat(selector.verdict(facts(member("b", 31)))).isEqualTo(Verdict.YES);
		assertThat(selector.verdict(facts(member("b", 2)))).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whenAllCriteriaAreNeededThenAll() {
		MemberSelector selector = new MemberSelector(List.of(departments(3), LEADER, tags(9)),
				MemberSelector.Match.ALL);
		assertThat(selector.verdict(facts(leader("a", 31)))).isEqualTo(Verdict.UNKNOWN);
		assertThat(selector.verdict(facts(member("a", 31)))).isEqualTo(Verdict.NO);
		assertThat(selector.verdict(facts(leader("a", 2)))).isEqualTo(Verdict.NO);
		assertThat(new MemberSelector(List.of(departments(3), LEADER), MemberSelector.Match.ALL)
			.verdict(facts(leader("a", 31)))).isEqualTo(Verdict.YES);
	}

	@ParameterizedTest
	@EnumSource(MemberSelector.Match.class)
	void whenSelectorHasNoCriteriaThenRefused(MemberSelector.Match match) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MemberSelector(List.of(), match));
	}

	@Test
	void whenRuleCannotBeDecidedThenItGivesNothingAndIsNamed() {
		RoleRule undecided = rule("ON_CALL", tags(9));
		Decision decision = decide(null, member("a", 2), undecided, rule("HR", departments(2)));
		assertThat(decision.roles()).containsExactly("HR", "USER");
		assertThat(decision.undecided()).containsExactly(undecided);
	}

	@Test
	void whenNothingIsSaidAboutWhoMaySignInThenEverybody() {
		assertThat(decide(null, member("a", 2)).admission()).isEqualTo(Verdict.YES);
	}

	@Test
	void whenSomeMaySignInThenNobodyElse() {
		AllowRule allow = new AllowRule("wecom.allow",
				new MemberSelector(List.of(departments(3), tags(9)), MemberSelector.Match.ANY));
		assertThat(decide(allow, member("a", 311)).admission()).isEqualTo(Verdict.YES);
		assertThat(decide(allow, member("a", 2)).admission()).isEqualTo(Verdict.UNKNOWN);
		AllowRule departmentsOnly = new AllowRule("wecom.allow",
				new MemberSelector(List.of(departments(3)), MemberSelector.Match.ANY));
		assertThat(decide(departmentsOnly, member("a", 2)).admission()).isEqualTo(Verdict.NO);
	}

	@Test
	void whenRoleIsGivenThenReasonNamesOnlyWhatTheMemberMeets() {
		Decision decision = decide(null, leader("wangwu", 31), rule("A", users("zhaoliu", "WangWu")),
				rule("B", departments(2, 3)), rule("C", tags(8, 7)), rule("D", LEADER, departments(4)),
				new RoleRule("wecom.roles[9]", "E", new MemberSelector(
						List.of(LEADER, in(DepartmentRelation.LEADER, true, 31, 4)), MemberSelector.Match.ALL)));
		assertThat(decision.grants()).extracting(Decision.Grant::reason)
			.containsExactly("users: [wangwu]", "departments: [3]", "tags: [7]", "leader: true",
					"leader: true, leader-of: [31], direct: true");
	}

	@Test
	void whenRulesNeedNothingButTheMemberThenNothingIsNeeded() {
		assertThat(needs(users("a"), LEADER, new Criterion.Positions(Set.of("CTO")),
				in(DepartmentRelation.MEMBER, true, 3)))
			.isEqualTo(new OrganisationNeeds(false, Set.of()));
	}

	@Test
	void whenRulesNameDepartmentsOrTagsThenThoseAreNeeded() {
		assertThat(needs(departments(3)).departments()).isTrue();
		assertThat(needs(in(DepartmentRelation.LEADER, false, 3)).departments()).isTrue();
		assertThat(needs(in(DepartmentRelation.MAIN, false, 3)).departments()).isTrue();
		assertThat(needs(
				new Criterion.Departments(DepartmentRelation.MEMBER, List.of(DepartmentReference.of("研发部")), true))
			.departments()).isTrue();
		assertThat(needs(tags(7L, 8L), tags(9L))).isEqualTo(new OrganisationNeeds(false, Set.of(7L, 8L, 9L)));
		AllowRule allow = new AllowRule("wecom.allow",
				new MemberSelector(List.of(tags(5), departments(3)), MemberSelector.Match.ANY));
		assertThat(new AccessRules(allow, List.of()).needs()).isEqualTo(new OrganisationNeeds(true, Set.of(5L)));
	}

	@Test
	void whenListOfRulesChangesThenRulesDoNot() {
		List<RoleRule> list = new ArrayList<>();
		AccessRules rules = new AccessRules(null, list);
		list.add(rule("ADMIN", users("a")));
		assertThat(rules.decide(facts(member("a"))).roles()).containsExactly("USER");
	}

	private static Set<String> roles(Member member, RoleRule... rules) {
		return decide(null, member, rules).roles();
	}

	private static Decision decide(AllowRule allow, Member member, RoleRule... rules) {
		return new AccessRules(allow, List.of(rules)).decide(facts(member));
	}

	private static OrganisationNeeds needs(Criterion... criteria) {
		return new AccessRules(null, List.of(rule("ADMIN", criteria))).needs();
	}

	private static Verdict verdict(Criterion criterion, Member member, Organisation organisation) {
		return criterion.verdict(new MemberFacts(member, organisation));
	}

	private static MemberFacts facts(Member member) {
		return new MemberFacts(member, COMPANY);
	}

	private static RoleRule rule(String role, Criterion... criteria) {
		return new RoleRule("wecom.roles[0]", role, new MemberSelector(List.of(criteria), MemberSelector.Match.ANY));
	}

	private static Criterion users(String... ids) {
		return new Criterion.Users(Set.of(ids));
	}

	private static Criterion departments(long... ids) {
		return in(DepartmentRelation.MEMBER, false, ids);
	}

	private static Criterion named(String name) {
		return new Criterion.Departments(DepartmentRelation.MEMBER, List.of(DepartmentReference.of(name)), false);
	}

	private static List<Long> boxed(long... ids) {
		return Arrays.stream(ids).boxed().toList();
	}

	private static Criterion tags(long... ids) {
		return new Criterion.Tags(Set.copyOf(boxed(ids)));
	}

	private static Criterion in(DepartmentRelation relation, boolean direct, long... ids) {
		return new Criterion.Departments(relation, boxed(ids).stream().map((id) -> DepartmentReference.of(id)).toList(),
				direct);
	}

	private static Member member(String userId, long... departments) {
		return member(userId, Set.of(), null, departments);
	}

	private static Member leader(String userId, long... departments) {
		return member(userId, Set.copyOf(boxed(departments)), null, departments);
	}

	private static Member titled(String position) {
		return member("a", Set.of(), position, 2);
	}

	private static Member member(String userId, Set<Long> led, String position, long... departments) {
		List<Long> ids = boxed(departments);
		return new Member(userId, userId, Member.Status.ACTIVE, ids, led, ids.isEmpty() ? null : ids.get(0), List.of(),
				position);
	}

}
