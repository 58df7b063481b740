package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Tells the nodes that share a store short messages: a linked list whose head is replaced
 * atomically. Each node reads the head at intervals and follows the list to the message
 * that it read last. Best effort: messages expire after an hour, and a node misses those
 * written while it cannot reach the store for so long.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SharedLog {

	private static final Duration LIFETIME = Duration.ofHours(1);

	private static final int MAX_ATTEMPTS = 10;

	private static final int MAX_MESSAGES = 10_000;

	private final SealedStore store;

	private final String name;

	// Read by one thread at a time
	private @Nullable String last;

	/**
	 * Creates a log.
	 * @param store the store that the nodes share
	 * @param name the name of the log
	 */
	public SharedLog(SealedStore store, String name) {
		this.store = store;
		this.name = "log|" + name;
	}

	/**
	 * Writes a message.
	 * @param message the message, in ASCII
	 * @throws SharedStoreException if the store is not available
	 */
	public void write(String message) {
		String id = UUID.randomUUID().toString();
		for (int i = 1; i < MAX_ATTEMPTS; i++) {
			SealedStore.Entry head = this.store.get(this.name);
			this.store.put(nameOf(id), bytes(text(head) + " " + message), LIFETIME);
			SealedStore.Entry replaced = (head != null) ? this.store.replace(head, bytes(id), LIFETIME)
					: this.store.putIfAbsent(this.name, bytes(id), LIFETIME);
			if (replaced != null) {
				return;
			}
		}
		// Unreadable, or replaced all the time: may hide messages of others
		this.store.put(this.name, bytes(id), LIFETIME);
	}

	/**
	 * Returns the messages that any node has written since the last call, in the order
	 * that is the same for all nodes. The first call returns none.
	 * @return the messages, oldest first
	 * @throws SharedStoreException if the store is not available
	 */
	public synchronized List<String> read() {
		String head = text(this.store.get(this.name));
		List<String> messages = new ArrayList<>();
		String id = (this.last != null) ? head : "";
		while (!id.isEmpty() && !id.equals(this.last) && messages.size() < MAX_MESSAGES) {
			String[] parts = text(this.store.get(nameOf(id))).split(" ", 2);
			if (parts.length == 2) {
				messages.add(parts[1]);
			}
			id = parts[0];
		}
		this.last = head;
		Collections.reverse(messages);
		return messages;
	}

	private String nameOf(String id) {
		return this.name + "|" + id;
	}

	private static String text(SealedStore.@Nullable Entry entry) {
		return (entry != null) ? new String(entry.value(), StandardCharsets.US_ASCII) : "";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
