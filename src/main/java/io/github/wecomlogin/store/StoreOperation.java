package io.github.wecomlogin.store;

/**
 * Kind of an operation, by what its success proves about the store.
 */
enum StoreOperation {

	/**
	 * Proves that the store can be read.
	 */
	READ,

	/**
	 * A conditional change. Proves only that the store can be read: it may have changed
	 * nothing, and a full store still allows removal.
	 */
	CHANGE,

	/**
	 * Proves that the store can be read and written.
	 */
	PUT

}
