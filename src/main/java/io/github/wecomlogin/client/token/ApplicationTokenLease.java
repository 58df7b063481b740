package io.github.wecomlogin.client.token;

/**
 * The turn to fetch a token, which ends by itself if the node that has it dies.
 */
public interface ApplicationTokenLease extends AutoCloseable {

	/**
	 * The turn of a node that shares it with nobody.
	 */
	ApplicationTokenLease ALONE = new ApplicationTokenLease() {

		@Override
		public void renew() {
			// Nobody waits for it to end
		}

		@Override
		public void close() {
			// Nobody waits for it to end
		}

	};

	/**
	 * Says that the fetch goes on. Called several times in two seconds.
	 */
	void renew();

	/**
	 * Ends the turn.
	 */
	@Override
	void close();

}
