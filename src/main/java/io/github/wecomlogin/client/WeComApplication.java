package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;

import io.github.wecomlogin.util.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * A self-built application of a company, with its secret. The secret is accessible in
 * this package only; other packages get keys derived from it.
 */
public final class WeComApplication {

	private final String corpId;

	private final long agentId;

	private final String secret;

	private final KeyedHash keys;

	/**
	 * Creates an application.
	 * @param corpId the corp id ({@code ww…}, older ones {@code wx…})
	 * @param agentId the agent id
	 * @param secret the secret, which is not exposed
	 */
	public WeComApplication(String corpId, long agentId, String secret) {
		this.corpId = corpId;
		this.agentId = agentId;
		this.secret = secret;
		this.keys = KeyedHash.extract(secret.getBytes(StandardCharsets.UTF_8), new byte[0]);
	}

	/**
	 * Returns the company.
	 * @return the corp id
	 */
	public String corpId() {
		return this.corpId;
	}

	/**
	 * Returns the application's number.
	 * @return the agent id
	 */
	public long agentId() {
		return this.agentId;
	}

	String secret() {
		return this.secret;
	}

	/**
	 * Derives a key from the secret, so that all nodes of the application share keys
	 * without configuration.
	 * @param label the purpose of the key; different labels give independent keys
	 * @return 32 bytes
	 */
	public byte[] deriveKey(String label) {
		String info = "wecom-login|" + this.corpId + "|" + this.agentId + "|" + label;
		return this.keys.expand(info.getBytes(StandardCharsets.UTF_8), 32);
	}

	/**
	 * Returns the name under which the token is stored: one per company and application
	 * (D/91039).
	 * @return corp id and agent id
	 */
	String tokenKey() {
		return this.corpId + "/" + this.agentId;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WeComApplication application && this.agentId == application.agentId
				&& this.corpId.equals(application.corpId) && this.secret.equals(application.secret);
	}

	@Override
	public int hashCode() {
		return tokenKey().hashCode();
	}

	@Override
	public String toString() {
		return "WeComApplication[" + tokenKey() + "]";
	}

}
