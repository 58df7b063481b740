package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authentication.AddressQueue.Line;
import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many sign-ins call WeCom concurrently, so that a slow WeCom cannot exhaust
 * the server's threads. The limit follows WeCom's answer times
 * ({@link ConcurrencyLimit}). Sign-ins over the limit are queued without a thread, and
 * refused as {@code busy} as soon as the measured pace says that their time budget cannot
 * be met.
 * <p>
 * Client addresses take turns in the queue, so that one of them cannot delay the others.
 * If the queue is full, the address with the most queued sign-ins loses its last one.
 * Safe for concurrent use.
 */
public final class SignInBulkhead implements CallPermits, AutoCloseable {

	/**
	 * Protects memory and the server's connections, of which each queued sign-in takes
	 * one (Tomcat has 8,192).
	 */
	static final int MAX_QUEUED = 4_000;

	static final int MAX_LOOKUPS = 16;

	private static final Duration REVIEW_INTERVAL = Duration.ofMillis(200);

	// Prediction errors up to this factor refuse no sign-in
	private static final int TOLERANCE = 2;

	// Times the best service time that a sign-in needs when its turn comes
	private static final int SERVICE_MARGIN = 3;

	private final Semaphore lookups = new Semaphore(MAX_LOOKUPS);

	private final BulkheadSettings settings;

	private final RejectedCodes rejectedCodes;

	private final ConcurrencyLimit limit;

	private final BackgroundThreads threads;

	private final AddressQueue<Entry> queue = new AddressQueue<>();

	private final PacedRefusals refusals;

	private boolean reviewing;

	/**
	 * Creates a bulkhead.
	 * @param settings the settings
	 * @param threads review the queue and refuse what it drops; closed with the bulkhead
	 * @param ticker measures service times
	 */
	public SignInBulkhead(BulkheadSettings settings, BackgroundThreads threads, Ticker ticker) {
		this.settings = settings;
		this.rejectedCodes = new RejectedCodes(settings.rejectedCodesPerAddress(), ticker);
		this.limit = new ConcurrencyLimit(settings.maxConcurrent(), ticker);
		this.threads = threads;
		this.refusals = new PacedRefusals(threads);
	}

	/**
	 * Admits a sign-in, before its code is spent.
	 * @param address the client address
	 * @param deadline the deadline of the sign-in, waiting included
	 * @param mayWait whether the sign-in can be queued
	 * @return the decision, complete at once if a place is free or the sign-in is
	 * refused. Cancel it to leave the queue
	 */
	public CompletableFuture<Admission> enter(String address, Deadline deadline, boolean mayWait) {
		Entry entry = new Entry(deadline);
		update((outcomes) -> {
			Line<Entry> line = this.queue.add(address, entry);
			serve(entry, outcomes);
			if (line.entries.peekLast() != entry) {
				return;
			}
			Duration late = lateness(entry, line.entries.size(), 1);
			if (isClosed(line)) {
				refuseAll(line, entry, outcomes);
			}
			else if (!mayWait || isHopeless(entry, line.entries.size())) {
				refuse(line, line.entries.removeLast(), late, outcomes);
			}
			else {
				if (waiting() > MAX_QUEUED) {
					makeRoom(late, outcomes);
				}
				if (!this.reviewing) {
					this.reviewing = true;
					this.threads.executeLater(this::review, REVIEW_INTERVAL);
				}
			}
		});
		return entry.admission;
	}

	/**
	 * Refuses at once a sign-in that is yet to be refused, or else the last one of the
	 * address with the most.
	 */
	private void makeRoom(Duration retryAfter, List<Runnable> outcomes) {
		Runnable refusal = this.refusals.poll();
		if (refusal != null) {
			outcomes.add(refusal);
			return;
		}
		Line<Entry> longest = this.queue.longest();
		refuse(longest, longest.entries.removeLast(), retryAfter, outcomes);
	}

	/**
	 * Admits other work that calls WeCom in a request thread. Does not wait.
	 * @param deadline the deadline of the work
	 * @return the permit, or {@code null} if no place is free
	 */
	@Override
	public synchronized @Nullable SignInPermit enter(Deadline deadline) {
		if (!this.limit.hasRoom()) {
			return null;
		}
		this.limit.acquire();
		SignInPermit permit = new SignInPermit(this, new Place(null, false), deadline);
		permit.start();
		return permit;
	}

	/**
	 * Grants free places, one address after the other. A sign-in that has waited for too
	 * long is refused instead: its code would be spent in vain.
	 * @param added the sign-in that has just come, or {@code null}
	 */
	private void serve(@Nullable Entry added, List<Runnable> outcomes) {
		for (Line<Entry> line; this.limit.hasRoom() && (line = this.queue.takeTurn()) != null;) {
			Entry next = line.entries.element();
			boolean trusted = this.rejectedCodes.isTrusted(line.address);
			if (isClosed(line)) {
				refuseAll(line, added, outcomes);
			}
			else if (next.admission.isDone()) {
				line.entries.remove();
				this.queue.removed(line);
			}
			else if (next != added && isTooLate(next)) {
				refuseLater(line, line.entries.remove(), lateness(next, 1, 1));
			}
			else if (trusted ? this.rejectedCodes.isOpenTo(line.address) : this.rejectedCodes.add(line.address)) {
				grant(line, line.entries.remove(), !trusted, outcomes);
			}
			// Else its codes under way may be all that it can bring: its turn comes when
			// one of them has been answered
		}
	}

