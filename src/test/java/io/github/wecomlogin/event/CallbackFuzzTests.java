package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callbacks made up at random are refused, always in the same way, or say what a genuine
 * one says. Each test tries 2,000 inputs, or as many as the system property
 * {@code callback-fuzz.tries} says; a failure names the seed of its input.
 */
class CallbackFuzzTests {

	private static final int TRIES = Integer.getInteger("callback-fuzz.tries", 2000);

	private static final Clock CLOCK = new MutableClock();

	private static final String MESSAGE = Callbacks.fields("FromUserName", "zhangsan", "MsgType", "event", "Event",
			"unsubscribe");

	private static final String[] MARKUP = { "<xml>", "</xml>", "<a>", "</a>", "<a", "/>", "<![CDATA[", "]]>", "<!--",
			"-->", "<?xml version=\"1.0\"?>", "<?pi ", "?>", "<!DOCTYPE xml [", "<!ENTITY e \"x\">", "]>", "&e;",
			"&amp;", "&#x0;", "&#65;", "&", "text", "\u0000", "\uFFFF", " ", "xmlns:a=\"b\"", "a:", "=", "\"", "密" };

	private final WeComEventQueue queue = new WeComEventQueue(List.of());

	private final WeComEventFilter filter = new WeComEventFilter(List.of(Callbacks.KEYS), this.queue, CLOCK);

	@AfterEach
	void close() {
		this.queue.close();
	}

	@Test
	void whenQueryAndBodyAreAnythingThenRefused() {
		forAll((random) -> {
			String query = text(random);
			assertThat(send(Callbacks.post(query, bytes(random, 300)))).isEqualTo(403);
			assertThat(send(Callbacks.get(query))).isEqualTo(403);
		});
	}

	@Test
	void whenParametersAreAnythingThenRefused() {
		forAll((random) -> {
			String query = Callbacks.query(text(random), text(random), text(random));
			assertThat(send(Callbacks.post(query, bytes(random, 300)))).isEqualTo(403);
			assertThat(send(Callbacks.get(query + "&echostr=" + text(random)))).isEqualTo(403);
		});
	}

	@Test
	void whenSomethingElseIsSignedThenRefused() {
		forAll((random) -> {
			String encrypted = text(random);
			String query = Callbacks.query(CLOCK, encrypted);
			assertThat(send(Callbacks.post(query, bytes(Callbacks.envelope(encrypted))))).isEqualTo(403);
			assertThat(send(Callbacks.check(CLOCK, encrypted))).isEqualTo(403);
		});
	}

	@Test
	void whenAnyBlocksAreEncryptedThenRefused() {
		forAll((random) -> {
			String encrypted = Callbacks.encryptBlocks(blocks(random));
			assertThat(send(Callbacks.post(Callbacks.query(CLOCK, encrypted), bytes(Callbacks.envelope(encrypted)))))
				.isEqualTo(403);
			assertThat(send(Callbacks.check(CLOCK, encrypted))).isEqualTo(403);
		});
	}

	@Test
	void whenMessageIsAnythingThenRefused() {
		forAll((random) -> assertThat(send(Callbacks.event(CLOCK, bytes(random, 300)))).isEqualTo(403));
	}

	@Test
	void whenMessageLooksLikeXmlThenItIsReadOrRefused() {
		forAll((random) -> assertThat(send(Callbacks.event(CLOCK, markup(random)))).isIn(200, 403));
	}

