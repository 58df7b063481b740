package io.github.wecomlogin.client.token;

import org.jspecify.annotations.Nullable;

/**
 * Stores application tokens: in memory by default, shared by all nodes with
 * {@code wecom.store=redis}, or in a custom bean of this type. Implementations must be
 * safe for concurrent use.
 * <p>
 * {@link #find} and {@link #remove} are called by request threads for every call to WeCom
 * and must answer from memory. All other methods are called in the background. Those with
 * a default implementation are for stores shared by several nodes, so that one node
 * fetches a token for all.
 */
public interface ApplicationTokenStore {

	/**
	 * Returns the token of an application.
	 * @param application the application's name, unique per company and application
	 * @return the token, or {@code null} if there is none
	 */
	@Nullable ApplicationToken find(String application);

	/**
	 * Stores a token and replaces the current one.
	 * @param application the application's name
	 * @param token the token
	 */
	void save(String application, ApplicationToken token);

	/**
	 * Removes a token that failed if it is still the current one; another thread may have
	 * replaced it.
	 * @param application the application's name
	 * @param failedToken the value of the token that failed
	 */
	void remove(String application, String failedToken);

	/**
	 * Whether other nodes use the same tokens.
	 * @return {@code false} by default
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Returns a token fetched by another node and stores it on this node. Called before a
	 * token is fetched.
	 * @param application the application's name
	 * @return the token, or {@code null} if there is none or only one that has failed on
	 * this node; by default the result of {@link #find}
	 */
	default @Nullable ApplicationToken findShared(String application) {
		return find(application);
	}

	/**
	 * Acquires the lease for fetching a token.
	 * @param application the application's name
	 * @return the lease, or {@code null} if another node holds it; by default a lease
	 * that no other node holds
	 */
	default @Nullable ApplicationTokenLease lease(String application) {
		return ApplicationTokenLease.ALONE;
	}

	/**
	 * Returns a refusal recorded by any node.
	 * @param application the application's name
	 * @return the refusal, or {@code null} if there is none or it has expired;
	 * {@code null} by default
	 */
	default @Nullable ApplicationTokenRefusal findRefusal(String application) {
		return null;
	}

	/**
	 * Records a refusal for all nodes. Does nothing by default.
	 * @param application the application's name
	 * @param refusal the refusal
	 */
	default void saveRefusal(String application, ApplicationTokenRefusal refusal) {
	}

	/**
	 * Writes this node's token to the shared store if that has none, for example after
	 * data loss. Called every few seconds if {@link #isShared()}. Does nothing by
	 * default.
	 * @param application the application's name
	 */
	default void offer(String application) {
	}

}
