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
 * keeps a copy, so that calls to WeCom do not access the shared store, and continues on
 * its own while that is not available.
 * <p>
 * A token that failed on this node is not accepted from other nodes again: one of them
 * may not have noticed yet and still offer it.
 */
public final class SharedApplicationTokenStore implements ApplicationTokenStore {

	/**
	 * Duration of a lease: the maximum delay of other nodes when a node dies while
	 * fetching.
	 */
	public static final Duration LEASE = Duration.ofSeconds(2);

	private static final String TOKEN_KEY = "application-token/";

	private static final String LEASE_KEY = "application-token-lease/";

	private static final String REFUSAL_KEY = "application-token-refusal/";

	private static final int MAX_FAILED_TOKENS = 8;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final ConcurrentMap<String, ApplicationToken> tokens = new ConcurrentHashMap<>();

	private final Set<String> failedTokens = new LinkedHashSet<>();

	private final SealedStore store;

	private final Clock clock;

	/**
	 * Creates a store.
	 * @param store the store shared by the nodes
	 * @param clock the clock that lifetimes are measured by
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
			// Just issued by WeCom
			this.failedTokens.remove(token.value());
		}
		this.tokens.put(application, token);
		Duration time = timeUntil(token.usableUntil());
		if (isPositive(time)) {
			ifPossible(() -> this.store.put(TOKEN_KEY + application, bytes(token), time));
		}
	}

	@Override
	public void remove(String application, String failedToken) {
		synchronized (this.failedTokens) {
			this.failedTokens.add(failedToken);
			if (this.failedTokens.size() > MAX_FAILED_TOKENS) {
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
		SealedStore.Entry entry = read(TOKEN_KEY + application);
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
			SealedStore.Entry entry = this.store.putIfAbsent(LEASE_KEY + application, new byte[0], LEASE);
			return (entry != null) ? new SharedLease(entry) : null;
		}
		catch (SharedStoreException ex) {
			return ApplicationTokenLease.ALONE;
		}
	}

	@Override
	public @Nullable ApplicationTokenRefusal findRefusal(String application) {
		SealedStore.Entry entry = read(REFUSAL_KEY + application);
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
		if (isPositive(time)) {
			ifPossible(() -> this.store.put(REFUSAL_KEY + application, value, time));
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
		if (own == null || !isPositive(time)) {
			return;
		}
		ifPossible(() -> {
			SealedStore.Entry entry = this.store.get(TOKEN_KEY + application);
			if (entry == null) {
				this.store.putIfAbsent(TOKEN_KEY + application, bytes(own), time);
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

	private static boolean isPositive(Duration time) {
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

	// Another version of this library may use a different format
	private static <T> @Nullable T opened(SealedStore.Entry entry, Function<ByteBuffer, T> reader) {
		try {
			return reader.apply(ByteBuffer.wrap(entry.value()));
		}
		catch (BufferUnderflowException | DateTimeException ex) {
			return null;
		}
	}

	// StoreAvailability logs that the store is not available
	private static void ifPossible(Runnable work) {
		try {
			work.run();
		}
		catch (SharedStoreException ex) {
			// This node keeps its own copy
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
