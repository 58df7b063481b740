package io.github.wecomlogin.token;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;

/**
 * Lets each hand-over be redeemed once: on this node, and with a shared store on all
 * nodes.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RedeemedHandOvers {

	// Longer than a hand-over is valid by any node's clock
	private static final Duration LIFETIME = HandOverCookies.MAX_AGE_WITHOUT_ACCOUNT.plus(Attempt.MAX_AGE)
		.plus(Attempt.MAX_AGE);

	private static final byte[] NOTHING = {};

	private final PerRegistration<SealedStore> sharedStores;

	private final ConcurrentMap<String, Boolean> redeemed;

	/**
	 * Creates an empty collection.
	 * @param sharedStores the stores that nodes share, if any
	 * @param ticker measures lifetimes
	 */
	public RedeemedHandOvers(PerRegistration<SealedStore> sharedStores, Ticker ticker) {
		this.sharedStores = sharedStores;
		// Unbounded: each member who has just signed in has a few entries
		this.redeemed = Caffeine.newBuilder()
			.executor(Runnable::run)
			.ticker(ticker)
			.expireAfterWrite(LIFETIME)
			.<String, Boolean>build()
			.asMap();
	}

	/**
	 * Redeems a hand-over.
	 * @return whether it was not redeemed before
	 * @throws SharedStoreException if the store cannot say; the hand-over cannot be
	 * redeemed any more
	 */
	boolean redeem(WeComRegistration registration, String id) {
		if (this.redeemed.putIfAbsent(id, true) != null) {
			return false;
		}
		SealedStore store = this.sharedStores.find(registration);
		return store == null || store.putIfAbsent("handover|" + id, NOTHING, LIFETIME) != null;
	}

}
