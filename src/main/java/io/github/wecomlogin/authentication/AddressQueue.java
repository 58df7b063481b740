package io.github.wecomlogin.authentication;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A queue in which client addresses take turns, so that one of them cannot delay the
 * others. Guarded by its owner's lock.
 *
 * @param <E> the type of the queued entries
 */
final class AddressQueue<E> {

	// Those with entries that are queued or under way
	private final Map<String, Line<E>> lines = new HashMap<>();

	// Those with a turn, each once
	private final Set<Line<E>> turns = new LinkedHashSet<>();

	private int size;

	int size() {
		return this.size;
	}

	Line<E> add(String address, E entry) {
		Line<E> line = this.lines.computeIfAbsent(address, Line::new);
		line.entries.add(entry);
		this.size++;
		this.turns.add(line);
		return line;
	}

	/**
	 * Takes the next turn. The address gets another when it is {@linkplain #settle
	 * settled}.
	 * @return the address, or {@code null} if none has a turn
	 */
	@Nullable Line<E> takeTurn() {
		if (this.turns.isEmpty()) {
			return null;
		}
		Line<E> line = this.turns.iterator().next();
		this.turns.remove(line);
		return line;
	}

	/**
	 * Takes into account that an entry was removed from a line.
	 */
	void removed(Line<E> line) {
		this.size--;
		settle(line);
	}

	/**
	 * Gives an address a turn if it has queued entries, or else forgets it if none is
	 * under way either.
	 */
	void settle(Line<E> line) {
		if (!line.entries.isEmpty()) {
			this.turns.add(line);
			return;
		}
		this.turns.remove(line);
		if (line.underWay == 0) {
			this.lines.remove(line.address);
		}
	}

	/**
	 * Returns how many entries have their turn up to a position in the line of an
	 * address, at most.
	 */
	int position(int inLine) {
		return Math.min(this.size, inLine * Math.max(1, this.turns.size()));
	}

	Line<E> longest() {
		return Collections.max(this.lines.values(), Comparator.comparingInt((line) -> line.entries.size()));
	}

	Collection<Line<E>> lines() {
		return List.copyOf(this.lines.values());
	}

	/**
	 * The entries of one client address.
	 */
	static final class Line<E> {

		final String address;

		final Deque<E> entries = new ArrayDeque<>();

		int underWay;

		private Line(String address) {
			this.address = address;
		}

	}

}
