package io.github.wecomlogin.authorization;

import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Bulkhead for calls to WeCom that a request thread waits for.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public interface CallPermits {

	/**
	 * Acquires a permit if one is free. Does not wait.
	 * @param deadline until when the work must be done
	 * @return the permit, to be closed when the work is done, or {@code null} if none is
	 * free
	 */
	@Nullable Permit enter(Deadline deadline);

	/**
	 * A permit, released when it is closed.
	 */
	interface Permit extends AutoCloseable {

		/**
		 * Returns until when the work must be done.
		 * @return the deadline
		 */
		Deadline deadline();

		@Override
		void close();

	}

}
