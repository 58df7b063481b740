package io.github.wecomlogin.client.token;

import org.jspecify.annotations.Nullable;

/**
 * Keeps application tokens. The default keeps them in memory, or shares them with all
 * nodes if {@code wecom.store} is {@code redis}; an own bean of this type is used instead
 * of either. Implementations must be safe for concurrent use.
 * <p>
 * {@link #find} and {@link #remove} are called by threads that serve requests, for every
 * call to WeCom: they must answer from memory. All other methods are called in the
 * background. Those with a default are for stores that several nodes share: one of them
 * then fetches a token for all.
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

	/**
	 * Whether other nodes use it too.
	 * @return {@code false} by default
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Looks for a token that another node has fetched, and keeps it as this node's own.
	 * Asked before a token is fetched.
	 * @param application the application's name
	 * @return the token, or {@code null} if there is none, or only one that has failed
	 * here; by default what {@link #find} returns
	 */
	default @Nullable ApplicationToken findShared(String application) {
		return find(application);
	}

	/**
	 * Takes the turn to fetch a token.
	 * @param application the application's name
	 * @return the turn, or {@code null} if another node has it; by default nobody else
	 * ever has
	 */
	default @Nullable ApplicationTokenLease lease(String application) {
		return ApplicationTokenLease.ALONE;
	}

	/**
	 * Returns what WeCom refused to give a token for, to any node.
	 * @param application the application's name
	 * @return the refusal, or {@code null} if there is none or its time is over; the
	 * default knows of none
	 */
	default @Nullable ApplicationTokenRefusal findRefusal(String application) {
		return null;
	}

	/**
	 * Lets the other nodes know that WeCom refuses. Does nothing by default.
	 * @param application the application's name
	 * @param refusal what WeCom said
	 */
	default void saveRefusal(String application, ApplicationTokenRefusal refusal) {
	}

	/**
	 * Gives the other nodes the token that is kept here, if they have none: what they
	 * share may have lost it. Called every few seconds if {@link #isShared()}. Does
	 * nothing by default.
	 * @param application the application's name
	 */
	default void offer(String application) {
	}

}
