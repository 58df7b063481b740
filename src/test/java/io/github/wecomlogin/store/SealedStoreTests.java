package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever has the store can neither read nor forge anything.
 */
class SealedStoreTests {

	private static final Duration TIME = Duration.ofMinutes(1);

	private final MutableClock clock = new MutableClock();

	private final MutableClock storeClock = new MutableClock();

	private final InMemorySharedStore shared = new InMemorySharedStore(this.storeClock);

	private final SealedStore store = store("owner", 1, 2);

	@Test
	void whenEntryIsPutThenAnotherNodeOfTheOwnerHasIt() {
		this.store.put("name", bytes("value"), TIME);
		SealedStore.Entry entry = store("owner", 1, 2).get("name");
		assertThat(entry.name()).isEqualTo("name");
		assertThat(entry.value()).isEqualTo(bytes("value"));
		assertThat(this.store.get("other")).isNull();
	}

	@Test
	void whenEntryIsEmptyThenItIsAnEntry() {
		this.store.put("name", new byte[0], TIME);
		assertThat(this.store.get("name").value()).isEmpty();
	}

	@Test
	void whenEntryIsKeptThenNothingOfItCanBeRead() {
		this.store.put("the-name", bytes("the-value"), TIME);
		this.shared.dump().forEach((key, value) -> {
			assertThat(key).matches("wecom-login:[A-Za-z0-9_-]{43}");
			assertThat(new String(value, StandardCharsets.ISO_8859_1)).doesNotContain("the-name", "the-value", "owner");
		});
	}

	@Test
	void whenSameIsKeptTwiceThenNobodySeesThat() {
		this.store.put("name", bytes("value"), TIME);
		byte[] first = onlyValue();
		this.store.put("name", bytes("value"), TIME);
		assertThat(onlyValue()).isNotEqualTo(first);
	}

	@Test
	void whenAnyBitIsChangedThenThereIsNoEntry() {
		this.store.put("name", bytes("value"), TIME);
		byte[] sealed = onlyValue();
		for (int bit = 0; bit < sealed.length * 8; bit++) {
			byte[] changed = sealed.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			putRaw(changed);
			assertThat(this.store.get("name")).as("bit %d", bit).isNull();
		}
		putRaw(sealed);
		assertThat(this.store.get("name")).isNotNull();
	}

	@Test
	void whenLengthIsAnyOtherThenThereIsNoEntry() {
		this.store.put("name", bytes("value"), TIME);
		byte[] sealed = onlyValue();
		for (int length = 0; length < sealed.length + 40; length++) {
			if (length != sealed.length) {
				putRaw(Arrays.copyOf(sealed, length));
				assertThat(this.store.get("name")).as("length %d", length).isNull();
			}
		}
	}

	@Test
	void whenBytesAreAnyThenThereIsNoEntryAndNoException() {
		SecureRandom random = new SecureRandom();
		this.store.put("name", bytes("value"), TIME);
		for (int i = 0; i < 2000; i++) {
			byte[] junk = new byte[random.nextInt(120)];
			random.nextBytes(junk);
			putRaw(junk);
			assertThat(this.store.get("name")).isNull();
		}
	}

	@Test
	void whenEntryIsMovedToAnotherNameThenItIsNone() {
		this.store.put("one", bytes("value"), TIME);
		byte[] sealed = onlyValue();
		this.shared.clear();
		this.store.put("two", bytes("other"), TIME);
		putRaw(sealed);
		assertThat(this.store.get("two")).isNull();
	}

	@Test
	void whenEntryIsMovedToAnotherOwnerThenItIsNone() {
		this.store.put("name", bytes("value"), TIME);
		byte[] sealed = onlyValue();
		this.shared.clear();
		SealedStore other = store("other", 1, 2);
		other.put("name", bytes("other"), TIME);
		putRaw(sealed);
		assertThat(other.get("name")).isNull();
	}

