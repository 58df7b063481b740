package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wecomlogin.MutableClock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever comes, it is refused in the same way, or it is genuine.
 */
class CallbackFuzzTests {

	private static final Clock CLOCK = new MutableClock();

	private static final String MESSAGE = Callbacks.fields("FromUserName", "zhangsan", "MsgType", "event", "Event",
			"unsubscribe");

	private static final AtomicLong refused = new AtomicLong();

	private static final AtomicLong taken = new AtomicLong();

	private final WeComEventQueue queue = new WeComEventQueue(List.of());

	private final WeComEventFilter filter = new WeComEventFilter(List.of(Callbacks.KEYS), this.queue, CLOCK);

	@AfterContainer
	static void tell() {
		System.out.printf("Garbage callbacks: %d refused, %d taken because they said what a genuine one says%n",
				refused.get(), taken.get());
	}

	@Property
	void whenQueryAndBodyAreAnythingThenRefused(@ForAll("texts") String query, @ForAll byte[] body) {
		assertThat(send(Callbacks.post(query, body))).isEqualTo(403);
		assertThat(send(Callbacks.get(query))).isEqualTo(403);
	}

	@Property
	void whenParametersAreAnythingThenRefused(@ForAll("texts") String signature, @ForAll("texts") String timestamp,
			@ForAll("texts") String nonce, @ForAll("texts") String echo, @ForAll byte[] body) {
		String query = Callbacks.query(signature, timestamp, nonce);
		assertThat(send(Callbacks.post(query, body))).isEqualTo(403);
		assertThat(send(Callbacks.get(query + "&echostr=" + echo))).isEqualTo(403);
	}

	@Property
	void whenSomethingElseIsSignedThenRefused(@ForAll("texts") String encrypted) {
		String query = Callbacks.query(CLOCK, encrypted);
		assertThat(send(Callbacks.post(query, bytes(Callbacks.envelope(encrypted))))).isEqualTo(403);
		assertThat(send(Callbacks.check(CLOCK, encrypted))).isEqualTo(403);
	}

	@Property
	void whenAnyBlocksAreEncryptedThenRefused(@ForAll("blocks") byte[] blocks) {
		String encrypted = Callbacks.encryptBlocks(blocks);
		assertThat(send(Callbacks.post(Callbacks.query(CLOCK, encrypted), bytes(Callbacks.envelope(encrypted)))))
			.isEqualTo(403);
	}

	@Property
	void whenMessageIsAnythingThenRefused(@ForAll byte[] message) {
		assertThat(send(Callbacks.event(CLOCK, message))).isEqualTo(403);
	}

	@Property
	void whenMessageLooksLikeXmlThenItIsReadOrRefused(@ForAll("markup") String message) {
		assertThat(send(Callbacks.event(CLOCK, message))).isIn(200, 403);
	}

	@Property
	void whenBodyLooksLikeXmlThenRefused(@ForAll("markup") String body) {
		Assume.that(!body.contains("Encrypt"));
		assertThat(send(Callbacks.post(Callbacks.query(CLOCK, "AAAA"), bytes(body)))).isEqualTo(403);
	}

	@Property
	void whenGenuineCallbackIsChangedThenItIsRefusedOrSaysTheSame(@ForAll("changes") List<Change> changes,
			@ForAll boolean ofQuery) {
		MockHttpServletRequest genuine = Callbacks.event(CLOCK, MESSAGE);
		String query = genuine.getQueryString();
		byte[] body = genuine.getContentAsByteArray();
		if (ofQuery) {
			query = new String(Change.apply(changes, query.getBytes(StandardCharsets.ISO_8859_1)),
					StandardCharsets.ISO_8859_1);
		}
		else {
			body = Change.apply(changes, body);
		}
		// What else is changed says nothing: the company's name outside, another
		// parameter
		int status = send(Callbacks.post(query, body));
		boolean same = query.contains(genuine.getQueryString().substring(0, 54))
				&& new String(body, StandardCharsets.ISO_8859_1).contains(encryptedOf(genuine));
		assertThat(status).isIn(same ? List.of(200, 403) : List.of(403));
	}

	private static String encryptedOf(MockHttpServletRequest request) {
		String body = new String(request.getContentAsByteArray(), StandardCharsets.ISO_8859_1);
		return body.substring(body.indexOf("<Encrypt><![CDATA[") + 18, body.indexOf("]]></Encrypt>"));
	}

	@Property
	void whenCipherTextIsChangedAndSignedAgainThenItIsRefusedOrRead(@ForAll("changes") List<Change> changes) {
		byte[] encrypted = bytes(Callbacks.encrypt(bytes(MESSAGE), Callbacks.CORP_ID));
		String changed = new String(Change.apply(changes, encrypted), StandardCharsets.ISO_8859_1);
		Assume.that(changed.chars().allMatch((each) -> each >= ' ' && each < 127 && "]<&>".indexOf(each) < 0));
		int status = send(Callbacks.post(Callbacks.query(CLOCK, changed), bytes(Callbacks.envelope(changed))));
		assertThat(status).isIn(200, 403);
	}

