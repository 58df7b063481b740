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
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers, per member and on all nodes, a moment before which something was that does
 * not count any more. A mark only ever moves forward, also if two nodes set it at once,
 * and in doubt too much is void rather than too little: where the clocks of nodes may
 * differ, and where more marks are set than this node can keep.
 * <p>
 * While the shared store is away a mark holds on the node that set it, and reaches the
 * others when the store is back. Of a node that is stopped before that, or that has more
 * than {@value #MAX_UNSENT} of them waiting, the others never learn the rest.
 */
final class MemberMarks {

	private static final int MAX_MARKS = 100_000;

	private static final int MAX_UNSENT = 10_000;

	private static final int TRIES = 5;

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

	private final LoginThreads threads;

	private final Clock clock;

	MemberMarks(WeComRegistrations registrations, LoginThreads threads, Ticker ticker, Clock clock) {
		this(registrations, threads, ticker, clock, MAX_MARKS);
	}

	MemberMarks(WeComRegistrations registrations, LoginThreads threads, Ticker ticker, Clock clock, int maxMarks) {
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
	 * Whether something does not count any more.
	 * @param registration with which application the member signed in
	 * @param account the member
	 * @param kind what it is
	 * @param moment when it was
	 */
	boolean isVoid(WeComRegistration registration, Account account, Kind kind, Moment moment) {
		Name name = new Name(kind, account);
		Moment forgotten = this.forgotten.get();
		Mark local = this.marks.get(name);
		if ((local != null && moment.mayBeBefore(local.moment()))
				|| (forgotten != null && moment.mayBeBefore(forgotten))) {
			return true;
		}
		SealedStore store = registration.sharedStore();
		if (store == null) {
			return false;
		}
		try {
			SealedStore.Entry entry = store.get(name.inStore());
			if (entry == null) {
				return false;
			}
			Mark shared = Mark.read(entry.value());
			// A mark that only a newer version understands is a mark
			return shared == null || moment.mayBeBefore(shared.moment());
		}
		catch (SharedStoreException ex) {
			return false;
		}
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
		Mark latest = mark;
		for (int i = 0; i < TRIES; i++) {
			SealedStore.Entry entry = store.get(name);
			Mark there = (entry != null) ? Mark.read(entry.value()) : null;
			latest = (there != null) ? there.latest(mark) : mark;
			if (latest.equals(there)
					|| ((entry != null) ? store.replace(entry, latest.write(), latest.timeLeft(this.clock))
							: store.putIfAbsent(name, latest.write(), latest.timeLeft(this.clock))) != null) {
				return;
			}
		}
		// What is there is not ours to read, or changes all the time: ours must be there
		store.put(name, latest.write(), latest.timeLeft(this.clock));
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
