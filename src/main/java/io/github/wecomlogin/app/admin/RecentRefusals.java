package io.github.wecomlogin.app.admin;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.refusal.WeComRefusal;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the last refused sign-ins of this node in memory, at most {@value #MAX_PER_CODE}
 * of each code: many of one code, such as for invented codes, do not displace the others.
 */
@Component
class RecentRefusals {

	static final int MAX_PER_CODE = 50;

	private final Map<WeComRefusal, Deque<Refusal>> refusals = new EnumMap<>(WeComRefusal.class);

	@EventListener
	void add(WeComSignInRefusedEvent event) {
		add(Refusal.of(event));
	}

	synchronized void add(Refusal refusal) {
		Deque<Refusal> same = this.refusals.computeIfAbsent(refusal.refusal(), (code) -> new ArrayDeque<>());
		if (same.size() == MAX_PER_CODE) {
			same.removeLast();
		}
		same.addFirst(refusal);
	}

	/**
	 * Returns the refusals, latest first.
	 */
	synchronized List<Refusal> latest() {
		return this.refusals.values()
			.stream()
			.flatMap(Collection::stream)
			.sorted(Comparator.comparing(Refusal::at).reversed())
			.toList();
	}

}
