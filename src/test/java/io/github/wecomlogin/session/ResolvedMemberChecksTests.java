package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.store.AnnouncingStore;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.user.WeComMemberReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.LockedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which credentials of an application go on being accepted, and what that costs.
 */
class ResolvedMemberChecksTests extends CheckedNodeTestBase {

	private CheckedNode node;

	@BeforeEach
	void startNode() {
		this.node = alone();
	}

	@Test
	void whenThousandRequestsComeThenOneCallPerInterval() throws Exception {
		WeComMemberReference token = token(this.node);
		int before = asked();
		ExecutorService executor = Executors.newFixedThreadPool(20);
		try {
			for (int interval = 0; interval < 4; interval++) {
				List<Callable<WeComRefusal>> requests = new ArrayList<>();
				for (int i = 0; i < 250; i++) {
					requests.add(() -> this.node.resolved.check(token));
				}
				for (Future<WeComRefusal> answer : executor.invokeAll(requests)) {
					assertThat(answer.get()).isNull();
				}
				assertThat(asked() - before).isEqualTo(interval);
				this.clock.advance(CheckedNode.INTERVAL);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenMemberHasSeveralTokensThenOneCallIsForAll() {
		WeComMemberReference one = token(this.node);
		WeComMemberReference other = token(this.node);
		int before = asked();
		this.clock.advance(CheckedNode.INTERVAL);
		assertThat(this.node.resolved.check(one)).isNull();
		assertThat(this.node.resolved.check(other)).isNull();
		assertThat(asked() - before).isOne();
	}

	@Test
	void whenSignInIsTheApplicationsOwnThenWeComIsAskedFirst() {
		WeComMemberReference password = WeComMemberReference.of("wecom", "ZHANGSAN", this.clock.instant());
		assertThat(this.node.resolved.check(password)).isNull();
		assertThat(this.node.resolved.check(password)).isNull();
		assertThat(asked()).isOne();
		assertThat(this.node.resolved.check(WeComMemberReference.of("wecom", "nobody", this.clock.instant())))
			.isEqualTo(WeComRefusal.NOT_VISIBLE);
	}

	@Test
	void whenFirstCheckFailsThenNothingIsServed() {
		wecom.fail(SimulatedWeCom.GETUSER, 50003);
		assertThat(this.node.resolved.check(WeComMemberReference.of("wecom", "zhangsan", this.clock.instant())))
			.isEqualTo(WeComRefusal.NOT_CONFIRMED);
	}

	@Test
	void whenMemberLeavesThenTheTokenIsRefusedWhenDue() {
		WeComMemberReference token = token(this.node);
		leave("zhangsan");
		this.clock.advance(CheckedNode.INTERVAL.minusMillis(2));
		assertThat(this.node.resolved.check(token)).isNull();
		this.clock.advance(Duration.ofMillis(2));
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenEventArrivesThenTheTokenIsCheckedAtOnce() {
		WeComMemberReference token = token(this.node);
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(this.node.resolved.check(token)).isNull();
		leave("zhangsan");
		assertThat(this.node.resolved.check(token)).isNull();
		this.node.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenWeComIsAwayThenTheGraceBeginsWithTheLastCheck() {
		WeComMemberReference token = token(this.node);
		this.clock.advance(CheckedNode.GRACE.minusMinutes(5));
		assertThat(this.node.resolved.check(token)).isNull();
		wecom.fail(SimulatedWeCom.GETUSER, 50003);
		this.clock.advance(CheckedNode.GRACE.minusMinutes(5));
		assertThat(this.node.resolved.check(token)).as("within the grace").isNull();
		this.clock.advance(Duration.ofMinutes(5));
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_CONFIRMED);
		wecom.fail(SimulatedWeCom.GETUSER, 0);
		this.clock.advance(Duration.ofSeconds(16));
		assertThat(this.node.resolved.check(token)).isNull();
	}

	@Test
	void whenRefusedMemberCannotBeCheckedThenStillRefused() {
		WeComMemberReference token = token(this.node);
		this.clock.advance(CheckedNode.INTERVAL);
		leave("zhangsan");
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
		wecom.fail(SimulatedWeCom.GETUSER, 50003);
		this.clock.advance(Duration.ofSeconds(16));
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_CONFIRMED);
	}

	@Test
	void whenMemberIsRefusedThenYoungerTokensAreToo() {
		WeComMemberReference older = token(this.node);
		this.clock.advance(CheckedNode.INTERVAL.minusMinutes(1));
		WeComMemberReference younger = token(this.node);
		leave("zhangsan");
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.node.resolved.check(younger)).as("not due").isNull();
		assertThat(this.node.resolved.check(older)).isEqualTo(WeComRefusal.NOT_ACTIVE);
		assertThat(this.node.resolved.check(younger)).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenMemberComesBackThenTheTokenIsAcceptedAgain() {
		WeComMemberReference token = token(this.node);
		this.clock.advance(CheckedNode.INTERVAL);
		leave("zhangsan");
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
		wecom.company().update(wecom.company().employee("zhangsan").withStatus(Employee.ACTIVE));
		this.clock.advance(Duration.ofMillis(1));
		WeComMemberReference again = token(this.node);
		assertThat(this.node.resolved.check(again)).as("signed in since").isNull();
		this.clock.advance(Duration.ofSeconds(16));
		assertThat(this.node.resolved.check(token)).isNull();
	}

	@Test
	void whenAdministratorEndsSignInsThenOlderTokensAreRefused() {
		for (CheckedNode each : List.of(this.node, onStore())) {
			WeComMemberReference before = token(each);
			WeComMemberReference own = WeComMemberReference.of("wecom", "zhangsan", this.clock.instant());
			assertThat(each.resolved.check(before)).isNull();
			assertThat(each.resolved.check(own)).isNull();
			each.stamps.endSessions(SimulatedWeCom.CORP_ID, "ZhangSan");
			assertThat(each.resolved.check(before)).isEqualTo(WeComRefusal.SESSION_ENDED);
			WeComMemberReference after = token(each);
			// Renews the check of the member
			this.clock.advance(CheckedNode.INTERVAL);
			assertThat(each.resolved.check(after)).isNull();
			assertThat(each.resolved.check(before)).isEqualTo(WeComRefusal.SESSION_ENDED);
			assertThat(each.resolved.check(own)).isEqualTo(WeComRefusal.SESSION_ENDED);
		}
	}

	@Test
	void whenEndIsOnAnotherNodeThenNoClockMatters() {
		CheckedNode one = onStore();
		MutableClock behind = new MutableClock();
		behind.advance(Duration.between(behind.instant(), this.clock.instant()).minusSeconds(50));
		CheckedNode two = add(new CheckedNode(wecom, behind, this.store, Map.of(), 2000, null));
		WeComMemberReference before = token(one);
		two.stamps.endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
		WeComMemberReference after = token(two);
		assertThat(after.getSignedInAt()).isBefore(before.getSignedInAt());
		for (CheckedNode each : List.of(one, two)) {
			assertThat(each.resolved.check(before)).isEqualTo(WeComRefusal.SESSION_ENDED);
			assertThat(each.resolved.check(after)).isNull();
		}
	}

	@Test
	void whenSignInIsOlderThanAnEndIsKeptThenItIsRefused() {
		WeComMemberReference token = token(this.node);
		this.clock.advance(Duration.ofDays(30).minusMillis(2));
		assertThat(this.node.resolved.check(token)).isNull();
		this.clock.advance(Duration.ofMillis(2));
		assertThat(this.node.resolved.check(token)).isEqualTo(WeComRefusal.SESSION_ENDED);
	}

	@Test
	void whenNodesShareAStoreThenOneCallIsForAll() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		WeComMemberReference token = token(one);
		int before = asked();
		for (int i = 1; i <= 3; i++) {
			this.clock.advance(CheckedNode.INTERVAL);
			assertThat(one.resolved.check(token)).isNull();
			assertThat(two.resolved.check(token)).isNull();
			assertThat(asked() - before).isEqualTo(i);
		}
		// A node that starts now asks nothing
		assertThat(onStore().resolved.check(token)).isNull();
		assertThat(asked() - before).isEqualTo(3);
		leave("zhangsan");
		one.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(two.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenChangeHasBeenCheckedThenTheStoreIsNotRead() {
		AtomicInteger reads = new AtomicInteger();
		SharedStore counting = new AnnouncingStore(new DelegatingSharedStore(this.store) {

			@Override
			public byte[] get(String key) {
				reads.incrementAndGet();
				return super.get(key);
			}

		});
		CheckedNode one = on(counting, 2000);
		WeComMemberReference before = token(one);
		one.stamps.endSessions(SimulatedWeCom.CORP_ID, "lisi");
		WeComMemberReference other = WeComMemberReference.of(one.signIn("lisi"));
		WeComMemberReference own = WeComMemberReference.of("wecom", "zhangsan", this.clock.instant());
		for (WeComMemberReference token : List.of(before, own, other)) {
			one.stamps.memberChanged(SimulatedWeCom.CORP_ID, token.getUserId());
			assertThat(one.resolved.check(token)).isNull();
			assertThat(one.resolved.check(token)).isNull();
			reads.set(0);
			assertThat(one.resolved.check(token)).isNull();
			assertThat(reads).as(token.getUserId()).hasValue(0);
		}
		one.stamps.endSessions(SimulatedWeCom.CORP_ID, "lisi");
		assertThat(one.resolved.check(other)).isEqualTo(WeComRefusal.SESSION_ENDED);
	}

	@Test
	void whenStoreIsAwayThenEachNodeAsks() {
		CheckedNode one = onStore();
		CheckedNode two = onStore();
		WeComMemberReference token = token(one);
		this.store.setDown(true);
		int before = asked();
		assertThat(one.resolved.check(token)).isNull();
		assertThat(two.resolved.check(token)).isNull();
		assertThat(asked() - before).isEqualTo(2);
		leave("zhangsan");
		one.stamps.memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(one.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ACTIVE);
	}

	@Test
	void whenRegistrationIsOfAnotherCompanyThenRefused() {
		String text = token(this.node).asText();
		assertThat(this.node.resolved.check(WeComMemberReference.parse(text))).isNull();
		assertThat(this.node.resolved
			.check(WeComMemberReference.parse(text.replace(SimulatedWeCom.CORP_ID, "ww0000000000000000"))))
			.isEqualTo(WeComRefusal.MISCONFIGURED);
		assertThat(this.node.resolved.check(WeComMemberReference.of("other", "zhangsan", this.clock.instant())))
			.isEqualTo(WeComRefusal.MISCONFIGURED);
	}

	@Test
	void whenRulesOrCodeRefuseTheMemberThenSoIsTheToken() {
		AllowRule allow = new AllowRule("wecom.allow", CheckedNode.departments(3));
		CheckedNode strict = alone(Map.of(), allow);
		WeComMemberReference token = WeComMemberReference.of("wecom", "zhangsan", this.clock.instant());
		assertThat(strict.resolved.check(token)).isEqualTo(WeComRefusal.NOT_ALLOWED);
		WeComAuthoritiesProvider refusing = (user) -> {
			throw new LockedException("locked");
		};
		CheckedNode locking = alone(Map.of("locking", refusing), null);
		assertThat(locking.resolved.check(token)).isEqualTo(WeComRefusal.ACCOUNT_REFUSED);
	}

	private static WeComMemberReference token(CheckedNode node) {
		return WeComMemberReference.parse(WeComMemberReference.of(node.signIn("zhangsan")).asText());
	}

	private static int asked() {
		return wecom.calls(SimulatedWeCom.GETUSER);
	}

}
