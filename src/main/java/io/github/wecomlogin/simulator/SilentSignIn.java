package io.github.wecomlogin.simulator;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the authorize pages do without asking, by order of a test.
 */
final class SilentSignIn {

	private volatile @Nullable String userId;

	private volatile boolean cancelled;

	Optional<String> userId() {
		return Optional.ofNullable(this.userId);
	}

	void userId(@Nullable String userId) {
		this.userId = userId;
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	void cancelled(boolean cancelled) {
		this.cancelled = cancelled;
	}

}
