package io.github.wecomlogin.login;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps the attempts of a browser while it is at WeCom. The default keeps them in sealed
 * cookies. An own implementation must be bound to the browser too: a store that finds an
 * attempt by its state alone does not stop an attacker from signing a victim in as
 * somebody else.
 */
public interface AttemptStore {

	/**
	 * Keeps an attempt, in place of the one with the same state. One that is new takes
	 * the place of all used ones too: whoever starts again is done with what was before.
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
	 * Forgets all attempts of this browser.
	 * @param request the current request
	 * @param response the current response, not yet committed
	 */
	void clear(HttpServletRequest request, HttpServletResponse response);

}
