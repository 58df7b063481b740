package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many sign-ins call WeCom concurrently, so that a slow WeCom cannot exhaust
 * the server's threads. Sign-ins over the limit wait for up to a second, and are rejected
 * as {@code busy} if as many wait already. Safe for concurrent use.
 */
public final class SignInGate implements CallPermits {

	/**
	 * Long enough for a rush to pass, short enough not to look like a page that hangs.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private final SignInLimits limits;

	private final Semaphore working;

	private final Semaphore waiting;

	private final Semaphore repeats;

	private final RejectedCodes rejectedCodes;

	/**
	 * Creates a gate.
	 * @param limits how much may pass
	 */
	public SignInGate(SignInLimits limits) {
		this(limits, Ticker.systemTicker());
	}

	SignInGate(SignInLimits limits, Ticker ticker) {
		this.limits = limits;
		// Fair, so that a rush cannot starve a sign-in
		this.working = new Semaphore(limits.concurrent(), true);
		this.waiting = new Semaphore(limits.waiting(), true);
		this.repeats = new Semaphore(Math.max(1, limits.waiting()));
		this.rejectedCodes = new RejectedCodes(limits.rejectedCodesPerAddress(), ticker);
	}

	/**
	 * Lets in the callback of a sign-in, before its code is spent.
	 * @param address the client's address as the container knows it
	 * @param deadline until when the sign-in must be done, waiting included
	 * @return to be closed when the sign-in is over, or {@code null} if the visitor has
	 * to try again later
	 */
	public @Nullable SignInPass enter(String address, Deadline deadline) {
		// First, so that a rejected visitor takes no place
		if (!this.rejectedCodes.isOpenTo(address)) {
			return null;
		}
		SignInPass pass = enter(deadline);
		if (pass != null && !pass.bringsCode(this.rejectedCodes, address)) {
			pass.close();
			return null;
		}
		return pass;
	}

	/**
	 * Lets in other work that calls WeCom in a request thread.
	 * @param deadline until when the work must be done, waiting included
	 * @return to be closed when the work is done, or {@code null} if there is no room
	 */
	@Override
	public @Nullable SignInPass enter(Deadline deadline) {
		return isFree(deadline) ? new SignInPass(this.working, this.repeats, deadline) : null;
	}

	/**
	 * Admits a callback that waits for the result of another one, without a place of its
	 * own. As many can wait at once as sign-ins can wait for a place.
	 * @return to be closed when the wait is over, or {@code null} if there is no room
	 */
	@Nullable SignInPass enterRepeat(Deadline deadline) {
		return this.repeats.tryAcquire() ? new SignInPass(this.repeats, this.repeats, deadline) : null;
	}

	private boolean isFree(Deadline deadline) {
		try {
			// Unlike tryAcquire() without a time, this one does not push in
			if (this.working.tryAcquire(0, TimeUnit.SECONDS)) {
				return true;
			}
			if (!this.waiting.tryAcquire()) {
				return false;
			}
			try {
				long nanos = Math.min(LONGEST_WAIT.toNanos(), deadline.remaining().toNanos());
				return this.working.tryAcquire(nanos, TimeUnit.NANOSECONDS);
			}
			finally {
				this.waiting.release();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Returns how many client addresses something is kept of.
	 */
	public int knownAddresses() {
		return this.rejectedCodes.size();
	}

	/**
	 * Returns how much may pass.
	 * @return the limits
	 */
	public SignInLimits limits() {
		return this.limits;
	}

	/**
	 * Returns how many sign-ins are being worked on.
	 * @return a number up to {@link SignInLimits#concurrent()}
	 */
	public int working() {
		return this.limits.concurrent() - this.working.availablePermits();
	}

	/**
	 * Returns how many sign-ins wait for their turn.
	 * @return a number up to {@link SignInLimits#waiting()}
	 */
	public int waiting() {
		return this.limits.waiting() - this.waiting.availablePermits();
	}

}
