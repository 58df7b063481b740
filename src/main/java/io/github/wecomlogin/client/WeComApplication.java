package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;

import io.github.wecomlogin.util.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * A self-built application of a company: who we are for WeCom. The secret stays in this
 * package; what others need of it, they get as a key derived from it.
 */
public final class WeComApplication {

	private final String corpId;

	private final long agentId;

	private final String secret;

	/**
	 * Creates an application.
	 * @param corpId the company's id ({@code ww…}, older ones {@code wx…})
	 * @param agentId the application's number
	 * @param secret the application's secret, which cannot be asked for again
	 */
	public WeComApplication(String corpId, long agentId, String secret) {
		this.corpId = corpId;
		this.agentId = agentId;
		this.secret = secret;
	}

	/**
	 * Returns the company's id.
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
	 * Derives a key from the application's secret, so that every node that knows the
	 * application has the same key without any configuration.
	 * @param label what the key is for; other labels give independent keys
	 * @return 32 bytes
	 */
	public byte[] deriveKey(String label) {
		String info = "wecom-login|" + this.corpId + "|" + this.agentId + "|" + label;
		return KeyedHash.deriveKey(this.secret.getBytes(StandardCharsets.UTF_8), new byte[0],
				info.getBytes(StandardCharsets.UTF_8), 32);
	}

	/**
	 * Returns the name under which the application's token is kept: a token belongs to
	 * one application of one company (D/91039).
	 * @return the company's and the application's id
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
