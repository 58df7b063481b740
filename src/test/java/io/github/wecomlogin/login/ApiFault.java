package io.github.wecomlogin.login;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.login.FaultyProxy.Answer;
import io.github.wecomlogin.login.FaultyProxy.Wire;

/**
 * What can go wrong with a call, what comes of it, and how {@code docs/faults.md} says
 * so.
 */
enum ApiFault {

	REFUSED("The connection is refused", Repeat.ALWAYS, WeComError.UNREACHABLE, null),

	RESET_BEFORE_WECOM("The connection is reset before WeCom has the request", Repeat.IF_NOTHING_SPENT,
			WeComError.UNREACHABLE, (exchange) -> exchange.reset()),

	RESET_AFTER_WECOM("The connection is reset after WeCom has worked on the request, before the answer",
			Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE, (exchange) -> {
				exchange.ask();
				exchange.reset();
			}),

	CLOSED("The connection is closed without an answer", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> {
				exchange.ask();
				exchange.close();
			}),

	RESET_IN_THE_ANSWER("The connection is reset in the middle of the answer", Repeat.IF_NOTHING_SPENT,
			WeComError.UNREACHABLE, (exchange) -> {
				exchange.write(firstHalf(exchange.ask().bytes()));
				exchange.reset();
			}),

	CUT_IN_THE_HEAD("The answer ends within its head", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE, (exchange) -> {
		Answer answer = exchange.ask();
		exchange.write(firstHalf(answer.head(answer.body().length)));
		exchange.close();
	}),

	CUT_IN_THE_BODY("The answer is shorter than it says", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> {
				Answer answer = exchange.ask();
				exchange.write(answer.head(answer.body().length));
				exchange.write(firstHalf(answer.body()));
				exchange.close();
			}),

	CUT_WITHOUT_LENGTH("The answer does not say how long it is, and is cut", Repeat.NEVER, WeComError.NOT_JSON,
			(exchange) -> {
				exchange.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
				exchange.write(firstHalf(exchange.ask().body()));
				exchange.close();
			}),

	NO_HTTP("Something answers that does not speak HTTP", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> {
				exchange.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
				exchange.close();
			}),

	CORRUPT_STATUS_LINE("The first line of the answer is corrupted", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> {
				byte[] answer = exchange.ask().bytes();
				answer[3] ^= 1;
				exchange.write(answer);
				exchange.close();
			}),

	CORRUPT_LENGTH("The length in the head of the answer is corrupted", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> {
				Answer answer = exchange.ask();
				exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 1x3\r\n\r\n");
				exchange.write(answer.body());
				exchange.close();
			}),

