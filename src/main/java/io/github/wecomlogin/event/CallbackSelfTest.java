package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

import org.springframework.web.util.UriUtils;

/**
 * The request with which WeCom verifies a callback URL (D/90930), built with the
 * application's own keys.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param path the path of the callback
 * @param query the query, signed and encrypted
 * @param echo the content that an application with the same keys answers
 */
public record CallbackSelfTest(String path, String query, String echo) {

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * Creates a request.
	 * @param keys the keys of the callback
	 * @param clock the clock of this node
	 * @return a request that is valid once
	 */
	public static CallbackSelfTest of(CallbackKeys keys, Clock clock) {
		CallbackCipher cipher = new CallbackCipher(keys);
		String echo = hex();
		String timestamp = Long.toString(clock.instant().getEpochSecond());
		String nonce = hex();
		byte[] random = new byte[16];
		RANDOM.nextBytes(random);
		String encrypted = cipher.encrypt(random, echo.getBytes(StandardCharsets.UTF_8));
		String query = "msg_signature=" + cipher.sign(timestamp, nonce, encrypted) + "&timestamp=" + timestamp
				+ "&nonce=" + nonce + "&echostr=" + UriUtils.encode(encrypted, StandardCharsets.UTF_8);
		return new CallbackSelfTest(WeComEventFilter.PREFIX + keys.sourceId(), query, echo);
	}

	private static String hex() {
		byte[] bytes = new byte[8];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	@Override
	public String toString() {
		return "CallbackSelfTest[]";
	}

}
