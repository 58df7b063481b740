package io.github.wecomlogin.authentication;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The permit of one sign-in to call WeCom, released when it is closed.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPermit implements CallPermits.Permit {

	private final SignInBulkhead bulkhead;

	private final SignInBulkhead.Place place;

	private final Deadline deadline;

	private final AtomicBoolean left = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable Long startedAt;

	private volatile boolean lookup;

	private volatile boolean codeRejected;

	private volatile boolean signedIn;

	SignInPermit(SignInBulkhead bulkhead, SignInBulkhead.Place place, Deadline deadline) {
		this.bulkhead = bulkhead;
		this.place = place;
		this.deadline = deadline;
	}

	/**
	 * Starts the sign-in, when the server has a thread for it.
	 */
	public void start() {
		this.startedAt = this.bulkhead.start();
	}

	/**
	 * Returns until when the work must be done.
	 */
	@Override
	public Deadline deadline() {
		return this.deadline;
	}

	/**
	 * Exchanges the place for one among the sign-ins that wait for the result of another
	 * node.
	 * @return {@code false} if none is free there, and nothing changed
	 */
	boolean leaveForLookup() {
		this.lookup = this.bulkhead.lookups().tryAcquire();
		if (this.lookup) {
			leave();
		}
		return this.lookup;
	}

	/**
	 * Notes that WeCom's answer to the code may mean that it was invented.
	 */
	void codeWasRejected() {
		this.codeRejected = true;
	}

	/**
	 * Notes that a member has signed in, which an invented code cannot cause.
	 */
	public void signedIn() {
		this.signedIn = true;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.bulkhead.codeAnswered(this.place, this.codeRejected, this.signedIn);
			leave();
			if (this.lookup) {
				this.bulkhead.lookups().release();
			}
		}
	}

	private void leave() {
		if (this.left.compareAndSet(false, true)) {
			this.bulkhead.leave(this.startedAt, this.signedIn);
		}
	}

}
