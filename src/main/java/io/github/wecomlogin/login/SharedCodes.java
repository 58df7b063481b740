package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one node of many spend a code, and the others have what came out. Whoever comes
 * first claims the code in the shared store and says from time to time that it is still
 * alive; the others look at the store until the outcome is there.
 * <p>
 * A node that dies takes what it knew with it: WeCom may or may not have spent the code.
 * To refuse the member then would lose a sign-in that may well succeed, and nothing worse
 * can come of trying than a refusal, because WeCom takes no code twice and says whose it
 * is. So when there was no sign of life for as long as a {@link #LEASE}, one of those who
 * wait takes over and spends the code itself, once. If WeCom then says that the code was
 * used, the member is sent to WeCom once more, see {@link LostCodeException}. The same
 * holds if the store stays away for that long, and for what is in the store but cannot be
 * read.
 * <p>
 * A node that is only slow may find its claim taken over. Its identity is WeCom's word
 * and takes the place of any refusal in the store; its refusal takes nobody's place, and
 * it rather has what the other node got.
 * <p>
 * How long ago something was is measured here with no other node's clock.
 */
final class SharedCodes {

	/**
	 * How long a node may give no sign of life while it spends a code.
	 */
	static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration BEAT = Duration.ofMillis(500);

	private static final Duration POLL = Duration.ofMillis(50);

	// Something may be written between two looks, but not each time
	private static final int LOOKS_AT_NOTHING = 3;

	private static final int TRIES = 3;

	// As long as somebody may be waiting for it
	private static final int TRIES_LATER = 20;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final BackgroundThreads threads;

	private final Clock clock;

	SharedCodes(BackgroundThreads threads, Clock clock) {
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Notes which code an attempt brought, unless that was noted before on any node.
	 * @return the key of the first code that the attempt brought, as far as that can be
	 * known
	 */
	String firstCode(SealedStore store, String attemptKey, String codeKey) {
		try {
			String name = "attempt|" + attemptKey;
			if (store.putIfAbsent(name, codeKey.getBytes(StandardCharsets.UTF_8), CookieAttemptStore.MAX_AGE) != null) {
				return codeKey;
			}
			SealedStore.Entry first = store.get(name);
			return (first != null) ? new String(first.value(), StandardCharsets.UTF_8) : codeKey;
		}
		catch (SharedStoreException ex) {
			return codeKey;
		}
	}

	/**
	 * Returns what a code is worth, spending it unless another node does so or did.
	 * @param store where nodes meet
	 * @param key tells codes apart
	 * @param deadline how long to wait for another node
	 * @param spend spends the code
	 * @throws WeComRefusalException if nobody knew anything before the deadline
	 */
	Outcome obtain(SealedStore store, String key, Deadline deadline, Supplier<Outcome> spend) {
		Place place = new Place(store, "spent-code|" + key);
		Claim claim;
		try {
			claim = place.claim();
		}
		catch (SharedStoreException ex) {
			return spendAlone(place, spend);
		}
		if (claim == null) {
			Found found = await(new Watch(place, true), deadline);
			if (found.outcome() != null) {
				return found.outcome();
			}
			claim = found.claim();
		}
		if (claim != null) {
			return spend(claim, deadline, claim.takenOver ? () -> spend.get().afterAnothersDeath() : spend);
		}
		return spendAlone(place, spend).afterAnothersDeath();
	}

	private Outcome spend(Claim claim, Deadline deadline, Supplier<Outcome> spend) {
		Outcome outcome;
		try {
			outcome = spend.get();
		}
		finally {
			claim.stopRenewing();
		}
		try {
			if (claim.settle(outcome)) {
				return outcome;
			}
		}
		catch (SharedStoreException ex) {
			settleLater(claim, outcome, TRIES_LATER);
			return outcome;
		}
		try {
			Outcome others = await(new Watch(claim.place, false), deadline).outcome();
			return (others != null) ? others : outcome;
		}
		catch (WeComRefusalException ex) {
			return outcome;
		}
	}

	private void settleLater(Claim claim, Outcome outcome, int tries) {
		this.threads.executeLater(() -> {
			try {
				claim.settle(outcome);
			}
			catch (SharedStoreException ex) {
				if (tries > 1) {
					settleLater(claim, outcome, tries - 1);
				}
			}
		}, BEAT);
	}

	/**
	 * Spends a code without a claim. What came out may still help others: the claim may
	 * have reached the store although the store did not say so.
	 */
	private static Outcome spendAlone(Place place, Supplier<Outcome> spend) {
		Outcome outcome = spend.get();
		if (outcome.identity() != null) {
			try {
				place.offer(outcome);
			}
			catch (SharedStoreException ex) {
				// They will find out by themselves
			}
		}
		return outcome;
	}

	private Found await(Watch watch, Deadline deadline) {
		this.threads.execute(watch);
		try {
			return watch.found.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw watch.giveUp("Another node was still spending the code when the time of this sign-in was over. "
					+ "另一节点仍在处理该登录，等待超时。");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw watch.giveUp("Waiting for another node was interrupted. 等待另一节点时被中断。");
		}
		catch (ExecutionException ex) {
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE, ex.getCause());
		}
	}

	/**
	 * What somebody who waited got: an outcome, or the right to spend the code, or
	 * nothing.
	 */
	private record Found(@Nullable Outcome outcome, @Nullable Claim claim) {

		private static final Found NOTHING = new Found(null, null);

	}

	/**
	 * The entry of one code.
	 */
	private final class Place {

		private final SealedStore store;

		private final String name;

		private Place(SealedStore store, String name) {
			this.store = store;
			this.name = name;
		}

		@Nullable Claim claim() {
			SharedCode mine = SharedCode.pending(RANDOM.nextLong(), 0);
			SealedStore.Entry entry = this.store.putIfAbsent(this.name, mine.write(), SpentCodes.REPEATABLE);
			return (entry != null) ? new Claim(this, mine, entry, false) : null;
		}

		@Nullable Claim takeOver(SealedStore.Entry abandoned) {
			SharedCode mine = SharedCode.pending(RANDOM.nextLong(), 0);
			SealedStore.Entry entry = this.store.replace(abandoned, mine.write(), SpentCodes.REPEATABLE);
			return (entry != null) ? new Claim(this, mine, entry, true) : null;
		}

		/**
		 * Puts an identity in the place of anything but another identity.
		 */
		void offer(Outcome outcome) {
			for (int i = 0; i < TRIES; i++) {
				SealedStore.Entry there = this.store.get(this.name);
				SharedCode code = (there != null) ? SharedCode.read(there.value()) : null;
				if (there != null && code == null) {
					// Another version's, who may know better
					return;
				}
				if (code != null && code.outcome() != null && code.outcome().identity() != null) {
					return;
				}
				byte[] value = SharedCode.of(outcome).write();
				Duration timeToLive = outcome.repeatableFor(SharedCodes.this.clock);
				if (((there != null) ? this.store.replace(there, value, timeToLive)
						: this.store.putIfAbsent(this.name, value, timeToLive)) != null) {
					return;
				}
			}
		}

	}

	/**
	 * The right to spend a code, as long as it is renewed.
	 */
	private final class Claim {

		private final Place place;

		private final boolean takenOver;

		private SharedCode mine;

		private SealedStore.Entry entry;

		private volatile boolean renewing = true;

		private Claim(Place place, SharedCode mine, SealedStore.Entry entry, boolean takenOver) {
			this.takenOver = takenOver;
			this.place = place;
			this.mine = mine;
			this.entry = entry;
			SharedCodes.this.threads.executeLater(this::renew, BEAT);
		}

		private synchronized void renew() {
			if (!this.renewing) {
				return;
			}
			SharedCode next = SharedCode.pending(this.mine.claim(), this.mine.beat() + 1);
			try {
				SealedStore.Entry renewed = replaceMine(next.write(), SpentCodes.REPEATABLE);
				if (renewed == null) {
					return;
				}
				this.mine = next;
				this.entry = renewed;
			}
			catch (SharedStoreException ex) {
				// Next time, perhaps
			}
			SharedCodes.this.threads.executeLater(this::renew, BEAT);
		}

		void stopRenewing() {
			this.renewing = false;
		}

		/**
		 * Tells the others.
		 * @return whether this outcome stands; if not, somebody else took over
		 */
		synchronized boolean settle(Outcome outcome) {
			if (replaceMine(SharedCode.of(outcome).write(), outcome.repeatableFor(SharedCodes.this.clock)) != null) {
				return true;
			}
			if (outcome.identity() != null) {
				this.place.offer(outcome);
				return true;
			}
			return false;
		}

		private SealedStore.@Nullable Entry replaceMine(byte[] value, Duration timeToLive) {
			for (int i = 0; i < TRIES; i++) {
				SealedStore.Entry replaced = this.place.store.replace(this.entry, value, timeToLive);
				if (replaced != null) {
					return replaced;
				}
				// A renewal may have come through although the store did not say so
				SealedStore.Entry there = this.place.store.get(this.place.name);
				SharedCode code = (there != null) ? SharedCode.read(there.value()) : null;
				if (there == null || code == null || code.outcome() != null || code.claim() != this.mine.claim()) {
					return null;
				}
				this.entry = there;
			}
			return null;
		}

		/**
		 * Lets somebody else claim the code at once.
		 */
		synchronized void release() {
			this.renewing = false;
			try {
				this.place.store.remove(this.entry);
			}
			catch (SharedStoreException ex) {
				// Then after the lease
			}
		}

	}

	/**
	 * Somebody who waits for another node.
	 */
	private final class Watch implements Runnable {

		private final CompletableFuture<Found> found = new CompletableFuture<>();

		private final Place place;

		private final boolean mayTakeOver;

		private @Nullable SharedCode lastSignOfLife;

		private long lastNews = System.nanoTime();

		private int looksAtNothing;

		private Watch(Place place, boolean mayTakeOver) {
			this.place = place;
			this.mayTakeOver = mayTakeOver;
		}

		@Override
		public void run() {
			if (this.found.isDone()) {
				return;
			}
			try {
				look();
			}
			catch (SharedStoreException ex) {
				if (isLeaseOver()) {
					this.found.complete(Found.NOTHING);
				}
			}
			catch (RuntimeException ex) {
				this.found.completeExceptionally(ex);
			}
			if (!this.found.isDone()) {
				SharedCodes.this.threads.executeLater(this, POLL);
			}
		}

		private void look() {
			SealedStore.Entry entry = this.place.store.get(this.place.name);
			SharedCode code = (entry != null) ? SharedCode.read(entry.value()) : null;
			if (entry == null) {
				lookAtNothing();
			}
			else if (code == null) {
				this.found.complete(Found.NOTHING);
			}
			else if (code.outcome() != null) {
				this.found.complete(new Found(code.outcome(), null));
			}
			else if (!code.isSameSignOfLife(this.lastSignOfLife)) {
				this.lastSignOfLife = code;
				this.lastNews = System.nanoTime();
				this.looksAtNothing = 0;
			}
			else if (isLeaseOver()) {
				if (this.mayTakeOver) {
					take(this.place.takeOver(entry));
				}
				else {
					this.found.complete(Found.NOTHING);
				}
			}
		}

		private void lookAtNothing() {
			if (this.mayTakeOver) {
				take(this.place.claim());
			}
			if (++this.looksAtNothing == LOOKS_AT_NOTHING) {
				this.found.complete(Found.NOTHING);
			}
		}

		private void take(@Nullable Claim claim) {
			if (claim != null && !this.found.complete(new Found(null, claim))) {
				claim.release();
			}
		}

		private boolean isLeaseOver() {
			return System.nanoTime() - this.lastNews > LEASE.toNanos();
		}

		/**
		 * Ends the watch.
		 * @return what to tell the member
		 */
		WeComRefusalException giveUp(String explanation) {
			WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
					new ExplainedException(explanation));
			if (!this.found.completeExceptionally(refusal) && !this.found.isCompletedExceptionally()) {
				Claim claim = this.found.join().claim();
				if (claim != null) {
					claim.release();
				}
			}
			return refusal;
		}

	}

}
