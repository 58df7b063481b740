package io.github.wecomlogin.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;

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

	/**
	 * Those that this node has set. Each kind by itself: many of one kind must not push
	 * out those of another.
	 */
	private final Map<Kind, LocalMarks> local = new EnumMap<>(Kind.class);

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
		for (Kind kind : Kind.values()) {
			this.local.put(kind, new LocalMarks(maxMarks, ticker, clock));
		}
	}

	private static long newNode() {
		long node = new SecureRandom().nextLong();
		return (node != Moment.SEVERAL) ? node : 1;
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
		Mark mark = local(kind).set(account, new Mark(now, now.at().plus(lifetime)));
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
	 * Asks what all nodes know of some marks, at once.
	 * @param registration with which application the members signed in
	 * @param names the marks
	 */
	MarkView view(WeComRegistration registration, List<Name> names) {
		SealedStore store = registration.sharedStore();
		if (store == null) {
			return MarkView.UNKNOWN;
		}
		try {
			List<SealedStore.@Nullable Entry> entries = store.getAll(names.stream().map(Name::inStore).toList());
			Map<Name, @Nullable Mark> marks = new HashMap<>();
			for (int i = 0; i < names.size(); i++) {
				SealedStore.Entry entry = entries.get(i);
				if (entry != null) {
					marks.put(names.get(i), Mark.read(entry.value()));
				}
			}
			return new MarkView(true, marks);
		}
		catch (SharedStoreException ex) {
			return MarkView.UNKNOWN;
		}
	}

	/**
	 * Returns the mark of a member that all nodes see now. Whoever keeps it can tell
	 * later whether there has been another since, whatever the clocks say.
	 * @return the moment of the mark, long ago if there is none, or {@code null} if that
	 * cannot be known
	 */
	@Nullable Instant seen(WeComRegistration registration, Account account, Kind kind) {
		Name name = new Name(kind, account);
		return view(registration, List.of(name)).seen(name);
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
		return isVoid(view(registration, List.of(name)), name, moment, seen);
	}

	/**
	 * Whether something does not count any more.
	 * @param view what all nodes know of the mark
	 * @param name the mark
	 * @param moment when it was
	 * @param seen what {@link MarkView#seen} said then, or {@code null} to go by the
	 * clocks
	 */
	boolean isVoid(MarkView view, Name name, Moment moment, @Nullable Instant seen) {
		if (view.isUnreadable(name)) {
			// A mark that only a newer version understands is a mark
			return true;
		}
		Mark shared = view.marks().get(name);
		if (shared != null
				&& ((seen != null) ? shared.moment().at().isAfter(seen) : moment.mayBeBefore(shared.moment()))) {
			return true;
		}
		return isVoidHere(name, moment, view.known() && seen != null);
	}

	/**
	 * Whether a mark of this node makes something void.
	 * @param sharedIsKnown whether what the other nodes know was looked at already
	 */
	private boolean isVoidHere(Name name, Moment moment, boolean sharedIsKnown) {
		LocalMarks marks = local(name.kind());
		if (marks.hasForgottenOneAfter(moment)) {
			return true;
		}
		Mark local = marks.find(name.account());
		if (local == null) {
			return false;
		}
		// Of something of another node, what was seen in the store says more than clocks
		boolean saidAll = sharedIsKnown && moment.node() != this.node && !this.unsent.containsKey(name);
		return !saidAll && moment.mayBeBefore(local.moment());
	}

	/**
	 * Returns when a mark was set the last time, on any node.
	 * @return the moment, or {@code null} if there is no mark
	 */
	@Nullable Instant latest(MarkView view, Name name) {
		Mark shared = view.marks().get(name);
		Mark local = local(name.kind()).find(name.account());
		if (shared == null || (local != null && local.moment().at().isAfter(shared.moment().at()))) {
			return (local != null) ? local.moment().at() : null;
		}
		return shared.moment().at();
	}

	private LocalMarks local(Kind kind) {
		LocalMarks marks = this.local.get(kind);
		if (marks == null) {
			throw new IllegalStateException("There are marks of each kind");
		}
		return marks;
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
		SIGNED_OUT("signed-out"),

		/**
		 * Something about the member, or about the company, is no longer so: what WeCom
		 * said before.
		 */
		CHANGED("changed"),

		/**
		 * An administrator ended the member's sessions: those that began before.
		 */
		ENDED("ended"),

		/**
		 * Departments or tags of the company are no longer so: lists that were read
		 * before.
		 */
		DIRECTORY("directory");

		private final String id;

		Kind(String id) {
			this.id = id;
		}

	}

	/**
	 * Which mark.
	 */
	record Name(Kind kind, Account account) {

		String inStore() {
			return "mark|" + this.kind.id + "|" + this.account.corpId() + "|" + this.account.userId();
		}

		@Override
		public String toString() {
			return "Name[" + this.kind + "]";
		}

	}

}
