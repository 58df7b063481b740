package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;

/**
 * A self-built application of a company: who we are for WeCom. The secret stays in this
 * package; what others need of it, they get as a key derived from it.
 *
 * @param corpId the company's id ({@code ww…}, older ones {@code wx…})
 * @param agentId the application's number
 * @param secret the application's secret; never shown by {@link #toString()}
 */
public record WeComApplication(String corpId, int agentId, String secret) {

	/**
	 * Derives a key from the application's secret, so that every node that knows the
	 * application has the same key without any configuration.
	 * @param label what the key is for; other labels give independent keys
	 * @return 32 bytes
	 */
	public byte[] deriveKey(String label) {
		String info = "wecom-login|" + this.corpId + "|" + this.agentId + "|" + label;
		return Hkdf.sha256(this.secret.getBytes(StandardCharsets.UTF_8), new byte[0],
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
	public String toString() {
		return "WeComApplication[" + tokenKey() + "]";
	}

}
