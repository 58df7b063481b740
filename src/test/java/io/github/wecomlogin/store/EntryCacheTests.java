package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EntryCacheTests {

	private final MutableClock clock = new MutableClock();

	private final AnnouncingStore shared = new AnnouncingStore(new InMemorySharedStore(this.clock));

	private final SealedStore store = new SealedStore(this.shared, "owner", new byte[32], new byte[32], this.clock);

	private final AtomicLong time = new AtomicLong();

	private final EntryCache cache = new EntryCache(this.shared, Function.identity(), this.time::get);

	private int reads;

	@Test
	void whenEntriesAreCachedThenOnlyMissingOnesAreRead() {
		put("one", "1");
		put("two", "2");
		assertThat(values("one", "none")).containsExactly("1", null);
		assertThat(values("one")).containsExactly("1");
		assertThat(this.reads).isEqualTo(1);
		assertThat(values("two", "one")).containsExactly("2", "1");
		assertThat(values("two", "one")).containsExactly("2", "1");
		assertThat(this.reads).isEqualTo(2);
	}

	@Test
	void whenChangeIsAnnouncedThenEntryIsReadAgain() {
		put("one", "1");
		put("two", "2");
		values("one", "two");
		put("one", "new");
		this.shared.announce("one");
		assertThat(values("one", "two")).containsExactly("new", "2");
		assertThat(this.reads).isEqualTo(2);
	}

	@Test
	void whenAnyEntryMayHaveChangedThenAllAreReadAgain() {
		put("one", "1");
		put("two", "2");
		values("one", "two");
		put("one", "new");
		put("two", "newer");
		this.shared.announce(null);
		assertThat(values("one", "two")).containsExactly("new", "newer");
	}

	@Test
	void whenEntryChangesWhileItIsReadThenItIsNotCached() {
		for (String announced : new String[] { "one", null }) {
			put("one", "old");
			List<SealedStore.Entry> read = this.cache.getAll(List.of("one"), (names) -> {
				List<SealedStore.Entry> before = this.store.getAll(names);
				put("one", "new");
				this.shared.announce(announced);
				return before;
			});
			assertThat(text(read.get(0))).isEqualTo("old");
			assertThat(values("one")).as("announced: %s", announced).containsExactly("new");
			this.cache.evict(null);
		}
	}

	@Test
	void whenAnotherReaderIsLaterThenAnEarlierChangeStillCounts() {
		put("one", "old");
		this.cache.getAll(List.of("one"), (names) -> {
			List<SealedStore.Entry> before = this.store.getAll(names);
			put("one", "new");
			this.shared.announce("one");
			// Another request reads and caches the new value
			assertThat(values("one")).containsExactly("new");
			return before;
		});
		assertThat(values("one")).containsExactly("new");
	}

	@Test
	void whenReadersOverlapThenTheFirstOneCaches() {
		put("one", "1");
		this.cache.getAll(List.of("one"), (names) -> {
			assertThat(values("one")).containsExactly("1");
			return this.store.getAll(names);
		});
		int before = this.reads;
		values("one");
		assertThat(this.reads).isEqualTo(before);
	}

	@Test
	void whenReadFailsThenTheNextOneCaches() {
		put("one", "1");
		assertThatExceptionOfType(SharedStoreException.class)
			.isThrownBy(() -> this.cache.getAll(List.of("one"), (names) -> {
				throw new SharedStoreException("down");
			}));
		values("one");
		values("one");
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void whenChangesAreNotAnnouncedThenEachReadAsks() {
		this.shared.setAnnouncing(false);
		put("one", "1");
		values("one");
		put("one", "new");
		assertThat(values("one")).containsExactly("new");
		this.shared.setAnnouncing(true);
		values("one");
		this.shared.setAnnouncing(false);
		put("one", "newer");
		assertThat(values("one")).containsExactly("newer");
	}

	@Test
	void whenAnnouncementIsLostThenEntryIsReadAfterAMinute() {
		put("one", "1");
		values("one");
		put("one", "new");
		this.time.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(values("one")).containsExactly("1");
		this.time.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(values("one")).containsExactly("new");
	}

	@Test
	void whenThisNodeChangesAnEntryThenItsNextReadShowsIt() {
		List<String> name = List.of("name");
		this.store.put("name", bytes("1"), Duration.ofHours(1));
		assertThat(text(this.store.getAllCached(name).get(0))).isEqualTo("1");
		this.store.put("name", bytes("2"), Duration.ofHours(1));
		SealedStore.Entry entry = this.store.getAllCached(name).get(0);
		assertThat(text(entry)).isEqualTo("2");
		entry = this.store.replace(entry, bytes("3"), Duration.ofHours(1));
		assertThat(text(this.store.getAllCached(name).get(0))).isEqualTo("3");
		this.store.remove(entry);
		assertThat(this.store.getAllCached(name)).containsExactly((SealedStore.Entry) null);
		this.store.putIfAbsent("name", bytes("4"), Duration.ofHours(1));
		assertThat(text(this.store.getAllCached(name).get(0))).isEqualTo("4");
	}

	private List<String> values(String... names) {
		return this.cache.getAll(List.of(names), (missing) -> {
			this.reads++;
			return this.store.getAll(missing);
		}).stream().map(EntryCacheTests::text).toList();
	}

	private void put(String name, String value) {
		this.store.put(name, bytes(value), Duration.ofHours(1));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(SealedStore.Entry entry) {
		return (entry != null) ? new String(entry.value(), StandardCharsets.UTF_8) : null;
	}

}
