package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.user.WeComUser;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a node publishes that a member is gone.
 */
class GoneMembersTests extends CheckedNodeTestBase {

	private CheckedNode node;

	@Test
	void whenWeComFailsAtFirstThenTheLeaverIsFoundLater() {
		this.node = node(null, 2000);
		wecom.fail(SimulatedWeCom.GETUSER, -1);
		this.node.checks.lookFor(SimulatedWeCom.CORP_ID, "zhangsan");
		Awaitility.await().until(() -> wecom.calls(SimulatedWeCom.GETUSER) > 0);
		wecom.reset();
		wecom.company().remove("zhangsan");
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			this.clock.advance(MemberRevalidation.PAUSE_AFTER_FAILURE);
			return !this.node.published.isEmpty();
		});
		assertThat(this.node.published).extracting(WeComMemberGoneEvent::userId).containsExactly("zhangsan");
	}

	@Test
	void whenChecksAreUsedUpThenTheLeaverIsFoundLater() {
		this.node = node(null, 1);
		wecom.company().remove("zhangsan");
		wecom.company().remove("lisi");
		this.node.checks.lookFor(SimulatedWeCom.CORP_ID, "zhangsan");
		this.node.checks.lookFor(SimulatedWeCom.CORP_ID, "lisi");
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.node.published.size() > 1);
		assertThat(this.node.published).extracting(WeComMemberGoneEvent::userId).containsExactly("zhangsan", "lisi");
	}

	@Test
	void whenStoreLosesTheMessageThenTheFinderPublishesOnce() {
		AtomicInteger written = new AtomicInteger();
		this.node = node(new Forgetful(this.store, written), 2000);
		announce("zhangsan");
		Awaitility.await().until(() -> !this.node.published.isEmpty());
		announce("zhangsan");
		announce("lisi");
		Awaitility.await().until(() -> this.node.published.size() > 1);
		assertThat(this.node.published).extracting(WeComMemberGoneEvent::userId).containsExactly("zhangsan", "lisi");
		assertThat(written).as("announced again after it was lost").hasValue(3);
	}

	@Test
	void whenMemberIsRefusedAgainThenNothingIsWritten() {
		this.node = node(this.store, 2000);
		announce("zhangsan");
		Awaitility.await().until(() -> !this.node.published.isEmpty());
		int before = this.store.dump().size();
		announce("zhangsan");
		// Written after all that was announced before
		announce("lisi");
		Awaitility.await().until(() -> this.node.published.size() > 1);
		assertThat(this.store.dump()).hasSize(before + 1);
	}

	private CheckedNode node(@Nullable SharedStore store, int checksPerMinute) {
		CheckedNode node = on(store, checksPerMinute);
		node.listenForGone();
		return node;
	}

	private void announce(String userId) {
		this.node.gone.gone(WeComUser.withUserId("wecom", SimulatedWeCom.CORP_ID, userId).build(),
				WeComRefusal.NOT_ACTIVE);
	}

	/**
	 * A store that has lost each entry when the next command arrives.
	 */
	private static final class Forgetful extends DelegatingSharedStore {

		private final InMemorySharedStore store;

		private final AtomicInteger written;

		Forgetful(InMemorySharedStore store, AtomicInteger written) {
			super(store);
			this.store = store;
			this.written = written;
		}

		@Override
		public void put(String key, byte[] value, Duration timeToLive) {
			super.put(key, value, timeToLive);
			this.store.clear();
		}

		@Override
		public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
			this.written.incrementAndGet();
			boolean absent = super.putIfAbsent(key, value, timeToLive);
			this.store.clear();
			return absent;
		}

	}

}
