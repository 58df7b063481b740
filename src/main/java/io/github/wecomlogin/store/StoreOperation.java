package io.github.wecomlogin.store;

/**
 * What an operation shows about a store if it succeeds.
 */
enum StoreOperation {

	/**
	 * That it can be read.
	 */
	READ,

	/**
	 * That it can be read: whatever is compared first may have changed nothing, and a
	 * store that is full still removes.
	 */
	CHANGE,

	/**
	 * That it can be read and written.
	 */
	PUT

}