	@Property
	void whenSomethingIsDecryptedThenItIsReadOrRefused(@ForAll("texts") String encrypted,
			@ForAll("blocks") byte[] blocks) throws Exception {
		CallbackCipher cipher = new CallbackCipher(Callbacks.KEYS);
		for (String each : List.of(encrypted, Callbacks.encryptBlocks(blocks))) {
			try {
				cipher.decrypt(each);
			}
			catch (RefusedCallbackException ex) {
				refused.incrementAndGet();
			}
		}
	}

	@Property
	void whenMessageIsEncryptedThenItIsReadAgain(@ForAll @Size(max = 2000) byte[] message) throws Exception {
		assertThat(new CallbackCipher(Callbacks.KEYS).decrypt(Callbacks.encrypt(message, Callbacks.CORP_ID)))
			.isEqualTo(message);
	}

	@Property
	void whenFieldsAreWrittenThenTheyAreReadAgain(@ForAll("fields") Map<String, String> fields) throws Exception {
		StringBuilder xml = new StringBuilder("<xml>");
		fields.forEach((name, value) -> xml.append('<')
			.append(name)
			.append("><![CDATA[")
			.append(value)
			.append("]]></")
			.append(name)
			.append('>'));
		assertThat(CallbackXml.read(bytes(xml.append("</xml>").toString()))).isEqualTo(fields);
	}

	private int send(MockHttpServletRequest request) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			this.filter.doFilter(request, response, new MockFilterChain());
		}
		catch (Exception ex) {
			throw new AssertionError("Nothing but an answer comes out", ex);
		}
		if (response.getStatus() == 403) {
			assertThat(response.getContentAsByteArray()).isEmpty();
			refused.incrementAndGet();
		}
		else {
			taken.incrementAndGet();
		}
		return response.getStatus();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Provide
	Arbitrary<String> texts() {
		return Arbitraries.oneOf(Arbitraries.strings().all().ofMaxLength(200),
				Arbitraries.strings().ascii().ofMaxLength(200),
				Arbitraries.strings().withChars("&=%+/ABCabc0123456789").ofMaxLength(300),
				Arbitraries.strings().withChars("0123456789abcdef").ofLength(40));
	}

	@Provide
	Arbitrary<byte[]> blocks() {
		return Arbitraries.integers()
			.between(1, 12)
			.flatMap((count) -> Arbitraries.bytes().array(byte[].class).ofSize(16 * count))
			.flatMap((blocks) -> Arbitraries.integers().between(0, 40).map((padding) -> {
				// Often with padding that could be one
				byte[] padded = blocks.clone();
				for (int i = 1; i <= Math.min(padding, padded.length); i++) {
					padded[padded.length - i] = padding.byteValue();
				}
				return padded;
			}));
	}

	@Provide
	Arbitrary<String> markup() {
		return Arbitraries.of("<xml>", "</xml>", "<a>", "</a>", "<a", "/>", "<![CDATA[", "]]>", "<!--", "-->",
				"<?xml version=\"1.0\"?>", "<?pi ", "?>", "<!DOCTYPE xml [", "<!ENTITY e \"x\">", "]>", "&e;", "&amp;",
				"&#x0;", "&#65;", "&", "text", "\u0000", "\uFFFF", " ", "xmlns:a=\"b\"", "a:", "=", "\"", "密")
			.list()
			.ofMaxSize(30)
			.map((parts) -> String.join("", parts))
			.flatMap((text) -> Arbitraries.of(text, "<xml>" + text + "</xml>"));
	}

	@Provide
	Arbitrary<Map<String, String>> fields() {
		return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20),
				Arbitraries.strings()
					.withCharRange(' ', '~')
					.withCharRange('一', '龥')
					.ofMaxLength(50)
					.filter((text) -> !text.contains("]]>")));
	}

	@Provide
	Arbitrary<List<Change>> changes() {
		return Combinators
			.combine(Arbitraries.of(Change.Kind.class), Arbitraries.integers().between(0, 2000), Arbitraries.bytes())
			.as(Change::new)
			.list()
			.ofMinSize(1)
			.ofMaxSize(5);
	}

	/**
	 * A change of some bytes.
	 */
	record Change(Kind kind, int position, byte value) {

		enum Kind {

			REPLACE, INSERT, DELETE, CUT

		}

		static byte[] apply(List<Change> changes, byte[] bytes) {
			byte[] changed = bytes;
			for (Change change : changes) {
				changed = change.apply(changed);
			}
			return changed;
		}

		private byte[] apply(byte[] bytes) {
			if (bytes.length == 0) {
				return bytes;
			}
			int at = this.position % bytes.length;
			byte[] before = Arrays.copyOf(bytes, at);
			byte[] after = Arrays.copyOfRange(bytes, at + 1, bytes.length);
			byte[] one = { this.value };
			return switch (this.kind) {
				case REPLACE -> Callbacks.concat(before, one, after);
				case INSERT -> Callbacks.concat(before, one, new byte[] { bytes[at] }, after);
				case DELETE -> Callbacks.concat(before, after);
				case CUT -> before;
			};
		}

	}

}
