package io.github.wecomlogin.event;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.mock.web.MockHttpServletRequest;

/**
 * Makes callbacks as WeCom does, and such as it never would.
 */
final class Callbacks {

	static final String TOKEN = "Token0123456789";

	static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	static final String CORP_ID = "ww0123456789abcdef";

	static final CallbackKeys KEYS = new CallbackKeys("wecom", CORP_ID, TOKEN, AES_KEY);

	private static final byte[] KEY = Base64.getDecoder().decode(AES_KEY + "=");

	private Callbacks() {
	}

	static String encrypt(byte[] message, String receiver) {
		byte[] receiveId = receiver.getBytes(StandardCharsets.UTF_8);
		int length = 20 + message.length + receiveId.length;
		int pad = 32 - length % 32;
		ByteBuffer plain = ByteBuffer.allocate(length + pad);
		plain.put("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
		plain.putInt(message.length).put(message).put(receiveId);
		while (plain.hasRemaining()) {
			plain.put((byte) pad);
		}
		return encryptBlocks(plain.array());
	}

	/**
	 * Encrypts what may be no message at all.
	 */
	static String encryptBlocks(byte[] blocks) {
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(KEY, 0, 16));
			return Base64.getEncoder().encodeToString(cipher.doFinal(blocks));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String sign(String timestamp, String nonce, String encrypted) {
		try {
			byte[] text = String.join("", Stream.of(TOKEN, timestamp, nonce, encrypted).sorted().toList())
				.getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String query(Clock clock, String encrypted) {
		String timestamp = Long.toString(clock.instant().getEpochSecond());
		return query(sign(timestamp, "nonce1", encrypted), timestamp, "nonce1");
	}

	static String query(String signature, String timestamp, String nonce) {
		return "msg_signature=" + signature + "&timestamp=" + timestamp + "&nonce=" + nonce;
	}

	static String envelope(String encrypted) {
		return "<xml><ToUserName><![CDATA[" + CORP_ID + "]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID>"
				+ "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>";
	}

	/**
	 * A genuine callback with any message.
	 */
	static MockHttpServletRequest event(Clock clock, byte[] message) {
		String encrypted = encrypt(message, CORP_ID);
		return post(query(clock, encrypted), envelope(encrypted).getBytes(StandardCharsets.UTF_8));
	}

	static MockHttpServletRequest event(Clock clock, String message) {
		return event(clock, message.getBytes(StandardCharsets.UTF_8));
	}

	static MockHttpServletRequest check(Clock clock, String encrypted) {
		return get(query(clock, encrypted) + "&echostr=" + URLEncoder.encode(encrypted, StandardCharsets.UTF_8));
	}

	static MockHttpServletRequest post(String query, byte[] body) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/wecom/callback/wecom");
		request.setQueryString(query);
		request.setContentType("text/xml");
		request.setContent(body);
		return request;
	}

	static MockHttpServletRequest get(String query) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/wecom/callback/wecom");
		request.setQueryString(query);
		return request;
	}

	static String fields(String... namesAndValues) {
		StringBuilder xml = new StringBuilder("<xml>");
		for (int i = 0; i < namesAndValues.length; i += 2) {
			xml.append('<').append(namesAndValues[i]).append("><![CDATA[").append(namesAndValues[i + 1]);
			xml.append("]]></").append(namesAndValues[i]).append('>');
		}
		return xml.append("</xml>").toString();
	}

	static byte[] concat(byte[]... parts) {
		ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
		Arrays.stream(parts).forEach(all::put);
		return all.array();
	}

}
