package io.github.wecomlogin.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.DepartmentRelation;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many members each rule matches.
 */
class RuleCountTests {

	private static SetUpUnderTest setUp;

	@BeforeAll
	static void start() {
		setUp = new SetUpUnderTest();
	}

	@AfterAll
	static void stop() {
		setUp.close();
	}

	@BeforeEach
	void reset() {
		setUp.reset();
		setUp.remove("wecom.roles[0].departments[0]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			departments[0]=3                                    | 5
			departments[0]=3 direct=true                        | 3
			departments[0]=3 departments[1]=31                  | 5
			departments[0]=演示公司/研发部/平台组               | 2
			departments[0]=2 tags[0]=7                          | 4
			departments[0]=3 tags[0]=7 match=all                | 2
			departments[0]=2 tags[0]=7 match=all                | 0
			departments[0]=3 tags[0]=7 users[0]=ZhangSan        | 6
			tags[0]=8                                           | 1
			users[0]=wangwu users[1]=zhengrui users[2]=missing  | 1
			positions[0]=技术总监                               | 1
			positions[0]=技术总监 departments[0]=2              | 3
			leader=true                                         | 2
			leader-of[0]=1                                      | 2
			leader-of[0]=1 direct=true                          | 0
			main-department[0]=1 direct=true                    | 1
			""")
	void whenRuleIsDecidedThenItsMembersAreCounted(String rule, long members) {
		rule(rule);
		assertCount(members, "It matches " + members + " members.");
	}

	private static void assertCount(long members, String text) {
		Finding finding = rule(setUp.examine(null));
		if (members == 0) {
			assertThat(finding.status()).isEqualTo(Finding.Status.WARNING);
			assertThat(finding.text().english()).contains("selects no members");
		}
		else {
			assertThat(finding.status()).isEqualTo(Finding.Status.OK);
			assertThat(finding.text().english()).contains(text);
		}
	}

	@Test
	void whenMembersAreInHiddenDepartmentsTooThenOthersAreCounted() {
		// Leaves 3, 31 and 311, below a department that is not visible
		List.of(1, 2, 4).forEach((id) -> setUp.weCom().company().removeDepartment(id));
		setUp.remove("wecom.allow.departments[0]");
		rule("departments[0]=3");
		assertCount(5, "It matches 5 members.");
		rule("departments[0]=1");
		assertCount(5, "It matches 5 members.");
	}

	@Test
	void whenVisibleRangeHasSeveralTopsThenEachIsRead() {
		List.of(1, 3).forEach((id) -> setUp.weCom().company().removeDepartment(id));
		setUp.remove("wecom.allow.departments[0]");
		rule("departments[0]=2 departments[1]=31");
		assertCount(4, "It matches 4 members.");
		assertThat(setUp.weCom().calls(SimulatedWeCom.USER_LIST)).isEqualTo(3);
	}

	@Test
	void whenVisibleRangeHasManyTopsThenNumberIsALowerBound() {
		for (int id = 100; id < 120; id++) {
			setUp.weCom().company().add(new Department(id, "分部" + id, 999));
		}
		rule("departments[0]=3");
		DoctorReport report = setUp.examine("wangwu");
		assertThat(rule(report).text().english()).contains("It matches at least 5 members.");
		assertThat(memberList(report).text().english()).contains("4 of 21 separate departments");
		assertThat(report.apiCalls()).isEqualTo(9);
	}

	@Test
	void whenMemberIsInNoDepartmentThenCountedByUserId() {
		setUp.weCom().company().add(Employee.of("guest", "客人"));
		rule("users[0]=guest departments[0]=2");
		assertCount(3, "It matches 3 members.");
		setUp.remove("wecom.roles[0].departments[0]");
		setUp.remove("wecom.roles[0].users[0]");
		rule("positions[0]=技术总监");
		assertCount(1, "It matches at least 1 members.");
	}

	@Test
	void whenDepartmentsBelowAreNotListedThenNumberIsALowerBound() {
		setUp.weCom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.USER_LIST)).willReturn(WireMock.okJson("""
					{"errcode":0,"userlist":[{"userid":"zhaoliu","department":[1,3],"status":1}]}""")));
		rule("departments[0]=3");
		DoctorReport report = setUp.examine(null);
		assertThat(rule(report).text().english()).contains("It matches at least 1 members.");
		assertThat(memberList(report).text().english()).contains("no members of the departments below");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[99]" })
	void whenOnlyHiddenDepartmentsAreListedThenNumberIsALowerBound(String departments) {
		setUp.weCom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.USER_LIST)).willReturn(WireMock.okJson("""
					{"errcode":0,"userlist":[{"userid":"zhaoliu","department":[1],"status":1},
					{"userid":"guest","department":%s,"status":1}]}""".formatted(departments))));
		rule("departments[0]=1");
		assertThat(memberList(setUp.examine(null)).text().english()).contains("no members of the departments below");
	}

	@ParameterizedTest
	@CsvSource({ "100, true, The application can list", "3, false, only 3 members are counted" })
	void whenThereAreMoreMembersThanAreKeptThenLowerBound(int max, boolean exact, String text) {
		Findings findings = new Findings(null);
		VisibleMembers members = read(max, Duration.ofMinutes(1), findings);
		assertThat(members).isNotNull();
		VisibleMembers.Count count = members.count(ofAll());
		assertThat(count.exact()).isEqualTo(exact);
		assertThat(count.matching()).isLessThanOrEqualTo(max);
		assertThat(findings.all()).singleElement()
			.satisfies((finding) -> assertThat(finding.text().english()).contains(text));
	}

	@Test
	void whenTimeIsOverThenNumberIsNotKnown() {
		Findings findings = new Findings(null);
		assertThat(read(100, Duration.ZERO, findings)).isNull();
		assertThat(findings.all()).singleElement()
			.satisfies((finding) -> assertThat(finding.status()).isEqualTo(Finding.Status.WARNING));
		assertThat(setUp.weCom().calls(SimulatedWeCom.USER_LIST)).isZero();
	}

	private static MemberSelector ofAll() {
		return new MemberSelector(List
			.of(new Criterion.Departments(DepartmentRelation.MEMBER, List.of(DepartmentReference.of(1)), false)),
				MemberSelector.Match.ANY);
	}

	private static @Nullable VisibleMembers read(int max, Duration time, Findings findings) {
		try (WeComClient client = WeComClient
			.forApplication(
					new WeComApplication(SimulatedWeCom.CORP_ID, SimulatedWeCom.AGENT_ID, SimulatedWeCom.SECRET),
					new WeComHttpSettings(setUp.weCom().apiUrl(), Duration.ofMinutes(1), Duration.ofMinutes(1), null))
			.build()) {
			Deadline connected = Deadline.after(Duration.ofMinutes(1));
			Organisation organisation = new Organisation(new DepartmentTree(client.getDepartments(connected)), Map.of(),
					List.of());
			return VisibleMembers.read(client, organisation, client.getAgent(connected),
					new VisibleMembers.Limits(5, max, Deadline.after(time)), findings);
		}
	}

	@Test
	void whenMembersMayNotBeListedThenNumberIsNotKnown() {
		setUp.weCom().fail(SimulatedWeCom.USER_LIST, 60011);
		rule("departments[0]=3");
		DoctorReport report = setUp.examine("wangwu");
		assertThat(memberList(report).status()).isEqualTo(Finding.Status.WARNING);
		assertThat(memberList(report).text().english()).contains("cannot be listed", "60011");
		assertThat(memberList(report).remedy()).isNotNull();
		assertThat(rule(report).status()).isEqualTo(Finding.Status.OK);
		assertThat(rule(report).text().english()).contains("How many members it matches is not known.");
		assertThat(report.status()).isEqualTo(Finding.Status.WARNING);
	}

	@Test
	void whenOnlyListOfMembersNeedsDepartmentsThenWarning() {
		setUp.weCom().fail(SimulatedWeCom.DEPARTMENT_LIST, 60011);
		setUp.remove("wecom.allow.departments[0]");
		setUp.remove("wecom.roles[1].role");
		setUp.remove("wecom.roles[1].tags[0]");
		rule("users[0]=wangwu");
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.status()).isEqualTo(Finding.Status.WARNING);
		assertThat(memberList(report).status()).isEqualTo(Finding.Status.WARNING);
		assertThat(rule(report).text().english()).contains("How many members it matches is not known.");
	}

	@Test
	void whenTagsAndMemberTakeAllCallsThenMembersAreNotRead() {
		for (int i = 0; i < 5; i++) {
			setUp.weCom().company().add(Tag.of(20 + i, "tag").withUsers("lisi"));
		}
		rule("tags[0]=20 tags[1]=21 tags[2]=22 tags[3]=23");
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.apiCalls()).isEqualTo(9);
		assertThat(memberList(report).status()).isEqualTo(Finding.Status.SKIPPED);
		assertThat(rule(report).text().english()).contains("How many members it matches is not known.");
	}

	@Test
	void whenMembersAreCountedThenNoneIsNamed() {
		rule("departments[0]=1");
		assertThat(setUp.examine(null).toString()).doesNotContain("张三", "李四", "王五", "zhangsan", "lisi", "wangwu",
				"人事经理");
	}

	private static void rule(String keys) {
		for (String key : keys.split(" ")) {
			String[] property = key.split("=");
			setUp.set("wecom.roles[0]." + property[0], property[1]);
		}
	}

	private static Finding rule(DoctorReport report) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.check().equals("rule") && finding.text().english().contains("wecom.roles[0]"))
			.findFirst()
			.orElseThrow();
	}

	private static Finding memberList(DoctorReport report) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.check().equals("member_list"))
			.findFirst()
			.orElseThrow();
	}

}
