package io.github.wecomlogin.doctor;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that entries can be written to the shared store, read and removed.
 */
final class StoreCheck {

	private static final Duration LIFETIME = Duration.ofSeconds(10);

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Findings findings;

	StoreCheck(Findings findings) {
		this.findings = findings;
	}

	void check(@Nullable Supplier<SharedStore> store) {
		if (store == null) {
			this.findings.skip(Check.STORE, "none");
			return;
		}
		byte[] value = new byte[16];
		RANDOM.nextBytes(value);
		String key = SealedStore.KEY_PREFIX + "doctor:" + HexFormat.of().formatHex(value);
		try {
			SharedStore shared = store.get();
			shared.put(key, value, LIFETIME);
			boolean read = Arrays.equals(shared.get(key), value);
			shared.remove(key, value);
			if (read) {
				this.findings.ok(Check.STORE, "ok");
			}
			else {
				this.findings.fail(Check.STORE, "lost");
			}
		}
		catch (SharedStoreException ex) {
			this.findings.fail(Check.STORE, "failed", FailureReason.of(ex));
		}
		catch (RuntimeException ex) {
			// No connection; the message may quote spring.data.redis.*
			this.findings.fail(Check.STORE, "failed", ex.getClass().getSimpleName());
		}
	}

}
