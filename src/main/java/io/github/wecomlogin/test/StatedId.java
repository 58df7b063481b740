package io.github.wecomlogin.test;

/**
 * Validates IDs of departments and tags.
 */
final class StatedId {

	private StatedId() {
	}

	static long check(String what, long id) {
		if (id < 1) {
			throw new IllegalArgumentException(what + " cannot have the ID " + id + ": IDs are positive whole numbers");
		}
		return id;
	}

}
