package io.github.wecomlogin.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.util.AsciiIds;

/**
 * Assigns consecutive numbers to user ids, compared without case, so that a large tag
 * needs one bit per member. Ids are never removed. Safe for concurrent use.
 */
final class UserIds {

	static final int NONE = -1;

	/**
	 * Bounds memory; far above the size of any company.
	 */
	private static final int MAX_IDS = 4_000_000;

	// All ids in sequence; id n ends where n + 1 starts
	private byte[] text = new byte[256];

	private int[] starts = new int[17];

	private int[] table = new int[32];

	private int size;

	/**
	 * Returns the number of a user id, assigning one if it has none.
	 */
	synchronized int add(String userId) {
		byte[] id = bytes(userId);
		int slot = slot(id);
		if (this.table[slot] != 0) {
			return this.table[slot] - 1;
		}
		if (this.size == MAX_IDS) {
			throw new WeComApiException(ApiPaths.TAG_GET, WeComError.TOO_LARGE, null);
		}
		append(id);
		this.table[slot] = this.size;
		if (this.size * 2 > this.table.length) {
			rehash();
		}
		return this.size - 1;
	}

	/**
	 * Returns the number of a user id, or {@value #NONE} if it has none.
	 */
	synchronized int find(String userId) {
		return this.table[slot(bytes(userId))] - 1;
	}

	/**
	 * Returns the user id with a number, in lower case.
	 */
	synchronized String get(int number) {
		int start = this.starts[number];
		return new String(this.text, start, this.starts[number + 1] - start, StandardCharsets.UTF_8);
	}

	synchronized int size() {
		return this.size;
	}

	private void append(byte[] id) {
		int start = this.starts[this.size];
		int end = start + id.length;
		if (end > this.text.length) {
			this.text = Arrays.copyOf(this.text, Math.max(end, this.text.length + this.text.length / 2));
		}
		System.arraycopy(id, 0, this.text, start, id.length);
		this.size++;
		if (this.size == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, this.size + this.size / 2);
		}
		this.starts[this.size] = end;
	}

	private void rehash() {
		this.table = new int[this.table.length * 2];
		for (int number = 0; number < this.size; number++) {
			byte[] id = Arrays.copyOfRange(this.text, this.starts[number], this.starts[number + 1]);
			this.table[slot(id)] = number + 1;
		}
	}

	/**
	 * Returns the slot of an id in the hash table, or the free slot for it.
	 */
	private int slot(byte[] id) {
		int mask = this.table.length - 1;
		int hash = Arrays.hashCode(id) * 0x9E3779B9;
		int slot = (hash ^ (hash >>> 16)) & mask;
		while (this.table[slot] != 0 && !is(this.table[slot] - 1, id)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean is(int number, byte[] id) {
		return Arrays.equals(this.text, this.starts[number], this.starts[number + 1], id, 0, id.length);
	}

	private static byte[] bytes(String userId) {
		return AsciiIds.toLowerCase(userId).getBytes(StandardCharsets.UTF_8);
	}

}
