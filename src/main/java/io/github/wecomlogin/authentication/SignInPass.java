package io.github.wecomlogin.authentication;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The permit of one sign-in to call WeCom, released when it is closed.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPass implements CallPermits.Permit {

	private final Semaphore repeats;

	private Semaphore place;

	private final Deadline deadline;

	private final AtomicBoolean closed = new AtomicBoolean();

	private @Nullable RejectedCodes rejectedCodes;

	private String address = "";

	private volatile boolean codeRejected;

	SignInPass(Semaphore place, Semaphore repeats, Deadline deadline) {
		this.place = place;
		this.repeats = repeats;
		this.deadline = deadline;
	}

	/**
	 * Counts the code that is brought as rejected until something else is known.
	 * @return whether another code may come from there
	 */
	boolean bringsCode(RejectedCodes rejectedCodes, String address) {
		if (!rejectedCodes.add(address)) {
			return false;
		}
		this.rejectedCodes = rejectedCodes;
		this.address = address;
		return true;
	}

	/**
	 * Returns until when the work must be done.
	 */
	@Override
	public Deadline deadline() {
		return this.deadline;
	}

	/**
	 * Exchanges the place for one among the repeats, for a sign-in that waits for the
	 * result of another node.
	 * @return {@code false} if there is no room among the repeats, and nothing changed
	 */
	boolean leaveForRepeat() {
		if (!this.repeats.tryAcquire()) {
			return false;
		}
		this.place.release();
		this.place = this.repeats;
		return true;
	}

	/**
	 * WeCom answered the code with something that an invented one may have brought about.
	 */
	void codeWasRejected() {
		this.codeRejected = true;
	}

	/**
	 * Notes that a member was signed in, which no invented code brings about.
	 */
	public void signedIn() {
		if (this.rejectedCodes != null) {
			this.rejectedCodes.trust(this.address);
		}
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		if (this.rejectedCodes != null && !this.codeRejected) {
			this.rejectedCodes.remove(this.address);
		}
		this.place.release();
	}

}
