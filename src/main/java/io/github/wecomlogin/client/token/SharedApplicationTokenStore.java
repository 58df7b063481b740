package io.github.wecomlogin.client.token;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Shares application tokens with all nodes that know the application's secret. Each node
 * has a copy of its own, so that calls to WeCom ask nobody, and goes on by itself while
 * the shared store does not answer.
 * <p>
 * A token that failed here is not taken from the others again: one of them may not have
 * noticed yet and offer it.
 */
public final class SharedApplicationTokenStore implements ApplicationTokenStore {

	/**
	 * How long a node that dies while it fetches delays the others.
	 */
	public static final Duration LEASE = Duration.ofSeconds(2);

	private static final String TOKEN = "application-token/";

	private static final String LEASED = "application-token-lease/";

	private static final String REFUSAL = "application-token-refusal/";

	private static final int FAILURES_REMEMBERED = 8;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final ConcurrentMap<String, ApplicationToken> tokens = new ConcurrentHashMap<>();

	private final Set<String> failedTokens = new LinkedHashSet<>();

	private final SealedStore store;

	private final Clock clock;

	/**
	 * Creates a store.
	 * @param store what the nodes share
	 * @param clock tells how long a token is worth keeping
	 */
	public SharedApplicationTokenStore(SealedStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	@Override
	public @Nullable ApplicationToken find(String application) {
		return this.tokens.get(application);
	}

	@Override
	public void save(String application, ApplicationToken token) {
		synchronized (this.failedTokens) {
			// WeCom has just said that it is good
			this.failedTokens.remove(token.value());
		}
		this.tokens.put(application, token);
		Duration time = timeUntil(token.usableUntil());
		if (isSome(time)) {
			ifPossible(() -> this.store.put(TOKEN + application, bytes(token), time));
		}
	}

	@Override
	public void remove(String application, String failedToken) {
		synchronized (this.failedTokens) {
			this.failedTokens.add(failedToken);
			if (this.failedTokens.size() > FAILURES_REMEMBERED) {
				this.failedTokens.remove(this.failedTokens.iterator().next());
			}
		}
		this.tokens.computeIfPresent(application, (key, token) -> token.value().equals(failedToken) ? null : token);
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public @Nullable ApplicationToken findShared(String application) {
		SealedStore.Entry entry = read(TOKEN + application);
		ApplicationToken token = (entry != null) ? opened(entry, SharedApplicationTokenStore::token) : null;
		if (entry == null || token == null) {
			return null;
		}
		if (hasFailed(token)) {
			ifPossible(() -> this.store.remove(entry));
			return null;
		}
		this.tokens.put(application, token);
		return token;
	}

	@Override
	public @Nullable ApplicationTokenLease lease(String application) {
		try {
			SealedStore.Entry entry = this.store.putIfAbsent(LEASED + application, new byte[0], LEASE);
			return (entry != null) ? new SharedLease(entry) : null;
		}
		catch (SharedStoreException ex) {
			return ApplicationTokenLease.ALONE;
		}
	}

	@Override
	public @Nullable ApplicationTokenRefusal findRefusal(String application) {
		SealedStore.Entry entry = read(REFUSAL + application);
		return (entry != null) ? opened(entry, SharedApplicationTokenStore::refusal) : null;
	}

	@Override
	public void saveRefusal(String application, ApplicationTokenRefusal refusal) {
		byte[] endpoint = refusal.endpoint().getBytes(StandardCharsets.UTF_8);
		byte[] value = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + endpoint.length)
			.putLong(refusal.until().toEpochMilli())
			.putInt(refusal.errorCode())
			.put(endpoint)
			.array();
		Duration time = timeUntil(refusal.until());
		if (isSome(time)) {
			ifPossible(() -> this.store.put(REFUSAL + application, value, time));
		}
	}

	private static ApplicationTokenRefusal refusal(ByteBuffer value) {
		Instant until = Instant.ofEpochMilli(value.getLong());
		int errorCode = value.getInt();
		return new ApplicationTokenRefusal(StandardCharsets.UTF_8.decode(value).toString(), errorCode, until);
	}

	@Override
	public void offer(String application) {
		ApplicationToken own = this.tokens.get(application);
		Duration time = (own != null) ? timeUntil(own.usableUntil()) : Duration.ZERO;
		if (own == null || !isSome(time)) {
			return;
		}
		ifPossible(() -> {
			SealedStore.Entry entry = this.store.get(TOKEN + application);
			if (entry == null) {
				this.store.putIfAbsent(TOKEN + application, bytes(own), time);
				return;
			}
			ApplicationToken theirs = opened(entry, SharedApplicationTokenStore::token);
			if (theirs != null && theirs.usableUntil().isAfter(own.usableUntil()) && !hasFailed(theirs)) {
				this.tokens.replace(application, own, theirs);
			}
		});
	}

	private boolean hasFailed(ApplicationToken token) {
		synchronized (this.failedTokens) {
			return this.failedTokens.contains(token.value());
		}
	}

	private static ApplicationToken token(ByteBuffer value) {
		Instant usableUntil = Instant.ofEpochMilli(value.getLong());
		return new ApplicationToken(StandardCharsets.UTF_8.decode(value).toString(), usableUntil);
	}

	private static byte[] bytes(ApplicationToken token) {
		byte[] value = token.value().getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Long.BYTES + value.length)
			.putLong(token.usableUntil().toEpochMilli())
			.put(value)
			.array();
	}

	private Duration timeUntil(Instant instant) {
		return Duration.between(this.clock.instant(), instant);
	}

	private static boolean isSome(Duration time) {
		return time.compareTo(Duration.ZERO) > 0;
	}

	private SealedStore.@Nullable Entry read(String name) {
		try {
			return this.store.get(name);
		}
		catch (SharedStoreException ex) {
			return null;
		}
	}

	// An entry that another version of ours has sealed may look otherwise
	private static <T> @Nullable T opened(SealedStore.Entry entry, Function<ByteBuffer, T> reader) {
		try {
			return reader.apply(ByteBuffer.wrap(entry.value()));
		}
		catch (BufferUnderflowException | DateTimeException ex) {
			return null;
		}
	}

	// It is said elsewhere that the store does not answer
	private static void ifPossible(Runnable work) {
		try {
			work.run();
		}
		catch (SharedStoreException ex) {
			// This node has its own
		}
	}

	private final class SharedLease implements ApplicationTokenLease {

		private SealedStore.@Nullable Entry entry;

		private SharedLease(SealedStore.Entry entry) {
			this.entry = entry;
		}

		@Override
		public synchronized void renew() {
			SealedStore.Entry entry = this.entry;
			if (entry != null) {
				ifPossible(
						() -> this.entry = SharedApplicationTokenStore.this.store.replace(entry, new byte[0], LEASE));
			}
		}

		@Override
		public synchronized void close() {
			SealedStore.Entry entry = this.entry;
			if (entry != null) {
				ifPossible(() -> SharedApplicationTokenStore.this.store.remove(entry));
			}
			this.entry = null;
		}

	}

}
