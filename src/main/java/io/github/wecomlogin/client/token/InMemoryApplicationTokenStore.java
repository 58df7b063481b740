package io.github.wecomlogin.client.token;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Stores application tokens in the memory of this node.
 */
public final class InMemoryApplicationTokenStore implements ApplicationTokenStore {

	private final ConcurrentMap<String, ApplicationToken> tokens = new ConcurrentHashMap<>();

	@Override
	public @Nullable ApplicationToken find(String application) {
		return this.tokens.get(application);
	}

	@Override
	public void save(String application, ApplicationToken token) {
		this.tokens.put(application, token);
	}

	@Override
	public void remove(String application, String failedToken) {
		this.tokens.computeIfPresent(application, (key, token) -> token.value().equals(failedToken) ? null : token);
	}

}
