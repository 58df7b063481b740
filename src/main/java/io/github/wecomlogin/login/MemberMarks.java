package io.github.wecomlogin.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers, per member and on all nodes, a moment before which something was that does
 * not count any more. A mark in the store moves forward whenever it is set, also if two
 * nodes do so at once and their clocks disagree, and in doubt too much is void rather
 * than too little: where the clocks of nodes may differ, and where more marks are set
 * than this node can keep.
 * <p>
 * While the shared store is away a mark holds on the node that set it, and reaches the
 * others when the store is back. Of a node that is stopped before that, or that has more
 * than {@value #MAX_UNSENT} of them waiting, the others never learn the rest.
 */
final class MemberMarks {

	private static final int MAX_MARKS = 100_000;

	private static final int MAX_UNSENT = 10_000;

	private static final int TRIES = 20;

	private static final int TRIES_UNREADABLE = 3;

	private static final Duration SENT_AGAIN_AFTER = Duration.ofSeconds(1);

	private final long node = newNode();

	private final Map<Name, Mark> marks;

	/**
	 * What there was no room for any more holds for everybody.
	 */
	private final AtomicReference<@Nullable Moment> forgotten = new AtomicReference<>();

	private final Map<Name, Mark> unsent = new ConcurrentHashMap<>();

	private final AtomicBoolean sending = new AtomicBoolean();

	private final WeComRegistrations registrations;

	private final BackgroundThreads threads;

	private final Clock clock;

	MemberMarks(WeComRegistrations registrations, BackgroundThreads threads, Ticker ticker, Clock clock) {
		this(registrations, threads, ticker, clock, MAX_MARKS);
	}

	MemberMarks(WeComRegistrations registrations, BackgroundThreads threads, Ticker ticker, Clock clock, int maxMarks) {
		this.registrations = registrations;
		this.threads = threads;
		this.clock = clock;
		this.marks = Caffeine.newBuilder()
			.expireAfter(Expiry.<Name, Mark>writing((name, mark) -> mark.timeLeft(clock)))
			.maximumSize(maxMarks)
			.ticker(ticker)
			.executor(Runnable::run)
			.evictionListener((name, mark, cause) -> forgotten(mark, cause))
			.<Name, Mark>build()
			.asMap();
	}

	private static long newNode() {
		long node = new SecureRandom().nextLong();
		return (node != Moment.SEVERAL) ? node : 1;
	}

	private void forgotten(@Nullable Object mark, RemovalCause cause) {
		if (mark instanceof Mark forgotten && cause == RemovalCause.SIZE) {
			this.forgotten.accumulateAndGet(forgotten.moment(),
					(moment, other) -> (moment != null && other != null) ? moment.latest(other) : other);
		}
	}

	/**
	 * Returns what the clock of this node says.
	 */
	Moment now() {
		// In whole milliseconds, as other nodes read it
		return new Moment(Instant.ofEpochMilli(this.clock.millis()), this.node);
	}

	/**
	 * Marks a member, now.
	 * @param account who
	 * @param kind what does not count any more
	 * @param lifetime how long such things could count otherwise
	 */
	void mark(Account account, Kind kind, Duration lifetime) {
		Moment now = now();
		Name name = new Name(kind, account);
		Mark mark = this.marks.merge(name, new Mark(now, now.at().plus(lifetime)), Mark::latest);
		try {
			send(name, mark);
		}
		catch (SharedStoreException ex) {
			if (this.unsent.size() < MAX_UNSENT || this.unsent.containsKey(name)) {
				this.unsent.merge(name, mark, Mark::latest);
			}
			sendLater();
		}
	}

	/**
	 * Returns the mark of a member that all nodes see now. Whoever keeps it can tell
	 * later whether there has been another since, whatever the clocks say.
	 * @return the moment of the mark, long ago if there is none, or {@code null} if that
	 * cannot be known
	 */
	@Nullable Instant seen(WeComRegistration registration, Account account, Kind kind) {
		SealedStore store = registration.sharedStore();
		if (store == null) {
			return null;
		}
		try {
			SealedStore.Entry entry = store.get(new Name(kind, account).inStore());
			Mark shared = (entry != null) ? Mark.read(entry.value()) : null;
			return (shared != null) ? shared.moment().at() : (entry == null) ? Instant.EPOCH : null;
		}
		catch (SharedStoreException ex) {
			return null;
		}
	}

	/**
	 * Whether something does not count any more.
	 * @param registration with which application the member signed in
	 * @param account the member
	 * @param kind what it is
	 * @param moment when it was
	 * @param seen what {@link #seen} said then, or {@code null} to go by the clocks
	 */
	boolean isVoid(WeComRegistration registration, Account account, Kind kind, Moment moment, @Nullable Instant seen) {
		Name name = new Name(kind, account);
		Mark shared;
		boolean sharedIsKnown = registration.sharedStore() != null;
		try {
			SealedStore.Entry entry = sharedIsKnown ? registration.sharedStore().get(name.inStore()) : null;
			shared = (entry != null) ? Mark.read(entry.value()) : null;
			if (entry != null && shared == null) {
				// A mark that only a newer version understands is a mark
				return true;
			}
		}
		catch (SharedStoreException ex) {
			shared = null;
			sharedIsKnown = false;
		}
		if (shared != null
				&& ((seen != null) ? shared.moment().at().isAfter(seen) : moment.mayBeBefore(shared.moment()))) {
			return true;
		}
		return isVoidHere(name, moment, sharedIsKnown && seen != null);
	}

	/**
	 * Whether a mark of this node makes something void.
	 * @param sharedIsKnown whether what the other nodes know was looked at already
	 */
	private boolean isVoidHere(Name name, Moment moment, boolean sharedIsKnown) {
		Moment forgotten = this.forgotten.get();
		if (forgotten != null && moment.mayBeBefore(forgotten)) {
			return true;
		}
		Mark local = this.marks.get(name);
		if (local == null) {
			return false;
		}
		// Of something of another node, what was seen in the store says more than clocks
		boolean saidAll = sharedIsKnown && moment.node() != this.node && !this.unsent.containsKey(name);
		return !saidAll && moment.mayBeBefore(local.moment());
	}

	private void send(Name name, Mark mark) {
		for (SealedStore store : stores(name.account())) {
			send(store, name.inStore(), mark);
		}
	}

	/**
	 * Returns where other nodes look for marks of a member: every application of the
	 * company has its own entries.
	 */
	private Collection<SealedStore> stores(Account account) {
		Collection<SealedStore> stores = new ArrayList<>();
		for (WeComRegistration registration : this.registrations) {
			if (registration.sharedStore() != null && registration.application().corpId().equals(account.corpId())) {
				stores.add(registration.sharedStore());
			}
		}
		return stores;
	}

	private void send(SealedStore store, String name, Mark mark) {
		int unreadable = 0;
		for (int i = 0; i < TRIES; i++) {
			SealedStore.Entry entry = store.get(name);
			Mark there = (entry != null) ? Mark.read(entry.value()) : null;
			Mark latest = (there != null) ? there.followedBy(mark) : mark;
			byte[] value = latest.write();
			Duration timeToLive = latest.timeLeft(this.clock);
			if (((entry != null) ? store.replace(entry, value, timeToLive)
					: store.putIfAbsent(name, value, timeToLive)) != null) {
				return;
			}
			if (entry == null && ++unreadable == TRIES_UNREADABLE) {
				// What is there is nothing of ours
				store.put(name, value, timeToLive);
				return;
			}
		}
		throw new SharedStoreException("A mark was changed by others all the time");
	}

	private void sendLater() {
		if (this.sending.compareAndSet(false, true)) {
			this.threads.executeLater(this::sendUnsent, SENT_AGAIN_AFTER);
		}
	}

	private void sendUnsent() {
		try {
			for (Iterator<Map.Entry<Name, Mark>> all = this.unsent.entrySet().iterator(); all.hasNext();) {
				Map.Entry<Name, Mark> each = all.next();
				Mark mark = each.getValue();
				if (mark.until().isAfter(this.clock.instant())) {
					send(each.getKey(), mark);
				}
				// Unless it moved forward meanwhile
				this.unsent.remove(each.getKey(), mark);
			}
		}
		catch (SharedStoreException ex) {
			// Still away
		}
		finally {
			this.sending.set(false);
			if (!this.unsent.isEmpty()) {
				sendLater();
			}
		}
	}

	/**
	 * What does not count any more.
	 */
	enum Kind {

		/**
		 * The member signed out: what codes of before were worth.
		 */
		SIGNED_OUT("signed-out");

		private final String id;

		Kind(String id) {
			this.id = id;
		}

	}

	private record Name(Kind kind, Account account) {

		String inStore() {
			return "mark|" + this.kind.id + "|" + this.account.corpId() + "|" + this.account.userId();
		}

		@Override
		public String toString() {
			return "Name[" + this.kind + "]";
		}

	}

	/**
	 * A mark and how long it matters.
	 */
	private record Mark(Moment moment, Instant until) {

		private static final JsonMapper JSON = JsonMapper.builder().build();

		Mark latest(Mark other) {
			return new Mark(this.moment.latest(other.moment),
					other.until.isAfter(this.until) ? other.until : this.until);
		}

		/**
		 * Returns the mark after another one was set. It is later than this one even if
		 * the clocks say otherwise, so that whoever has seen this one knows.
		 */
		Mark followedBy(Mark other) {
			Mark latest = latest(other);
			if (latest.moment.at().isAfter(this.moment.at())) {
				return latest;
			}
			return new Mark(new Moment(this.moment.at().plusMillis(1), Moment.SEVERAL), latest.until);
		}

		Duration timeLeft(Clock clock) {
			Duration left = Duration.between(clock.instant(), this.until);
			return (left.toMillis() > 0) ? left : Duration.ofMillis(1);
		}

		byte[] write() {
			return JSON.writeValueAsBytes(JSON.createObjectNode()
				.put("at", this.moment.at().toEpochMilli())
				.put("node", this.moment.node())
				.put("until", this.until.toEpochMilli()));
		}

		static @Nullable Mark read(byte[] bytes) {
			try {
				JsonNode json = JSON.readTree(bytes);
				for (String field : new String[] { "at", "node", "until" }) {
					if (!json.path(field).isIntegralNumber() || !json.path(field).canConvertToLong()) {
						return null;
					}
				}
				return new Mark(new Moment(Instant.ofEpochMilli(json.path("at").asLong()), json.path("node").asLong()),
						Instant.ofEpochMilli(json.path("until").asLong()));
			}
			catch (JacksonException ex) {
				return null;
			}
		}

	}

}