	private void grant(Line<Entry> line, Entry entry, boolean codeCounted, List<Runnable> outcomes) {
		line.underWay++;
		this.limit.acquire();
		SignInPermit permit = new SignInPermit(this, new Place(line, codeCounted), entry.deadline);
		this.queue.removed(line);
		outcomes.add(() -> {
			if (!entry.admission.complete(new Admission(permit, Duration.ZERO))) {
				permit.close();
			}
		});
	}

	private void refuseAll(Line<Entry> line, @Nullable Entry added, List<Runnable> outcomes) {
		while (!line.entries.isEmpty()) {
			Entry entry = line.entries.remove();
			if (entry == added) {
				refuse(line, entry, RejectedCodes.FORGIVEN_EVERY, outcomes);
			}
			else {
				refuseLater(line, entry, RejectedCodes.FORGIVEN_EVERY);
			}
		}
	}

	private void refuse(Line<Entry> line, Entry entry, Duration retryAfter, List<Runnable> outcomes) {
		this.queue.removed(line);
		outcomes.add(() -> entry.admission.complete(new Admission(null, retryAfter)));
	}

	private void refuseLater(Line<Entry> line, Entry entry, Duration retryAfter) {
		this.queue.removed(line);
		this.refusals.add(entry.deadline, () -> entry.admission.complete(new Admission(null, retryAfter)));
	}

	private boolean isClosed(Line<Entry> line) {
		return line.underWay == 0 && !this.rejectedCodes.isOpenTo(line.address);
	}

	private boolean isTooLate(Entry entry) {
		return entry.deadline.remaining().compareTo(this.limit.serviceTime().multipliedBy(SERVICE_MARGIN)) < 0;
	}

	private boolean isHopeless(Entry entry, int position) {
		return entry.deadline.remaining().isZero() || !lateness(entry, position, TOLERANCE).isZero();
	}

	/**
	 * Predicts by how much a sign-in misses its deadline.
	 * @param position the position in the line of its address
	 */
	private Duration lateness(Entry entry, int position, int tolerance) {
		Duration late = this.limit.waitingTime(this.queue.position(position))
			.dividedBy(tolerance)
			.plus(this.limit.serviceTime())
			.minus(entry.deadline.remaining());
		return late.isNegative() ? Duration.ZERO : late;
	}

	/**
	 * Drops queued sign-ins that were cancelled, and refuses those that will miss their
	 * deadline.
	 */
	synchronized void review() {
		for (Line<Entry> line : this.queue.lines()) {
			int position = 1;
			for (Iterator<Entry> entries = line.entries.iterator(); entries.hasNext();) {
				Entry entry = entries.next();
				if (entry.admission.isDone()) {
					entries.remove();
					this.queue.removed(line);
				}
				else if (isHopeless(entry, position)) {
					entries.remove();
					refuseLater(line, entry, lateness(entry, position, 1));
				}
				else {
					position++;
				}
			}
		}
		this.reviewing = this.queue.size() > 0;
		if (this.reviewing) {
			this.threads.executeLater(this::review, REVIEW_INTERVAL);
		}
	}

	void codeAnswered(Place place, boolean rejected, boolean signedIn) {
		Line<Entry> line = place.line;
		if (line == null) {
			return;
		}
		update((outcomes) -> {
			if (signedIn) {
				this.rejectedCodes.trust(line.address);
			}
			if (place.codeCounted && !rejected) {
				this.rejectedCodes.remove(line.address);
			}
			else if (!place.codeCounted && rejected) {
				this.rejectedCodes.add(line.address);
			}
			line.underWay--;
			this.queue.settle(line);
			serve(null, outcomes);
		});
	}

	synchronized long start() {
		return this.limit.start();
	}

	void leave(@Nullable Long startedAt, boolean signedIn) {
		update((outcomes) -> {
			this.limit.release(startedAt, signedIn);
			serve(null, outcomes);
		});
	}

	/**
	 * Changes the queue, and tells the outcomes without holding the lock.
	 */
	private void update(Consumer<List<Runnable>> change) {
		List<Runnable> outcomes = new ArrayList<>(1);
		synchronized (this) {
			change.accept(outcomes);
		}
		outcomes.forEach(Runnable::run);
	}

	Semaphore lookups() {
		return this.lookups;
	}

	/**
	 * Returns the number of client addresses about which something is stored.
	 */
	public int knownAddresses() {
		return this.rejectedCodes.size();
	}

	/**
	 * Returns the settings.
	 */
	public BulkheadSettings settings() {
		return this.settings;
	}

	/**
	 * Returns how many sign-ins call WeCom.
	 */
	public synchronized int working() {
		return this.limit.inFlight();
	}

	/**
	 * Returns how many sign-ins are queued, those included that are yet to be refused.
	 */
	public synchronized int waiting() {
		return this.queue.size() + this.refusals.size();
	}

	/**
	 * Returns how many sign-ins can call WeCom concurrently at present.
	 */
	public synchronized int limit() {
		return this.limit.current();
	}

	@Override
	public void close() {
		this.threads.close();
	}

	/**
	 * The decision about a sign-in.
	 *
	 * @param permit the permit, to be closed when the sign-in is over, or {@code null} if
	 * the sign-in is refused as {@code busy}
	 * @param retryAfter the time after which a refused sign-in can expect to be admitted
	 */
	public record Admission(@Nullable SignInPermit permit, Duration retryAfter) {

	}

	/**
	 * A place among the sign-ins that call WeCom.
	 *
	 * @param line the address, or {@code null} for other work
	 * @param codeCounted whether the code counts as rejected until it is answered
	 */
	record Place(@Nullable Line<Entry> line, boolean codeCounted) {

	}

	record Entry(Deadline deadline, CompletableFuture<Admission> admission) {

		private Entry(Deadline deadline) {
			this(deadline, new CompletableFuture<>());
		}

	}

}
