package io.github.wecomlogin.simulator.api;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds the faults that tests inject. Errors are returned before the endpoint is invoked,
 * so that no code or ticket is used up; delays are applied to its response.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Faults {

	private final Map<String, Integer> lasting = new ConcurrentHashMap<>();

	private final Map<String, Queue<Integer>> next = new ConcurrentHashMap<>();

	private final Map<String, Duration> delays = new ConcurrentHashMap<>();

	public void fail(String path, int errorCode) {
		this.next.remove(path);
		if (errorCode == 0) {
			this.lasting.remove(path);
		}
		else {
			this.lasting.put(path, errorCode);
		}
	}

	public void failNext(String path, int errorCode) {
		this.next.computeIfAbsent(path, (key) -> new ConcurrentLinkedQueue<>()).add(errorCode);
	}

	public void delay(String path, Duration delay) {
		this.delays.put(path, delay);
	}

	void check(String path) throws ApiError {
		Queue<Integer> queue = this.next.get(path);
		Integer errorCode = (queue != null) ? queue.poll() : null;
		if (errorCode == null) {
			errorCode = this.lasting.getOrDefault(path, 0);
		}
		if (errorCode != 0) {
			throw new ApiError(errorCode);
		}
	}

	public Duration delayOf(String path) {
		return this.delays.getOrDefault(path, Duration.ZERO);
	}

	public void clear() {
		this.lasting.clear();
		this.next.clear();
		this.delays.clear();
	}

}
