package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that check members of a simulated WeCom, with a clock that the tests set.
 */
abstract class CheckedNodeTestBase {

	static SimulatedWeCom wecom;

	final MutableClock clock = new MutableClock();

	final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	private final List<CheckedNode> nodes = new ArrayList<>();

	@BeforeAll
	static void start() {
		wecom = SimulatedWeCom.start();
	}

	@AfterAll
	static void stop() {
		wecom.close();
	}

	@BeforeEach
	void reset() {
		wecom.reset();
	}

	@AfterEach
	void close() {
		this.nodes.forEach(CheckedNode::close);
	}

	/**
	 * Starts a node without a shared store.
	 */
	final CheckedNode alone() {
		return add(new CheckedNode(wecom, this.clock));
	}

	final CheckedNode alone(Map<String, WeComAuthoritiesProvider> providers, @Nullable AllowRule allow) {
		return add(new CheckedNode(wecom, this.clock, null, providers, 2000, allow));
	}

	/**
	 * Starts a node on the store that all nodes of a test share.
	 */
	final CheckedNode onStore() {
		return on(this.store, 2000);
	}

	final CheckedNode on(@Nullable SharedStore store, int checksPerMinute) {
		return add(new CheckedNode(wecom, this.clock, store, Map.of(), checksPerMinute, null));
	}

	final CheckedNode add(CheckedNode node) {
		this.nodes.add(node);
		return node;
	}

	static void leave(String userId) {
		wecom.company().update(wecom.company().employee(userId).withStatus(Employee.LEFT));
	}

}
