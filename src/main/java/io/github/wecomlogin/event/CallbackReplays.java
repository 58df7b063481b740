package io.github.wecomlogin.event;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Replay cache for signed callbacks. Keeps the signatures of accepted callbacks while
 * their timestamps are valid, at most 10,000; the least used are evicted. Contains only
 * callbacks signed by WeCom. Each node has its own. Safe for concurrent use.
 */
final class CallbackReplays {

	private static final int MAX_SIGNATURES = 10_000;

	/**
	 * Covers timestamps at both ends of the accepted range.
	 */
	private static final Duration TIME_TO_LIVE = CallbackRequest.MAX_AGE.multipliedBy(2).plusSeconds(1);

	private final Cache<String, Boolean> signatures;

	CallbackReplays(Ticker ticker) {
		this.signatures = Caffeine.newBuilder()
			.maximumSize(MAX_SIGNATURES)
			.expireAfterWrite(TIME_TO_LIVE)
			.ticker(ticker)
			.build();
	}

	/**
	 * Adds a signature.
	 * @return whether it is new
	 */
	boolean add(String signature) {
		return this.signatures.asMap().putIfAbsent(signature, Boolean.TRUE) == null;
	}

	/**
	 * Removes the signature of a callback that was not accepted.
	 */
	void remove(String signature) {
		this.signatures.invalidate(signature);
	}

}
