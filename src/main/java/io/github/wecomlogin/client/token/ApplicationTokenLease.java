package io.github.wecomlogin.client.token;

/**
 * Lease for fetching a token: held by one node at a time, expires if that node dies.
 */
public interface ApplicationTokenLease extends AutoCloseable {

	/**
	 * The lease of a node that does not share its tokens.
	 */
	ApplicationTokenLease ALONE = new ApplicationTokenLease() {

		@Override
		public void renew() {
			// Never expires
		}

		@Override
		public void close() {
			// Held by this node only
		}

	};

	/**
	 * Extends the lease while the fetch continues. Called several times in two seconds.
	 */
	void renew();

	/**
	 * Releases the lease.
	 */
	@Override
	void close();

}
