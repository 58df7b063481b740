package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * Keeps application tokens. The default keeps them in memory; an own bean of this type
 * can share them. Implementations must be safe for concurrent use.
 */
public interface ApplicationTokenStore {

	/**
	 * Returns the token kept for an application.
	 * @param application the application's name, unique per company and application
	 * @return the token, or {@code null} if there is none
	 */
	@Nullable ApplicationToken find(String application);

	/**
	 * Keeps a token in place of the one kept so far.
	 * @param application the application's name
	 * @param token the token
	 */
	void save(String application, ApplicationToken token);

	/**
	 * Forgets a token that failed, but only if it is still the one that is kept: another
	 * thread may have replaced it already.
	 * @param application the application's name
	 * @param failedToken the value of the token that failed
	 */
	void remove(String application, String failedToken);

}