	CORRUPT_JSON("A byte of the JSON is corrupted so that it is none", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> {
				byte[] body = answer.body().clone();
				body[0] ^= 1;
				return answer.withBody(body);
			})),

	EMPTY_RESPONSE("WireMock's `EMPTY_RESPONSE`", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> exchange.relay("/fault/EMPTY_RESPONSE")),

	MALFORMED_RESPONSE_CHUNK("WireMock's `MALFORMED_RESPONSE_CHUNK`", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> exchange.relay("/fault/MALFORMED_RESPONSE_CHUNK")),

	RANDOM_DATA_THEN_CLOSE("WireMock's `RANDOM_DATA_THEN_CLOSE`", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> exchange.relay("/fault/RANDOM_DATA_THEN_CLOSE")),

	CONNECTION_RESET_BY_PEER("WireMock's `CONNECTION_RESET_BY_PEER`", Repeat.IF_NOTHING_SPENT, WeComError.UNREACHABLE,
			(exchange) -> exchange.relay("/fault/CONNECTION_RESET_BY_PEER")),

	SILENT("There is no answer", Repeat.NEVER, WeComError.TIMEOUT, (exchange) -> {
	}),

	SILENT_AFTER_HALF("The answer stops in the middle, and the connection stays open", Repeat.NEVER, WeComError.TIMEOUT,
			(exchange) -> exchange.write(firstHalf(exchange.ask().bytes())),
			ApiCall.but(ApiCall.DEPARTMENT_LIST, ApiCall.TAG_GET)),

	DRIPPING("The answer comes so slowly that the time is over before it is complete", Repeat.NEVER, WeComError.TIMEOUT,
			(exchange) -> {
				exchange.ask();
				exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
				while (true) {
					LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
					exchange.write(" ");
				}
			}, ApiCall.but(ApiCall.DEPARTMENT_LIST, ApiCall.TAG_GET)),

	TOO_LATE("The answer comes when the time is over", Repeat.NEVER, WeComError.TIMEOUT, (exchange) -> {
		Answer answer = exchange.ask();
		LockSupport.parkNanos(FaultTests.READ_TIMEOUT.plusMillis(200).toNanos());
		exchange.write(answer);
	}, ApiCall.but(ApiCall.DEPARTMENT_LIST, ApiCall.TAG_GET)),

	BYTE_BY_BYTE("The answer comes byte by byte, but in time", (exchange) -> {
		for (byte next : exchange.ask().bytes()) {
			exchange.write(new byte[] { next });
		}
	}),

	TWO_ANSWERS("A second answer, about somebody else, comes behind the answer", (exchange) -> {
		byte[] answer = exchange.ask().bytes();
		byte[] second = Answer
			.json("{\"errcode\":0,\"userid\":\"lisi\",\"status\":1,\"access_token\":\"simulated-token-of-nobody\"}")
			.bytes();
		ByteArrayOutputStream both = new ByteArrayOutputStream();
		both.writeBytes(answer);
		both.writeBytes(second);
		exchange.write(both.toByteArray());
	}),

	LONGER_THAN_ANNOUNCED("The answer is longer than it says", Repeat.NEVER, WeComError.NOT_JSON, (exchange) -> {
		Answer answer = exchange.ask();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(answer.head(answer.body().length - 5));
		bytes.writeBytes(answer.body());
		exchange.write(bytes.toByteArray());
	}),

	ENDLESS("The answer never ends", Repeat.NEVER, WeComError.TOO_LARGE, (exchange) -> {
		exchange.ask();
		exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
		while (true) {
			exchange.write(chunk);
		}
	}),

	INTERNAL_ERROR("500 with a page", Repeat.IF_NOTHING_SPENT, WeComError.SERVER_ERROR, instead("500 Internal Error")),

	BAD_GATEWAY("502 with a page", Repeat.IF_NOTHING_SPENT, WeComError.SERVER_ERROR, instead("502 Bad Gateway")),

	SERVICE_UNAVAILABLE("503 without a body", Repeat.IF_NOTHING_SPENT, WeComError.SERVER_ERROR,
			(exchange) -> exchange
				.write(Answer.html("503 Service Unavailable").with("Retry-After: 1").withBody(new byte[0]).bytes())),

	GATEWAY_TIMEOUT("504 with a page", Repeat.IF_NOTHING_SPENT, WeComError.SERVER_ERROR,
			instead("504 Gateway Timeout")),

	ANSWER_WITH_500("500 with WeCom's proper answer", answer((answer) -> answer.withStatus("500 Internal Error"))),

	REDIRECT("A redirect to another host", Repeat.NEVER, WeComError.NOT_JSON,
			(exchange) -> exchange
				.write(Answer.html("302 Found").with("Location: http://127.0.0.1:9/cgi-bin/user/get").bytes())),

	NOT_FOUND("404 with a page", Repeat.NEVER, WeComError.NOT_JSON, instead("404 Not Found")),

	FORBIDDEN("403 with a page", Repeat.NEVER, WeComError.NOT_JSON, instead("403 Forbidden")),

	PROXY_LOGIN("407, a proxy that wants a password", Repeat.NEVER, WeComError.NOT_JSON, (exchange) -> exchange
		.write(Answer.html("407 Proxy Authentication Required").with("Proxy-Authenticate: Basic realm=\"x\"").bytes())),

	TOO_MANY_REQUESTS("429 with a page", Repeat.NEVER, WeComError.NOT_JSON, instead("429 Too Many Requests")),

	PAGE("200 with a page instead of JSON", Repeat.NEVER, WeComError.NOT_JSON, instead("200 OK")),

	EMPTY("200 without a body", Repeat.NEVER, WeComError.NOT_JSON, answer((answer) -> answer.withBody(new byte[0]))),

	NO_CONTENT("204", Repeat.NEVER, WeComError.NOT_JSON, (exchange) -> {
		exchange.ask();
		exchange.write("HTTP/1.1 204 No Content\r\n\r\n");
	}),

	GZIP("A compressed answer, which was not asked for", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> answer.with("Content-Encoding: gzip").withBody(gzip(answer.body())))),

	OTHER_CONTENT_TYPE("JSON that is said to be a page in another charset",
			answer((answer) -> new Answer(answer.statusLine(),
					Set.of("Content-Type: text/html; charset=GBK").stream().toList(), answer.body()))),

	BYTE_ORDER_MARK("JSON with a byte order mark", answer((answer) -> answer.withBody("\uFEFF" + answer.text()))),

	ARRAY("A JSON array", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> answer.withBody("[" + answer.text() + "]"))),

	TEXT("A JSON text", Repeat.NEVER, WeComError.NOT_JSON, answer((answer) -> answer.withBody("\"ok\""))),

	NUMBER("A JSON number", Repeat.NEVER, WeComError.NOT_JSON, answer((answer) -> answer.withBody("0"))),

	DEEP("JSON with thousands of levels", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> with(answer, "\"deep\":" + "[".repeat(5000) + "]".repeat(5000)))),

	DUPLICATE_KEY("JSON with a field that is there twice", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> with(answer, "\"errmsg\":\"ok\""))),

	HUGE_NUMBER("An `errcode` beyond all numbers", Repeat.NEVER, WeComError.NOT_JSON,
			(exchange) -> exchange.write(Answer.json("{\"errcode\":" + "9".repeat(500) + "}").bytes())),

	TRAILING_JSON("Two JSON objects in one answer", Repeat.NEVER, WeComError.NOT_JSON,
			answer((answer) -> answer.withBody(answer.text() + answer.text()))),

	INCOMPLETE("An answer without its fields", Repeat.NEVER, WeComError.INCOMPLETE,
			answer((answer) -> answer.withBody("{\"errcode\":0,\"errmsg\":\"ok\"}")), ApiCall.but(ApiCall.GETUSERINFO)),

	NO_IDENTITY("An identity without a `userid`", Repeat.NEVER, null, WeComRefusal.OUTSIDER,
			answer((answer) -> answer.withBody("{\"errcode\":0,\"errmsg\":\"ok\",\"openid\":\"oAbc\"}")),
			EnumSet.of(ApiCall.GETUSERINFO)),

	CODE_AS_TEXT("`\"errcode\":\"0\"`, a number as text",
			answer((answer) -> answer.withBody(answer.text().replace("\"errcode\":0", "\"errcode\":\"0\"")))),

	ERROR_AS_TEXT("`\"errcode\":\"60020\"`, an error as text", Repeat.NEVER, WeComError.of(60020),
			WeComRefusal.MISCONFIGURED,
			(exchange) -> exchange.write(Answer.json("{\"errcode\":\"60020\",\"errmsg\":\"\"}").bytes()), ApiCall.ALL),

	BUSY("-1", Repeat.IF_NOTHING_SPENT, -1),

	DISTURBED("6000", Repeat.IF_NOTHING_SPENT, 6000),

	CONCURRENT("45033", Repeat.ALWAYS, 45033),

	CONFLICT("45035", Repeat.IF_NOTHING_SPENT, 45035),

	TOO_OFTEN("45036", Repeat.IF_NOTHING_SPENT, 45036),

	LIMIT("45009", Repeat.NEVER, 45009),

	TOKEN_INVALID("40014", 40014),

	TOKEN_EXPIRED("42001", 42001),

	CREDENTIAL_INVALID("40001", 40001),

	CORP_INVALID("40013", Repeat.NEVER, 40013),

	DOMAIN_NOT_TRUSTED("50001", Repeat.NEVER, 50001),

	ADDRESS_NOT_TRUSTED("60020", Repeat.NEVER, 60020),

	NOT_PERMITTED("48002", Repeat.NEVER, 48002),

	OTHER_APPLICATION("301002", Repeat.NEVER, 301002),

	UNKNOWN_CODE("999999, or any other code", Repeat.NEVER, 999999),

	CODE_INVALID("40029", Repeat.NEVER, 40029, ApiCall.GETUSERINFO),

	CODE_USED("40163", Repeat.NEVER, 40163, ApiCall.GETUSERINFO),

	CODE_EXPIRED("42003", Repeat.NEVER, 42003, ApiCall.GETUSERINFO),

	TICKET_EXPIRED("84014", Repeat.NEVER, 84014, ApiCall.GETUSERDETAIL),

	TICKET_INVALID("84015", Repeat.NEVER, 84015, ApiCall.GETUSERDETAIL),

	MEMBER_NOT_PERMITTED("60011", Repeat.NEVER, 60011),

	MEMBER_NOT_FOUND("60111", Repeat.NEVER, 60111, ApiCall.GETUSERDETAIL, ApiCall.GETUSER);

	private final String words;

	private final Repeat repeat;

	private final WeComError error;

	private final WeComRefusal refusal;

	private final Wire wire;

	private final Set<ApiCall> where;

	/**
	 * Something that does no harm.
	 */
	ApiFault(String words, Wire wire) {
		this(words, Repeat.NEVER, null, null, wire, ApiCall.ALL);
	}

	/**
	 * Something after which there is no usable answer.
	 */
	ApiFault(String words, Repeat repeat, WeComError error, Wire wire) {
		this(words, repeat, error, wire, ApiCall.ALL);
	}

	ApiFault(String words, Repeat repeat, WeComError error, Wire wire, Set<ApiCall> where) {
		this(words, repeat, error, WeComRefusal.WECOM_UNAVAILABLE, wire, where);
	}

	/**
	 * An error code of WeCom's about the token.
	 */
	ApiFault(String words, int code) {
		this(words, Repeat.WITH_NEW_TOKEN, code);
	}

	/**
	 * An error code of WeCom's.
	 */
	ApiFault(String words, Repeat repeat, int code, ApiCall... where) {
		this(words, repeat, WeComError.of(code), refusal(code), error(code),
				(where.length > 0) ? Set.of(where) : ApiCall.ALL);
	}

	ApiFault(String words, Repeat repeat, WeComError error, WeComRefusal refusal, Wire wire, Set<ApiCall> where) {
		this.words = words;
		this.repeat = repeat;
		this.error = error;
		this.refusal = refusal;
		this.wire = wire;
		this.where = where;
	}

	private static WeComRefusal refusal(int code) {
		return switch (code) {
			case -1, 6000, 45033, 45035, 45036, 45009 -> WeComRefusal.WECOM_UNAVAILABLE;
			case 40029, 40163, 42003, 84014, 84015 -> WeComRefusal.CODE_REJECTED;
			case 60011, 60111 -> WeComRefusal.NOT_VISIBLE;
			default -> WeComRefusal.MISCONFIGURED;
		};
	}

	private static Wire answer(UnaryOperator<Answer> change) {
		return (exchange) -> exchange.write(change.apply(exchange.ask()));
	}

	private static Wire instead(String status) {
		return (exchange) -> exchange.write(Answer.html(status).bytes());
	}

	// Nothing of its message may be believed or repeated
	private static Wire error(int code) {
		return (exchange) -> exchange.write(Answer.json("{\"errcode\":" + code
				+ ",\"errmsg\":\"simulated-token-x simulated-code-x wangwu, from ip: 203.0.113.7\"}"));
	}

	private static Answer with(Answer answer, String field) {
		return answer.withBody("{" + field + "," + answer.text().substring(1));
	}

	private static byte[] firstHalf(byte[] bytes) {
		byte[] half = new byte[bytes.length / 2];
		System.arraycopy(bytes, 0, half, 0, half.length);
		return half;
	}

	private static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * Lets it happen to the next calls of a path.
	 */
	void inject(FaultyProxy proxy, ApiCall call, int times) {
		proxy.inject(call.path(), times, this.wire);
	}

	Wire wire() {
		return this.wire;
	}

	Set<ApiCall> where() {
		return this.where;
	}

	Repeat repeat() {
		return this.repeat;
	}

	/**
	 * What the log says, or {@code null} if nothing went wrong with the call.
	 */
	WeComError error() {
		return this.error;
	}

	/**
	 * What comes of it if it lasts, or {@code null} if the sign-in succeeds.
	 */
	WeComRefusal refusal(ApiCall call) {
		boolean aboutTheMember = call == ApiCall.GETUSER || call == ApiCall.GETUSERDETAIL;
		if (this.refusal == WeComRefusal.NOT_VISIBLE && !aboutTheMember) {
			return WeComRefusal.MISCONFIGURED;
		}
		// What must change before a list can be read is a matter of settings
		return (ApiCall.LISTS.contains(call) && this.refusal == WeComRefusal.WECOM_UNAVAILABLE
				&& !this.error.isPassing()) ? WeComRefusal.MISCONFIGURED : this.refusal;
	}

	/**
	 * The row of the table in the documents.
	 */
	String row() {
		return "| " + this.words + " | " + this.repeat.words + " | " + seenByMember() + " | " + seenByAdministrator()
				+ " |";
	}

	private String seenByMember() {
		if (this.refusal == null) {
			return "nothing";
		}
		WeComRefusal usual = refusal(
				this.where.contains(ApiCall.GETUSER) ? ApiCall.GETUSER : this.where.iterator().next());
		StringBuilder words = new StringBuilder("`").append(usual.code()).append('`');
		if (this.refusal == WeComRefusal.NOT_VISIBLE && this.where.contains(ApiCall.GETTOKEN)) {
			words.append(" if the call is about the member, else `misconfigured`");
		}
		else if (this.where.contains(ApiCall.TAG_GET) && refusal(ApiCall.TAG_GET) != usual) {
			words.append("; a list: `").append(refusal(ApiCall.TAG_GET).code()).append('`');
		}
		return words.toString();
	}

	private String seenByAdministrator() {
		if (this.refusal == null) {
			return "nothing";
		}
		String level = level(
				refusal(this.where.contains(ApiCall.GETUSER) ? ApiCall.GETUSER : this.where.iterator().next()));
		return (this.error != null) ? level + " `" + this.error + "`" : level;
	}

	static String level(WeComRefusal refusal) {
		return switch (refusal) {
			case MISCONFIGURED -> "ERROR";
			case WECOM_UNAVAILABLE, BUSY -> "WARN";
			default -> "INFO";
		};
	}

	/**
	 * Which calls are made again.
	 */
	enum Repeat {

		NEVER("no"),

		IF_NOTHING_SPENT("calls that spend nothing"),

		ALWAYS("every call"),

		WITH_NEW_TOKEN("once, with a new token; not `gettoken`");

		private final String words;

		Repeat(String words) {
			this.words = words;
		}

		String words() {
			return this.words;
		}

		/**
		 * How often a call is made at most.
		 */
		int attempts(ApiCall call) {
			return switch (this) {
				case NEVER -> 1;
				case IF_NOTHING_SPENT -> ApiCall.REPEATABLE.contains(call) ? 3 : 1;
				case ALWAYS -> 3;
				case WITH_NEW_TOKEN -> (call != ApiCall.GETTOKEN) ? 2 : 1;
			};
		}

	}

}
