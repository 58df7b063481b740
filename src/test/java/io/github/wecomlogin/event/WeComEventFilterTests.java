package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

/**
 * What comes in and what does not.
 */
@ExtendWith(OutputCaptureExtension.class)
class WeComEventFilterTests {

	private static final Clock CLOCK = new MutableClock();

	private static final String UNSUBSCRIBE = Callbacks.fields("ToUserName", Callbacks.CORP_ID, "FromUserName",
			"zhangsan", "CreateTime", "1700000000", "MsgType", "event", "Event", "unsubscribe", "AgentID", "1000002");

	private final List<WeComEvent> events = new CopyOnWriteArrayList<>();

	private final WeComEventQueue queue = new WeComEventQueue(List.of(this.events::add));

	private final WeComEventFilter filter = new WeComEventFilter(List.of(Callbacks.KEYS), this.queue, CLOCK);

	@AfterEach
	void close() {
		this.queue.close();
	}

	@Test
	void whenEventIsGenuineThenItIsTakenAndPublished() throws Exception {
		MockHttpServletResponse response = send(Callbacks.event(CLOCK, UNSUBSCRIBE));
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentAsString()).isEqualTo("success");
		assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
		assertThat(event()).isInstanceOfSatisfying(WeComSubscriptionChanged.class, (event) -> {
			assertThat(event.getUserId()).isEqualTo("zhangsan");
			assertThat(event.isSubscribed()).isFalse();
			assertThat(event.getAgentId()).isEqualTo(1000002);
			assertThat(event.getSourceId()).isEqualTo("wecom");
			assertThat(event.getCorpId()).isEqualTo(Callbacks.CORP_ID);
			assertThat(event.getCreatedAt()).isEqualTo(Instant.ofEpochSecond(1700000000));
			assertThat(event.toString()).doesNotContain("zhangsan");
		});
		assertThat(this.filter.accepted()).isOne();
	}

	@ParameterizedTest
	@MethodSource("messages")
	void whenMessageIsKnownThenItIsTaken(Vector vector) throws Exception {
		WeComEventFilter filter = new WeComEventFilter(List.of(vector.keys()), this.queue, clockOf(vector));
		MockHttpServletRequest request = new MockHttpServletRequest("POST",
				"/wecom/callback/" + vector.keys().sourceId());
		request.setQueryString(Callbacks.query(vector.signature(), vector.timestamp(), vector.nonce()));
		request.setContent(Callbacks.envelope(vector.encrypted()).getBytes(StandardCharsets.UTF_8));
		assertThat(send(filter, request).getContentAsString()).isEqualTo("success");
		assertThat(event()).isInstanceOf(WeComOtherEvent.class);
		assertThat(event().getMessageType()).isEqualTo("text");
		assertThat(event().getField("MsgId")).isIn("4561255354251345929", "2018405441");
	}

	static Stream<Vector> messages() {
		return Stream.of(Vector.OFFICIAL_EVENT, Vector.BINARY_PREFIX);
	}

	@ParameterizedTest
	@MethodSource("checks")
	void whenAddressIsCheckedThenThePlainTextIsAnsweredAndNothingElse(Vector vector, boolean plusIsEncoded)
			throws Exception {
		WeComEventFilter filter = new WeComEventFilter(List.of(vector.keys()), this.queue, clockOf(vector));
		MockHttpServletRequest request = new MockHttpServletRequest("GET",
				"/wecom/callback/" + vector.keys().sourceId());
		String echo = vector.encrypted().replace("=", "%3D").replace("/", "%2F");
		request.setQueryString(Callbacks.query(vector.signature(), vector.timestamp(), vector.nonce()) + "&echostr="
				+ (plusIsEncoded ? echo.replace("+", "%2B") : echo));
		MockHttpServletResponse response = send(filter, request);
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentAsByteArray()).isEqualTo(vector.message().getBytes(StandardCharsets.US_ASCII));
		assertThat(response.getContentType()).startsWith("text/plain");
		assertThat(this.events).isEmpty();
	}

	static Stream<Arguments> checks() {
		return Stream.of(Vector.OFFICIAL_CHECK, Vector.OTHER_CHECK)
			.flatMap((vector) -> Stream.of(Arguments.of(vector, true), Arguments.of(vector, false)));
	}

	private static Clock clockOf(Vector vector) {
		return Clock.fixed(Instant.ofEpochSecond(Long.parseLong(vector.timestamp())), ZoneOffset.UTC);
	}

	static Stream<Arguments> forgeries() {
		String encrypted = Callbacks.encrypt(UNSUBSCRIBE.getBytes(StandardCharsets.UTF_8), Callbacks.CORP_ID);
		String query = Callbacks.query(CLOCK, encrypted);
		byte[] body = Callbacks.envelope(encrypted).getBytes(StandardCharsets.UTF_8);
		String now = Long.toString(CLOCK.instant().getEpochSecond());
		List<Arguments> all = new ArrayList<>();
		add(all, "no query", Callbacks.post(null, body));
		add(all, "empty query", Callbacks.post("", body));
		add(all, "no signature", Callbacks.post(query.replaceFirst("msg_signature=[^&]*&", ""), body));
		add(all, "another signature", Callbacks.post(query.replaceFirst("msg_signature=.", "msg_signature=g"), body));
		add(all, "signature of something else", Callbacks.post(Callbacks.query(CLOCK, encrypted + "A"), body));
		add(all, "signature twice", Callbacks.post(query + "&" + query.split("&")[0], body));
		add(all, "nonce twice", Callbacks.post(query + "&nonce=nonce1", body));
		add(all, "another nonce", Callbacks.post(query.replace("nonce1", "nonce2"), body));
		add(all, "long nonce", Callbacks.post(query.replace("nonce1", "n".repeat(129)), body));
		add(all, "broken encoding", Callbacks.post(query + "&x=%zz", body));
		add(all, "half an encoding", Callbacks.post(query + "&x=%1", body));
		add(all, "too many parameters", Callbacks.post(query + "&a".repeat(1) + manyParameters(), body));
		add(all, "long query", Callbacks.post(query + "&x=" + "y".repeat(9000), body));
		add(all, "timestamp is none",
				Callbacks.post(Callbacks.query(Callbacks.sign("now", "n", encrypted), "now", "n"), body));
		add(all, "too old", old(encrypted, body, Duration.ofMinutes(-10).minusSeconds(1)));
		add(all, "too new", old(encrypted, body, Duration.ofMinutes(10).plusSeconds(1)));
		add(all, "timestamp overflows", Callbacks
			.post(Callbacks.query(Callbacks.sign("999999999999", "n", encrypted), "999999999999", "n"), body));
		add(all, "another company", signed(Callbacks.encrypt(bytes(UNSUBSCRIBE), "ww0000000000000000")));
		add(all, "no company", signed(Callbacks.encrypt(bytes(UNSUBSCRIBE), "")));
		add(all, "broken padding", signed(Callbacks.encryptBlocks(new byte[64])));
		add(all, "huge length", signed(Callbacks.encryptBlocks(length(Integer.MAX_VALUE))));
		add(all, "negative length", signed(Callbacks.encryptBlocks(length(-1))));
		add(all, "no whole blocks", signed("AAAA"));
		add(all, "no Base64", signed("!!!!"));
		add(all, "nothing encrypted", signed(""));
		add(all, "empty body", Callbacks.post(query, new byte[0]));
		add(all, "no XML", Callbacks.post(query, bytes("hello")));
		add(all, "JSON", Callbacks.post(query, bytes("{\"Encrypt\":\"" + encrypted + "\"}")));
		add(all, "no UTF-8", Callbacks.post(query, new byte[] { (byte) 0xff, (byte) 0xfe }));
		add(all, "no Encrypt", Callbacks.post(query, bytes("<xml><ToUserName>a</ToUserName></xml>")));
		add(all, "Encrypt twice", Callbacks.post(query,
				bytes("<xml><Encrypt>" + encrypted + "</Encrypt><Encrypt>" + encrypted + "</Encrypt></xml>")));
		add(all, "another root", Callbacks.post(query, bytes("<XML><Encrypt>" + encrypted + "</Encrypt></XML>")));
		add(all, "document type",
				Callbacks.post(query, bytes("<!DOCTYPE xml><xml><Encrypt>" + encrypted + "</Encrypt></xml>")));
		add(all, "entity", Callbacks.post(query, bytes("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
				+ "<xml><Encrypt>" + encrypted + "</Encrypt><x>&e;</x></xml>")));
		add(all, "broken document type", Callbacks.post(query, bytes("<!DOCTYPE xml [<!ENTITY e \"x\">")));
		add(all, "document type behind a comment",
				Callbacks.post(query, bytes("<!-- <xml> --><!DOCTYPE xml [<!ENTITY e \"x\">")));
		add(all, "bomb", Callbacks.post(query, bytes(bomb())));
		add(all, "bomb inside", Callbacks.event(CLOCK, bomb()));
		add(all, "document type inside", Callbacks.event(CLOCK, "<!DOCTYPE xml>" + UNSUBSCRIBE));
		add(all, "deep", Callbacks.event(CLOCK, "<xml>" + "<a>".repeat(10_000) + "</a>".repeat(10_000) + "</xml>"));
		add(all, "many", Callbacks.event(CLOCK, "<xml>" + "<a/>".repeat(10_000) + "</xml>"));
		add(all, "large", Callbacks.post(query, new byte[64 * 1024 + 1]));
		add(all, "large without a length", withoutLength(Callbacks.post(query, new byte[64 * 1024 + 1])));
		add(all, "many attributes", Callbacks.post(query, bytes("<xml" + attributes(4000) + "></xml>")));
		add(all, "many attributes inside", Callbacks.event(CLOCK, "<xml" + attributes(4000) + "></xml>"));
		add(all, "large inside", Callbacks.event(CLOCK, "<xml><a>" + "x".repeat(300_000) + "</a></xml>"));
		add(all, "no XML inside", Callbacks.event(CLOCK, "hello"));
		add(all, "nothing inside", Callbacks.event(CLOCK, ""));
		add(all, "no UTF-8 inside", Callbacks.event(CLOCK, new byte[] { (byte) 0xc0, (byte) 0x80 }));
		add(all, "field twice inside", Callbacks.event(CLOCK, Callbacks.fields("Event", "a", "Event", "b")));
		add(all, "field twice inside, first with elements",
				Callbacks.event(CLOCK, "<xml><Event><a/></Event><Event>b</Event></xml>"));
		add(all, "field twice inside, then with elements",
				Callbacks.event(CLOCK, "<xml><Event>b</Event><Event><a/></Event></xml>"));
		MockHttpServletRequest form = Callbacks.post(null, bytes(query + "&Encrypt=" + encrypted));
		form.setContentType("application/x-www-form-urlencoded");
		form.setParameter("msg_signature", "x");
		add(all, "form", form);
		add(all, "check without echostr", Callbacks.get(query));
		add(all, "check with empty echostr", Callbacks.get(query + "&echostr="));
		add(all, "check with another echostr", Callbacks.get(query + "&echostr=AAAA"));
		add(all, "check without UTF-8", Callbacks.check(CLOCK,
				Callbacks.encrypt(new byte[] { 'a', (byte) 0xc0, (byte) 0x80 }, Callbacks.CORP_ID)));
		add(all, "check with an event", Callbacks.check(CLOCK, encrypted));
		add(all, "check with a long text",
				Callbacks.check(CLOCK, Callbacks.encrypt(bytes("1".repeat(65)), Callbacks.CORP_ID)));
		add(all, "check with markup", Callbacks.check(CLOCK, Callbacks.encrypt(bytes("<b>1</b>"), Callbacks.CORP_ID)));
		add(all, "check with nothing inside", Callbacks.check(CLOCK, Callbacks.encrypt(bytes(""), Callbacks.CORP_ID)));
		add(all, "check too old", Callbacks.get(Callbacks.query(Callbacks.sign("1", "n", encrypted), "1", "n")
				+ "&echostr=" + encrypted.replace("+", "%2B")));
		assertThat(now).isNotEmpty();
		return all.stream();
	}

	private static String attributes(int count) {
		return IntStream.range(0, count).mapToObj((i) -> " a" + i + "=''").collect(Collectors.joining());
	}

	private static MockHttpServletRequest withoutLength(MockHttpServletRequest request) {
		MockHttpServletRequest chunked = spy(request);
		when(chunked.getContentLengthLong()).thenReturn(-1L);
		return chunked;
	}

	private static String manyParameters() {
		StringBuilder many = new StringBuilder();
		for (int i = 0; i < 40; i++) {
			many.append("&p").append(i).append("=1");
		}
		return many.toString();
	}

	private static void add(List<Arguments> all, String name, MockHttpServletRequest request) {
		all.add(Arguments.of(name, request));
	}

	private static MockHttpServletRequest signed(String encrypted) {
		return Callbacks.post(Callbacks.query(CLOCK, encrypted), bytes(Callbacks.envelope(encrypted)));
	}

	private static MockHttpServletRequest old(String encrypted, byte[] body, Duration age) {
		return Callbacks.post(Callbacks.query(Clock.offset(CLOCK, age), encrypted), body);
	}

	private static byte[] length(int length) {
		byte[] blocks = new byte[64];
		java.nio.ByteBuffer.wrap(blocks, 16, 4).putInt(length);
		blocks[63] = 1;
		return blocks;
	}

	private static String bomb() {
		StringBuilder bomb = new StringBuilder("<!DOCTYPE xml [<!ENTITY a0 \"ha\">");
		for (int i = 1; i < 30; i++) {
			bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
		}
		return bomb + "]><xml><Encrypt>&a29;</Encrypt></xml>";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("forgeries")
	void whenCallbackIsNotGenuineThenTheAnswerIsAlwaysTheSame(String name, MockHttpServletRequest request,
			CapturedOutput output) throws Exception {
		MockHttpServletResponse response = send(request);
		// The garbage collector may find what earlier tests of this JVM left open
		assertThat(output.getAll().lines().filter((line) -> !line.contains("Finalizer]")))
			.as("one line in the log, and nothing of the parser's own")
			.hasSize(1);
		assertThat(response.getStatus()).isEqualTo(403);
		assertThat(headers(response)).isEqualTo("{Cache-Control=[no-store]}");
		assertThat(response.getContentAsByteArray()).isEmpty();
		assertThat(request.getSession(false)).isNull();
		assertThat(this.events).isEmpty();
		assertThat(this.queue.pending()).isZero();
		assertThat(this.filter.refused()).isOne();
	}

	private static String headers(MockHttpServletResponse response) {
		return new TreeMap<>(
				response.getHeaderNames().stream().collect(Collectors.toMap((name) -> name, response::getHeaders)))
			.toString();
	}

	@Test
	void whenClocksDifferALittleThenTheEventIsTaken() throws Exception {
		String encrypted = Callbacks.encrypt(bytes(UNSUBSCRIBE), Callbacks.CORP_ID);
		byte[] body = bytes(Callbacks.envelope(encrypted));
		assertThat(send(old(encrypted, body, Duration.ofMinutes(-10))).getStatus()).isEqualTo(200);
		assertThat(send(old(encrypted, body, Duration.ofMinutes(10))).getStatus()).isEqualTo(200);
	}

	@Test
	void whenEnvelopeIsWrittenDifferentlyThenTheEventIsTaken() throws Exception {
		String encrypted = Callbacks.encrypt(bytes(UNSUBSCRIBE), Callbacks.CORP_ID);
		for (String envelope : List.of("<xml><Encrypt>" + encrypted + "</Encrypt></xml>",
				"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml>\n  <Encrypt><![CDATA[" + encrypted
						+ "]]></Encrypt>\n  <New><Nested>1</Nested></New>\n</xml>\n",
				"\n<xml><!-- c --><Encrypt>\n" + encrypted + "\n</Encrypt></xml>")) {
			assertThat(send(Callbacks.post(Callbacks.query(CLOCK, encrypted), bytes(envelope))).getStatus())
				.as(envelope)
				.isEqualTo(200);
		}
	}

	@Test
	void whenThereIsNoRoomThenWeComIsToSendItAgain() throws Exception {
		this.queue.close();
		MockHttpServletRequest event = Callbacks.event(CLOCK, UNSUBSCRIBE);
		for (int i = 0; i < 2; i++) {
			MockHttpServletResponse response = send(
					Callbacks.post(event.getQueryString(), event.getContentAsByteArray()));
			assertThat(response.getStatus()).isEqualTo(503);
			assertThat(response.getHeader("Retry-After")).isEqualTo("5");
			assertThat(response.getContentAsByteArray()).isEmpty();
		}
		assertThat(this.filter.accepted()).isZero();
	}

	@Test
	void whenEventIsRepeatedThenItIsAnsweredAndTakenOnce() throws Exception {
		MockHttpServletRequest event = Callbacks.event(CLOCK, UNSUBSCRIBE);
		for (int i = 0; i < 3; i++) {
			assertThat(send(Callbacks.post(event.getQueryString(), event.getContentAsByteArray())).getContentAsString())
				.isEqualTo("success");
		}
		assertThat(this.filter.accepted()).isOne();
	}

	@Test
	void whenEchoIsRepeatedThenItIsAnsweredOnce() throws Exception {
		MockHttpServletRequest check = Callbacks.check(CLOCK, Callbacks.encrypt(bytes("1616140"), Callbacks.CORP_ID));
		assertThat(send(check).getContentAsString()).isEqualTo("1616140");
		for (int i = 0; i < 3; i++) {
			MockHttpServletResponse again = send(check);
			assertThat(again.getStatus()).isEqualTo(403);
			assertThat(again.getContentAsByteArray()).isEmpty();
		}
	}

	@Test
	void whenBodyIsSlowerThanTheDeadlineThenWeComIsToSendItAgain() throws Exception {
		AtomicLong nanos = new AtomicLong();
		WeComEventFilter filter = new WeComEventFilter(List.of(Callbacks.KEYS), this.queue, CLOCK, nanos::get);
		SlowBody body = new SlowBody(() -> nanos.addAndGet(Duration.ofSeconds(2).toNanos()));
		MockHttpServletResponse response = send(filter, body.request());
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(body.reads()).as("a total, not a time per read").isEqualTo(3);
		assertThat(filter.refused()).isZero();
	}

	@Test
	void whenManyBodiesAreMissingThenTheRestIsSentAway() throws Exception {
		CountDownLatch all = new CountDownLatch(CallbackBodies.MAX_WAITING);
		CountDownLatch end = new CountDownLatch(1);
		ExecutorService senders = Executors.newCachedThreadPool();
		try {
			List<Future<MockHttpServletResponse>> waiting = new ArrayList<>();
			for (int i = 0; i < CallbackBodies.MAX_WAITING; i++) {
				waiting.add(senders.submit(() -> send(new SlowBody(() -> {
					all.countDown();
					end.await();
				}).request())));
			}
			all.await();
			SlowBody oneMore = new SlowBody(() -> {
			});
			assertThat(send(oneMore.request()).getStatus()).isEqualTo(503);
			assertThat(oneMore.reads()).isZero();
			assertThat(send(Callbacks.event(CLOCK, UNSUBSCRIBE)).getStatus()).as("arrived with its body")
				.isEqualTo(200);
			end.countDown();
			for (Future<MockHttpServletResponse> each : waiting) {
				assertThat(each.get().getStatus()).isEqualTo(403);
			}
			assertThat(send(new SlowBody(() -> {
			}).request()).getStatus()).isEqualTo(403);
		}
		finally {
			end.countDown();
			senders.shutdownNow();
		}
	}

	@Test
	void whenPathIsAnotherThenItIsNoneOfOurs() throws Exception {
		for (String path : List.of("/", "/wecom/callback", "/wecom/callbacks/wecom", "/login/oauth2/code/wecom")) {
			MockFilterChain chain = new MockFilterChain();
			this.filter.doFilter(new MockHttpServletRequest("POST", path), new MockHttpServletResponse(), chain);
			assertThat(chain.getRequest()).as(path).isNotNull();
		}
		for (String path : List.of("/wecom/callback/", "/wecom/callback/other", "/wecom/callback/wecom/",
				"/wecom/callback/wecom;a=b", "/wecom/callback/WECOM", "/wecom/callback/wecom/../contacts")) {
			MockHttpServletRequest request = Callbacks.event(CLOCK, UNSUBSCRIBE);
			request.setRequestURI(path);
			assertThat(send(request).getStatus()).as(path).isEqualTo(404);
		}
	}

	@Test
	void whenMethodIsAnotherThenItIsNotAllowed() throws Exception {
		for (String method : List.of("HEAD", "PUT", "DELETE", "OPTIONS", "TRACE")) {
			MockHttpServletRequest request = Callbacks.event(CLOCK, UNSUBSCRIBE);
			request.setMethod(method);
			MockHttpServletResponse response = send(request);
			assertThat(response.getStatus()).isEqualTo(405);
			assertThat(response.getHeader("Allow")).isEqualTo("GET, POST");
		}
		assertThat(this.events).isEmpty();
	}

	@Test
	void whenManyAreRefusedThenTheLogSaysSoOnceAndNothingOfWhatCame(CapturedOutput output) throws Exception {
		for (int i = 0; i < 50; i++) {
			send(Callbacks.post("msg_signature=" + "a".repeat(40) + "&timestamp=1&nonce=secretnonce",
					bytes("secretbody")));
		}
		assertThat(output.getAll().split("was refused", -1)).hasSize(2);
		assertThat(output).contains("/wecom/callback/wecom", "EncodingAESKey")
			.doesNotContain("secretnonce", "secretbody", Callbacks.TOKEN, Callbacks.AES_KEY);
	}

	private WeComEvent event() {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.events.isEmpty()) {
			assertThat(System.nanoTime()).as("published").isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
		return this.events.get(0);
	}

	private MockHttpServletResponse send(MockHttpServletRequest request) throws Exception {
		return send(this.filter, request);
	}

	private static MockHttpServletResponse send(WeComEventFilter filter, MockHttpServletRequest request)
			throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

	@Test
	void whenContactsChangeThenTheEventSaysWhat() {
		WeComContactChanged user = contact("ChangeType", "update_user", "UserID", "zhangsan", "NewUserID", "zs",
				"Department", "1, 2,x,,3,3000000001,9223372036854775808", "Status", "2");
		assertThat(user.getChange()).isEqualTo(WeComContactChanged.Change.UPDATE_USER);
		assertThat(user.getUserId()).isEqualTo("zhangsan");
		assertThat(user.getNewUserId()).isEqualTo("zs");
		assertThat(user.getDepartments()).containsExactly(1L, 2L, 3L, 3000000001L);
		assertThat(user.getStatus()).isEqualTo(2);
		WeComContactChanged party = contact("ChangeType", "update_party", "Id", "3000000001", "ParentId", "3000000002");
		assertThat(party.getDepartmentId()).isEqualTo(3000000001L);
		assertThat(party.getParentDepartmentId()).isEqualTo(3000000002L);
		WeComContactChanged tag = contact("ChangeType", "update_tag", "TagId", "3000000007", "AddUserItems", "a,b",
				"DelUserItems", "c", "AddPartyItems", "1", "DelPartyItems", "2,3");
		assertThat(tag.getTagId()).isEqualTo(3000000007L);
		assertThat(tag.getAddedUserIds()).containsExactly("a", "b");
		assertThat(tag.getRemovedUserIds()).containsExactly("c");
		assertThat(tag.getAddedDepartments()).containsExactly(1L);
		assertThat(tag.getRemovedDepartments()).containsExactly(2L, 3L);
		WeComContactChanged unknown = contact("ChangeType", "UPDATE_USER", "Status", "99999999999", "Id", " ");
		assertThat(unknown.getChange()).isEqualTo(WeComContactChanged.Change.OTHER);
		assertThat(unknown.getStatus()).isNull();
		assertThat(unknown.getDepartmentId()).isNull();
		assertThat(unknown.getCreatedAt()).isEqualTo(CLOCK.instant());
		assertThat(user.toString()).isEqualTo("WeComContactChanged[contacts, UPDATE_USER]");
	}

	private static WeComContactChanged contact(String... fields) {
		Map<String, String> all = new TreeMap<>(Map.of("MsgType", "event", "Event", "change_contact"));
		for (int i = 0; i < fields.length; i += 2) {
			all.put(fields[i], fields[i + 1]);
		}
		return (WeComContactChanged) WeComEvents.of("contacts", Callbacks.CORP_ID, all, CLOCK.instant());
	}

}
