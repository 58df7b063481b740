package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.simulator.company.Tag;
import io.github.wecomlogin.user.WeComUser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.GrantedAuthority;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which sessions may go on, and what that costs.
 */
class SessionChecksTests extends CheckedNodeTestBase {

	private CheckedNode node;

	private int signIns;

	@BeforeEach
	void startNode() {
		this.node = alone();
	}

	@Test
	void whenSessionIsYoungThenNobodyIsAsked() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL.minusMillis(2));
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked()).isZero();
	}

	@Test
	void whenSessionIsDueThenItIsRenewedWithOneCall() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		WeComUser renewed = this.node.checks.check(user).renewed();
		assertThat(renewed.getCheckedAt()).isEqualTo(this.clock.instant());
		assertThat(renewed.getSignedInAt()).isEqualTo(user.getSignedInAt());
		assertThat(roles(renewed)).containsExactly("ROLE_HR", "ROLE_USER");
		assertThat(asked()).isOne();
		assertThat(this.node.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
	}

	@Test
	void whenMemberHasSeveralSessionsThenOneCallIsForAll() {
		WeComUser one = signedIn("zhangsan");
		WeComUser other = this.node.signIn("zhangsan").toBuilder().mobile("13800000001").build();
		int before = asked();
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(this.node.checks.check(one).renewed().getMobile()).isNull();
		assertThat(this.node.checks.check(other).renewed().getMobile()).isEqualTo("13800000001");
		assertThat(asked() - before).isOne();
	}

	@Test
	void whenManyRequestsComeAtOnceThenOneCallIsForAll() throws Exception {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		ExecutorService executor = Executors.newFixedThreadPool(40);
		try {
			CountDownLatch go = new CountDownLatch(1);
			List<Future<SessionCheck>> checks = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				checks.add(executor.submit(() -> {
					go.await();
					return this.node.checks.check(user);
				}));
			}
			go.countDown();
			for (Future<SessionCheck> check : checks) {
				assertThat(check.get(20, TimeUnit.SECONDS).end()).isNull();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(asked()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 60111, 60011, 60021, 50002, 40003, 46004 })
	void whenWeComShowsNoSuchMemberThenTheSessionEnds(int errorCode) {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.fail(SimulatedWeCom.GETUSER, errorCode);
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_VISIBLE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4, 5, 0, 3, 17 })
	void whenAccountIsNotInUseThenTheSessionEnds(int status) {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.wireMock()
			.stubFor(get(urlPathEqualTo(SimulatedWeCom.GETUSER))
				.willReturn(okJson("{\"errcode\":0,\"userid\":\"zhangsan\",\"status\":%d}".formatted(status))));
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"errcode\":0,\"userid\":\"zhangsan\"}",
			"{\"errcode\":0,\"userid\":\"lisi\",\"status\":1}", "{\"errcode\":0,\"status\":5}", "<html>", "" })
	void whenAnswerIsNotClearThenTheGraceBegins(String body) {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.wireMock().stubFor(get(urlPathEqualTo(SimulatedWeCom.GETUSER)).willReturn(okJson(body)));
		goesOnUntilTheGraceIsOver(user);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 6000, 40001, 40013, 40014, 42001, 45009, 45033, 48002, 50003, 60020, 301002, 999999 })
	void whenErrorSaysNothingAboutTheMemberThenTheGraceBegins(int errorCode) {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.fail(SimulatedWeCom.GETUSER, errorCode);
		goesOnUntilTheGraceIsOver(user);
	}

	@ParameterizedTest
	@ValueSource(ints = { 40001, 40013, 60020 })
	void whenSecretIsWrongThenNotTheWholeCompanyIsSignedOutAtOnce(int errorCode) {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.withdrawTokens();
		wecom.fail(SimulatedWeCom.GETTOKEN, errorCode);
		goesOnUntilTheGraceIsOver(user);
	}

	private void goesOnUntilTheGraceIsOver(WeComUser user) {
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(Duration.ofMinutes(49));
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_CONFIRMED);
	}

	@Test
	void whenWeComAnswersAgainWithinTheGraceThenTheSessionGoesOn() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.fail(SimulatedWeCom.GETUSER, -1);
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		wecom.fail(SimulatedWeCom.GETUSER, 0);
		int before = asked();
		assertThat(this.node.checks.check(user)).as("not at once again").isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked()).isEqualTo(before);
		this.clock.advance(MemberRevalidation.PAUSE_AFTER_FAILURE);
		assertThat(this.node.checks.check(user).renewed()).isNotNull();
		assertThat(asked()).isEqualTo(before + 1);
	}

	@Test
	void whenSessionRestedLongerThanTheGraceThenItGoesOnIfWeComSaysSo() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(Duration.ofDays(3));
		assertThat(this.node.checks.check(user).renewed()).isNotNull();
	}

	@Test
	void whenWeComIsSlowThenThePageIsNotAndTheNextOneKnows() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.delay(SimulatedWeCom.GETUSER, Duration.ofMillis(2500));
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.node.checks.check(user).renewed() != null);
		assertThat(asked()).isOne();
	}

	@Test
	void whenWeComIsSlowAfterTheGraceThenThePageWaits() {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.GRACE);
		wecom.delay(SimulatedWeCom.GETUSER, Duration.ofMillis(1500));
		assertThat(this.node.checks.check(user).renewed()).isNotNull();
	}

	@Test
	void whenDepartmentChangesThenRolesFollowWithoutASignIn() {
		WeComUser user = signedIn("zhangsan");
		change("zhangsan", (employee) -> employee.withDepartments(3));
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(roles(this.node.checks.check(user).renewed())).containsExactly("ROLE_DEVELOPER", "ROLE_USER");
	}

	@Test
	void whenRulesLetTheMemberInNoMoreThenTheSessionEnds() {
		CheckedNode onlyHr = alone(Map.of(), new AllowRule("wecom.allow", CheckedNode.departments(2)));
		WeComUser user = onlyHr.signIn("zhangsan");
		change("zhangsan", (employee) -> employee.withDepartments(3));
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(onlyHr.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ALLOWED);
	}

	@Test
	void whenListsCannotBeReadThenNoRoleIsLostWithinTheGrace() {
		WeComUser user = signedIn("zhangsan");
		CheckedNode restarted = alone();
		wecom.fail(SimulatedWeCom.DEPARTMENT_LIST, -1);
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(restarted.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(CheckedNode.GRACE);
		assertThat(roles(restarted.checks.check(user).renewed())).as("confirmed, with what is known")
			.containsExactly("ROLE_HR", "ROLE_USER");
	}

	@Test
	void whenListsHangThenNotEveryPageWaitsForThem() {
		WeComUser user = signedIn("zhangsan");
		CheckedNode restarted = alone();
		wecom.delay(SimulatedWeCom.TAG_GET, Duration.ofSeconds(20));
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(restarted.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		int before = asked();
		for (int i = 0; i < 100; i++) {
			assertThat(restarted.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		}
		assertThat(asked()).isEqualTo(before);
	}

	@Test
	void whenApplicationsOwnCodeFailsThenTheGraceBegins() {
		AtomicReference<RuntimeException> failure = new AtomicReference<>();
		WeComAuthoritiesProvider provider = (member) -> {
			if (failure.get() != null) {
				throw failure.get();
			}
			return List.of();
		};
		CheckedNode node = alone(Map.of("provider", provider), null);
		WeComUser user = node.signIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		failure.set(new IllegalStateException("no database"));
		assertThat(node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		failure.set(new WeComRefusalException(WeComRefusal.NOT_ALLOWED));
		this.clock.advance(MemberRevalidation.PAUSE_AFTER_FAILURE);
		assertThat(node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ALLOWED);
		failure.set(new DisabledException("no account"));
		assertThat(node.checks.check(user).end()).isEqualTo(WeComRefusal.ACCOUNT_REFUSED);
		failure.set(new IllegalStateException("no database"));
		this.clock.advance(CheckedNode.GRACE);
		assertThat(node.checks.check(user).end()).isEqualTo(WeComRefusal.MISCONFIGURED);
	}

	@Test
	void whenMemberChangedThenTheSessionIsCheckedBeforeItGoesOn() {
		WeComUser user = signedIn("zhangsan");
		change("zhangsan", (employee) -> employee.withStatus(Employee.DISABLED));
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "ZhangSan");
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenAnotherMemberOrCompanyChangedThenNobodyIsAsked() {
		WeComUser user = signedIn("zhangsan");
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "lisi");
		this.node.stamps.memberChanged("wwanother000000000", "zhangsan");
		this.node.stamps.companyChanged("wwanother000000000");
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked()).isZero();
	}

	@Test
	void whenChangesAreToldAgainAndAgainThenEachCostsOneCallAtMost() {
		WeComUser user = signedIn("zhangsan");
		for (int i = 0; i < 100; i++) {
			this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		}
		this.clock.advance(Duration.ofMillis(1));
		WeComUser renewed = this.node.checks.check(user).renewed();
		assertThat(renewed).isNotNull();
		for (int i = 0; i < 100; i++) {
			assertThat(this.node.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
			assertThat(this.node.checks.check(user).renewed()).isNotNull();
		}
		assertThat(asked()).isOne();
	}

	@Test
	void whenMemberChangesWhileWeComAnswersThenItIsAskedAgain() throws Exception {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		wecom.delay(SimulatedWeCom.GETUSER, Duration.ofMillis(500));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<SessionCheck> first = executor.submit(() -> this.node.checks.check(user));
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> asked() > 0);
			this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			WeComUser renewed = first.get(20, TimeUnit.SECONDS).renewed();
			leave("zhangsan");
			assertThat(this.node.checks.check(renewed).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenMemberChangesDuringACheckThenLaterRequestsDoNotUseIt() throws Exception {
		WeComUser user = signedIn("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL);
		// Twice this is well within the time that a request waits
		wecom.delay(SimulatedWeCom.GETUSER, Duration.ofMillis(150));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<SessionCheck> first = executor.submit(() -> this.node.checks.check(user));
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> asked() > 0);
			leave("zhangsan");
			this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
			first.get(20, TimeUnit.SECONDS);
			assertThat(asked()).as("once more").isEqualTo(2);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenMemberChangedAndWeComIsAwayThenTheGraceCounts() {
		WeComUser user = signedIn("zhangsan");
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		wecom.fail(SimulatedWeCom.GETUSER, -1);
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(CheckedNode.GRACE);
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_CONFIRMED);
	}

	@Test
	void whenDepartmentMovesThenRolesOfItsMembersFollow() {
		WeComUser user = signedIn("wangwu");
		assertThat(roles(user)).contains("ROLE_DEVELOPER");
		wecom.company().removeDepartment(31);
		wecom.company().add(new Department(31, "平台组", 2));
		this.node.stamps.companyChanged(SimulatedWeCom.CORP_ID);
		assertThat(roles(this.node.checks.check(user).renewed())).contains("ROLE_HR").doesNotContain("ROLE_DEVELOPER");
	}

	@Test
	void whenTagChangesThenRolesFollow() {
		WeComUser user = signedIn("wangwu");
		assertThat(roles(user)).contains("ROLE_ON_CALL");
		wecom.company().removeTag(7);
		wecom.company().add(Tag.of(7, "值班").withUsers("zhangsan"));
		this.node.stamps.directoryChanged(SimulatedWeCom.CORP_ID);
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "wangwu");
		assertThat(roles(this.node.checks.check(user).renewed())).doesNotContain("ROLE_ON_CALL");
	}

	@Test
	void whenSessionsAreEndedThenThoseOfBeforeEndAndLaterOnesDoNot() {
		WeComUser user = signedIn("zhangsan");
		this.node.stamps.endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
		this.clock.advance(Duration.ofMillis(1));
		WeComUser later = this.node.signIn("zhangsan");
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.SESSION_ENDED);
		assertThat(this.node.checks.check(later)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(Duration.ofDays(20));
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.SESSION_ENDED);
		assertThat(this.node.checks.check(later).renewed()).isNotNull();
	}

	@Test
	void whenRegistrationIsGoneThenTheSessionEndsAfterTheGrace() {
		WeComUser user = WeComUser.withUserId("gone", SimulatedWeCom.CORP_ID, "zhangsan")
			.checkedAt(this.clock.instant())
			.build();
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(this.node.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.clock.advance(CheckedNode.GRACE);
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_CONFIRMED);
	}

	@Test
	void whenNodesShareAStoreThenEachKnowsWhatTheOtherWasTold() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		WeComUser user = one.signIn("zhangsan");
		int before = asked();
		two.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		WeComUser renewed = one.checks.check(user).renewed();
		assertThat(renewed).isNotNull();
		assertThat(one.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(two.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked() - before).isOne();
		one.stamps.endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(two.checks.check(renewed).end()).isEqualTo(WeComRefusal.SESSION_ENDED);
		WeComUser again = two.signIn("zhangsan");
		assertThat(one.checks.check(again)).isSameAs(SessionCheck.UNCHANGED);
	}

	@Test
	void whenStoreIsAwayThenItIsCheckedAgainRatherThanNotAtAll() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		this.store.setDown(true);
		WeComUser user = one.signIn("zhangsan");
		assertThat(one.checks.check(user)).isSameAs(SessionCheck.UNCHANGED);
		this.store.setDown(false);
		two.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		leave("zhangsan");
		SessionCheck check = Awaitility.await("back at the store")
			.atMost(Duration.ofSeconds(20))
			.until(() -> one.checks.check(user), (next) -> next.end() != null);
		assertThat(check.end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenStoreGoesDownThenTheSessionIsCheckedOnce() {
		CheckedNode one = onStore();
		WeComUser user = one.signIn("zhangsan");
		int before = asked();
		this.store.setDown(true);
		WeComUser renewed = one.checks.check(user).renewed();
		assertThat(renewed).isNotNull();
		assertThat(one.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked() - before).isOne();
		leave("zhangsan");
		one.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(one.checks.check(renewed).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenStoreLosesStampsThenTheSessionIsCheckedBeforeItGoesOn() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		WeComUser user = two.signIn("zhangsan");
		WeComUser ended = two.signIn("lisi");
		one.stamps.endSessions(SimulatedWeCom.CORP_ID, "lisi");
		this.store.clear();
		int before = asked();
		assertThat(two.checks.check(ended).end()).isEqualTo(WeComRefusal.SESSION_ENDED);
		WeComUser renewed = two.checks.check(user).renewed();
		assertThat(renewed).isNotNull();
		assertThat(one.checks.check(renewed)).isSameAs(SessionCheck.UNCHANGED);
		assertThat(asked() - before).isBetween(1, 2);
	}

	@Test
	void whenStoreLosesStampsAgainThenAnOlderRefusalDoesNotCount() {
		CheckedNode node = onStore();
		WeComUser user = node.signIn("zhangsan");
		change("zhangsan", (employee) -> employee.withStatus(Employee.DISABLED));
		this.store.clear();
		assertThat(node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
		change("zhangsan", (employee) -> employee.withStatus(Employee.ACTIVE));
		WeComUser again = node.signIn("zhangsan");
		this.store.clear();
		assertThat(node.checks.check(again).renewed()).isNotNull();
	}

	@Test
	void whenMemberIsBackAfterARefusalThenANewSessionDoesNotEndForIt() {
		WeComUser user = signedIn("zhangsan");
		change("zhangsan", (employee) -> employee.withStatus(Employee.DISABLED));
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(this.node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
		change("zhangsan", (employee) -> employee.withStatus(Employee.ACTIVE));
		WeComUser again = this.node.signIn("zhangsan");
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(this.node.checks.check(again).renewed()).isNotNull();
	}

	@Test
	void whenCompanysListsChangeThenAllNodesReadThemAgain() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		one.signIn("wangwu");
		two.signIn("wangwu");
		int before = wecom.calls(SimulatedWeCom.DEPARTMENT_LIST);
		one.stamps.directoryChanged(SimulatedWeCom.CORP_ID);
		one.signIn("wangwu");
		two.signIn("wangwu");
		one.signIn("wangwu");
		two.signIn("wangwu");
		assertThat(wecom.calls(SimulatedWeCom.DEPARTMENT_LIST) - before).isEqualTo(2);
	}

	@Test
	void whenOurLimitIsReachedThenGraceBeginsAndUrgentOnesComeFirst() {
		CheckedNode node = on(null, 1);
		WeComUser first = node.signIn("zhangsan");
		WeComUser second = node.signIn("lisi");
		WeComUser third = node.signIn("wangwu");
		this.clock.advance(CheckedNode.INTERVAL);
		int before = asked();
		assertThat(node.checks.check(first).renewed()).isNotNull();
		assertThat(node.checks.check(second)).as("limit").isSameAs(SessionCheck.UNCHANGED);
		node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "wangwu");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(node.checks.check(third).renewed()).as("reserve").isNotNull();
		assertThat(asked() - before).isEqualTo(2);
	}

	@Test
	void whenChecksAreLessFrequentThenAChangeIsRememberedForThem() {
		CheckedNode node = on(this.store, 1);
		CheckedNode told = on(this.store, 1);
		List<WeComUser> others = List.of(node.signIn("lisi"), node.signIn("wangwu"));
		wecom.fail(SimulatedWeCom.GETUSER, 60020);
		this.clock.advance(CheckedNode.INTERVAL);
		for (int minute = 0; minute < 32; minute++) {
			others.forEach(node.checks::check);
			this.clock.advance(Duration.ofMinutes(1));
		}
		wecom.fail(SimulatedWeCom.GETUSER, 0);
		WeComUser user = node.signIn("zhangsan");
		leave("zhangsan");
		told.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		this.clock.advance(Duration.ofMinutes(14));
		assertThat(node.checks.interval(SimulatedWeCom.CORP_ID)).isGreaterThan(Duration.ofMinutes(14));
		assertThat(node.checks.check(user).end()).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	private WeComUser signedIn(String userId) {
		WeComUser user = this.node.signIn(userId);
		this.clock.advance(Duration.ofMillis(1));
		this.signIns = wecom.calls(SimulatedWeCom.GETUSER);
		return user;
	}

	private int asked() {
		return wecom.calls(SimulatedWeCom.GETUSER) - this.signIns;
	}

	private static void change(String userId, UnaryOperator<Employee> change) {
		wecom.company().update(change.apply(wecom.company().employee(userId)));
	}

	private static List<String> roles(WeComUser user) {
		return user.getAuthorities().stream().map(GrantedAuthority::getAuthority).sorted().toList();
	}

}