	@Test
	void whenOwnerAndNameRunTogetherThenTheyAreKeptApart() {
		store("a", 1, 2).put("bc", bytes("value"), TIME);
		assertThat(store("ab", 1, 2).get("c")).isNull();
		assertThat(store("1:a", 1, 2).get("bc")).isNull();
		assertThat(store("", 1, 2).get("abc")).isNull();
	}

	@Test
	void whenKeysAreOthersThenThereIsNoEntry() {
		this.store.put("name", bytes("value"), TIME);
		assertThat(store("owner", 1, 3).get("name")).isNull();
		assertThat(store("owner", 3, 2).get("name")).isNull();
	}

	@Test
	void whenStoreKeepsAnEntryLongerThanItMayThenItIsOverAllTheSame() {
		this.store.put("name", bytes("value"), TIME);
		this.clock.advance(TIME.minusMillis(1));
		assertThat(this.store.get("name")).isNotNull();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.shared.dump()).hasSize(1);
		assertThat(this.store.get("name")).isNull();
	}

	@Test
	void whenExpiryIsProlongedByHandThenThereIsNoEntry() {
		this.store.put("name", bytes("value"), TIME);
		byte[] sealed = onlyValue();
		Arrays.fill(sealed, 0, Long.BYTES, (byte) 0x7f);
		putRaw(sealed);
		assertThat(this.store.get("name")).isNull();
	}

	@Test
	void whenEntryIsBroughtBackWithinItsTimeThenItIsThereAgain() {
		this.store.put("name", bytes("old"), TIME);
		byte[] sealed = onlyValue();
		this.store.put("name", bytes("new"), TIME);
		putRaw(sealed);
		assertThat(this.store.get("name").value()).isEqualTo(bytes("old"));
	}

	@Test
	void whenEntryIsPutIfAbsentThenOnlyOnce() {
		assertThat(this.store.putIfAbsent("name", bytes("one"), TIME).value()).isEqualTo(bytes("one"));
		assertThat(this.store.putIfAbsent("name", bytes("two"), TIME)).isNull();
		assertThat(this.store.get("name").value()).isEqualTo(bytes("one"));
	}

	@Test
	void whenEntryHasChangedThenItIsNeitherReplacedNorRemoved() {
		SealedStore.Entry first = this.store.putIfAbsent("name", bytes("one"), TIME);
		// The same value again is another entry
		this.store.put("name", bytes("one"), TIME);
		assertThat(this.store.replace(first, bytes("two"), TIME)).isNull();
		assertThat(this.store.remove(first)).isFalse();
		SealedStore.Entry second = this.store.get("name");
		SealedStore.Entry third = this.store.replace(second, bytes("three"), TIME);
		assertThat(third.value()).isEqualTo(bytes("three"));
		assertThat(this.store.remove(second)).isFalse();
		assertThat(this.store.remove(third)).isTrue();
		assertThat(this.store.get("name")).isNull();
	}

	@Test
	void whenBytesOfAnEntryAreChangedThenTheEntryIsNot() {
		byte[] value = bytes("value");
		SealedStore.Entry entry = this.store.putIfAbsent("name", value, TIME);
		value[0] = 0;
		entry.value()[1] = 0;
		assertThat(entry.value()).isEqualTo(bytes("value"));
		assertThat(entry).hasToString("Entry[]");
	}

	@Test
	void whenStoreIsDownThenThatIsSaid() {
		this.shared.setDown(true);
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("name"));
	}

	private SealedStore store(String owner, int nameKey, int sealKey) {
		return new SealedStore(this.shared, owner, key(nameKey), key(sealKey), this.clock);
	}

	private static byte[] key(int number) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) number);
		return key;
	}

	private byte[] onlyValue() {
		Map<String, byte[]> dump = this.shared.dump();
		assertThat(dump).hasSize(1);
		return dump.values().iterator().next().clone();
	}

	private void putRaw(byte[] value) {
		String key = this.shared.dump().keySet().iterator().next();
		this.shared.put(key, value, Duration.ofDays(1));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
