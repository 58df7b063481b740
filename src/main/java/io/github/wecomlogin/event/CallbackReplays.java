package io.github.wecomlogin.event;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Replay cache for signed callbacks. Remembers the signatures of accepted callbacks while
 * their timestamps are valid; of more than 10,000 the least used are dropped. Only
 * callbacks that WeCom signed get here. Each node has its own. Safe for concurrent use.
 */
final class CallbackReplays {

	private static final int MAX_SIGNATURES = 10_000;

	/**
	 * Timestamps may lie that far in the future and in the past.
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
	 * Remembers a signature.
	 * @return whether it is new
	 */
	boolean add(String signature) {
		return this.signatures.asMap().putIfAbsent(signature, Boolean.TRUE) == null;
	}

	/**
	 * Forgets a signature whose callback was not accepted after all.
	 */
	void remove(String signature) {
		this.signatures.invalidate(signature);
	}

}