	@Test
	void whenEchoIsAnythingThenMarkupIsNeverAnswered() {
		forAll((random) -> {
			String plain = random.nextBoolean() ? markup(random) : text(random);
			MockHttpServletResponse response = answer(
					Callbacks.check(CLOCK, Callbacks.encrypt(bytes(plain), Callbacks.CORP_ID)));
			assertThat(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8)).isIn("", plain)
				.doesNotContain("<", ">", "&", "\"", " ")
				.hasSizeLessThanOrEqualTo(64);
		});
	}

	@Test
	void whenBodyLooksLikeXmlThenRefused() {
		forAll((random) -> assertThat(send(Callbacks.post(Callbacks.query(CLOCK, "AAAA"), bytes(markup(random)))))
			.isEqualTo(403));
	}

	@Test
	void whenGenuineCallbackIsChangedThenItIsRefusedOrSaysTheSame() {
		MockHttpServletRequest genuine = Callbacks.event(CLOCK, MESSAGE);
		String encrypted = encryptedOf(genuine);
		forAll((random) -> {
			String query = genuine.getQueryString();
			byte[] body = genuine.getContentAsByteArray();
			if (random.nextBoolean()) {
				query = new String(change(random, query.getBytes(StandardCharsets.ISO_8859_1)),
						StandardCharsets.ISO_8859_1);
			}
			else {
				body = change(random, body);
			}
			// What else is changed says nothing: the company's name outside, another
			// parameter
			boolean same = query.contains(genuine.getQueryString().substring(0, 54))
					&& new String(body, StandardCharsets.ISO_8859_1).contains(encrypted);
			assertThat(send(Callbacks.post(query, body))).isIn(same ? List.of(200, 403) : List.of(403));
		});
	}

	private static String encryptedOf(MockHttpServletRequest request) {
		String body = new String(request.getContentAsByteArray(), StandardCharsets.ISO_8859_1);
		return body.substring(body.indexOf("<Encrypt><![CDATA[") + 18, body.indexOf("]]></Encrypt>"));
	}

	@Test
	void whenCipherTextIsChangedAndSignedAgainThenRefusedOrRead() {
		byte[] encrypted = bytes(Callbacks.encrypt(bytes(MESSAGE), Callbacks.CORP_ID));
		forAll((random) -> {
			String changed = new String(change(random, encrypted), StandardCharsets.US_ASCII);
			assertThat(send(Callbacks.post(Callbacks.query(CLOCK, changed), bytes(Callbacks.envelope(changed)))))
				.isIn(200, 403);
		});
	}

	@Test
	void whenSomethingIsDecryptedThenItIsReadOrRefused() {
		CallbackCipher cipher = new CallbackCipher(Callbacks.KEYS);
		forAll((random) -> {
			for (String each : List.of(text(random), Callbacks.encryptBlocks(blocks(random)))) {
				try {
					cipher.decrypt(each);
				}
				catch (RefusedCallbackException ex) {
					assertThat(ex.getStackTrace()).isEmpty();
				}
			}
		});
	}

	@Test
	void whenMessageIsEncryptedThenItIsReadAgain() {
		CallbackCipher cipher = new CallbackCipher(Callbacks.KEYS);
		forAll((random) -> {
			byte[] message = bytes(random, 2000);
			assertThat(cipher.decrypt(Callbacks.encrypt(message, Callbacks.CORP_ID))).isEqualTo(message);
		});
	}

	@Test
	void whenEnvelopeIsWrittenThenTheCipherTextIsFoundAgain() {
		forAll((random) -> {
			String encrypted = Callbacks.encrypt(bytes(random, 2000), Callbacks.CORP_ID);
			assertThat(CallbackEnvelope.encrypted(bytes(Callbacks.envelope(encrypted)))).isEqualTo(encrypted);
		});
	}

	@Test
	void whenFieldsAreWrittenThenTheyAreReadAgain() {
		forAll((random) -> {
			Map<String, String> fields = new TreeMap<>();
			for (int i = random.nextInt(20); i > 0; i--) {
				fields.put(text(random, "abcxyzABCXYZ", 1 + random.nextInt(20)),
						text(random, "ab <>&\"'[]=/密码企业", random.nextInt(50)).replace("]]>", ""));
			}
			String xml = fields.entrySet()
				.stream()
				.map((field) -> "<%1$s><![CDATA[%2$s]]></%1$s>".formatted(field.getKey(), field.getValue()))
				.collect(Collectors.joining("", "<xml>", "</xml>"));
			assertThat(CallbackXml.read(bytes(xml))).isEqualTo(fields);
		});
	}

	private static void forAll(Trial trial) {
		for (int seed = 0; seed < TRIES; seed++) {
			try {
				trial.run(new Random(seed));
			}
			catch (Exception | AssertionError ex) {
				throw new AssertionError("With seed " + seed, ex);
			}
		}
	}

	private int send(MockHttpServletRequest request) throws Exception {
		return answer(request).getStatus();
	}

	private MockHttpServletResponse answer(MockHttpServletRequest request) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(request, response, new MockFilterChain());
		if (response.getStatus() == 403) {
			assertThat(response.getContentAsByteArray()).isEmpty();
		}
		return response;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] bytes(Random random, int limit) {
		byte[] bytes = new byte[random.nextInt(limit)];
		random.nextBytes(bytes);
		return bytes;
	}

	private static String text(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> random.ints(random.nextInt(200), 0, 0x10000)
				.collect(StringBuilder::new, (text, each) -> text.append((char) each), StringBuilder::append)
				.toString();
			case 1 -> random.ints(random.nextInt(200), 0, 128)
				.collect(StringBuilder::new, (text, each) -> text.append((char) each), StringBuilder::append)
				.toString();
			case 2 -> text(random, "&=%+/ABCabc0123456789", random.nextInt(300));
			default -> text(random, "0123456789abcdef", 40);
		};
	}

	private static String text(Random random, String alphabet, int length) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append(alphabet.charAt(random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

	/**
	 * Whole blocks, often with padding that could be one.
	 */
	private static byte[] blocks(Random random) {
		byte[] blocks = new byte[16 * (1 + random.nextInt(12))];
		random.nextBytes(blocks);
		int padding = random.nextInt(41);
		Arrays.fill(blocks, blocks.length - Math.min(padding, blocks.length), blocks.length, (byte) padding);
		return blocks;
	}

	private static String markup(Random random) {
		List<String> parts = new ArrayList<>();
		for (int i = random.nextInt(30); i > 0; i--) {
			parts.add(MARKUP[random.nextInt(MARKUP.length)]);
		}
		String text = String.join("", parts);
		return random.nextBoolean() ? text : "<xml>" + text + "</xml>";
	}

	/**
	 * Replaces, inserts or deletes bytes, or cuts the rest off, one to five times.
	 */
	private static byte[] change(Random random, byte[] bytes) {
		byte[] changed = bytes;
		for (int i = random.nextInt(5); i >= 0 && changed.length > 0; i--) {
			int at = random.nextInt(changed.length);
			byte[] before = Arrays.copyOf(changed, at);
			byte[] after = Arrays.copyOfRange(changed, at + 1, changed.length);
			byte[] one = { (byte) random.nextInt(256) };
			changed = switch (random.nextInt(4)) {
				case 0 -> Callbacks.concat(before, one, after);
				case 1 -> Callbacks.concat(before, one, new byte[] { changed[at] }, after);
				case 2 -> Callbacks.concat(before, after);
				default -> before;
			};
		}
		return changed;
	}

	/**
	 * One input and what must be true of the answer.
	 */
	private interface Trial {

		void run(Random random) throws Exception;

	}

}
