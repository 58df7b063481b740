package io.github.wecomlogin.attempt;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Stores the attempts of a browser while it is at WeCom. The default implementation uses
 * sealed cookies. Any other must be bound to the browser too: a store that finds an
 * attempt by its state alone lets an attacker sign a victim in under another account.
 */
public interface AttemptStore {

	/**
	 * Stores an attempt in place of the one with the same state. A new attempt also
	 * replaces all used ones.
	 * @param attempt the attempt
	 * @param request the current request
	 * @param response the current response, not yet committed
	 */
	void save(Attempt attempt, HttpServletRequest request, HttpServletResponse response);

	/**
	 * Returns the attempts of this browser that are still good, used ones included.
	 * @param request the current request
	 * @return the attempts in no particular order
	 */
	List<Attempt> find(HttpServletRequest request);

	/**
	 * Returns the page that a member wanted who comes back so late that the attempt is no
	 * longer valid, from a QR code that was left open for instance.
	 * @param state the state that WeCom sent back
	 * @param request the current request
	 * @return the attempt's {@link Attempt#returnTo()}, or {@code null} if it is not
	 * known
	 */
	default @Nullable String findReturnTarget(String state, HttpServletRequest request) {
		return null;
	}

	/**
	 * Forgets all attempts of this browser.
	 * @param request the current request
	 * @param response the current response, not yet committed
	 */
	void clear(HttpServletRequest request, HttpServletResponse response);

}
