package io.github.wecomlogin.simulator.page;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Holds the outcome that tests preset for the authorization pages.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SilentSignIn {

	private volatile @Nullable String userId;

	private volatile boolean cancelled;

	public Optional<String> userId() {
		return Optional.ofNullable(this.userId);
	}

	public void userId(@Nullable String userId) {
		this.userId = userId;
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	public void cancelled(boolean cancelled) {
		this.cancelled = cancelled;
	}

}
