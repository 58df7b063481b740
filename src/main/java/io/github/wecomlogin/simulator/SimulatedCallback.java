package io.github.wecomlogin.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.company.DemoApplication;
import org.jspecify.annotations.Nullable;

/**
 * Calls an application as WeCom does when something happened in the company (D/90930):
 * signed, encrypted, and as an application of today gets it. Nothing changes in the
 * simulated company by it. Safe for use by several threads.
 */
public final class SimulatedCallback {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final HttpClient http;

	private final String url;

	private final CallbackSeal seal;

	private final String corpId;

	private final Clock clock;

	private SimulatedCallback(HttpClient http, String url, CallbackSeal seal, String corpId, Clock clock) {
		this.http = http;
		this.url = url;
		this.seal = seal;
		this.corpId = corpId;
		this.clock = clock;
	}

	static SimulatedCallback to(String url, String token, String encodingAesKey, Clock clock) {
		String host = URI.create(url).getHost();
		if (host == null || !LOOPBACK.contains(host)) {
			throw new IllegalArgumentException("The simulator calls nobody but applications on this machine");
		}
		// A proxy would carry callbacks to another machine
		HttpClient http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(TIMEOUT)
			.build();
		return new SimulatedCallback(http, url, new CallbackSeal(token, encodingAesKey), DemoApplication.CORP_ID,
				clock);
	}

	/**
	 * Returns callbacks for another company.
	 * @param corpId the corp id that messages are encrypted for
	 * @return a copy
	 */
	public SimulatedCallback withCorpId(String corpId) {
		return new SimulatedCallback(this.http, this.url, this.seal, corpId, this.clock);
	}

	/**
	 * Returns callbacks of another time.
	 * @param clock tells the time that callbacks are signed with
	 * @return a copy
	 */
	public SimulatedCallback withClock(Clock clock) {
		return new SimulatedCallback(this.http, this.url, this.seal, this.corpId, clock);
	}

	/**
	 * Checks the address, as WeCom does when it is entered in its console (D/90930).
	 * @return whether the application answered with what it was sent
	 */
	public boolean checkUrl() {
		String echo = Long.toString(RANDOM.nextLong(Long.MAX_VALUE));
		String encrypted = encrypt(echo);
		Reply reply = send(HttpRequest
			.newBuilder(URI.create(this.url + "?" + query(encrypted) + "&echostr=" + encode(encrypted))));
		return reply.status() == 200 && reply.body().equals(echo);
	}

	/**
	 * Tells that a member may use the application from now on (D/90240).
	 * @param userId the member
	 * @return the answer
	 */
	public Reply subscribe(String userId) {
		return subscription("subscribe", userId);
	}

	/**
	 * Tells that a member may not use the application any more, because they left its
	 * visible range or the company, or were disabled (D/90240, D/90376).
	 * @param userId the member
	 * @return the answer
	 */
	public Reply unsubscribe(String userId) {
		return subscription("unsubscribe", userId);
	}

	private Reply subscription(String event, String userId) {
		return send(message(userId, event, Map.of("AgentID", Long.toString(DemoApplication.AGENT_ID))));
	}

	/**
	 * Tells that a member was added (D/90970).
	 * @param userId the member
	 * @param departments the ids of the member's departments
	 * @return the answer
	 */
	public Reply createUser(String userId, long... departments) {
		return changeContact("create_user", fields("UserID", userId, "Department", list(departments)));
	}

	/**
	 * Tells that the departments of a member changed (D/90970).
	 * @param userId the member
	 * @param departments the ids of the departments
	 * @return the answer
	 */
	public Reply updateUser(String userId, long... departments) {
		return changeContact("update_user", fields("UserID", userId, "Department", list(departments)));
	}

	/**
	 * Tells that the status of a member changed, as addresses of before 2022-08-15 hear
	 * of it (D/90970).
	 * @param userId the member
	 * @param status 1, 2, 4 or 5
	 * @return the answer
	 */
	public Reply updateUserStatus(String userId, int status) {
		return changeContact("update_user", fields("UserID", userId, "Status", Integer.toString(status)));
	}

	/**
	 * Tells that a member got another user id (D/90970).
	 * @param userId the id of before
	 * @param newUserId the id from now on
	 * @return the answer
	 */
	public Reply renameUser(String userId, String newUserId) {
		return changeContact("update_user", fields("UserID", userId, "NewUserID", newUserId));
	}

	/**
	 * Tells that a member was removed (D/90970).
	 * @param userId the member
	 * @return the answer
	 */
	public Reply deleteUser(String userId) {
		return changeContact("delete_user", fields("UserID", userId));
	}

	/**
	 * Tells that a department was added (D/90971).
	 * @param id its id
	 * @param parentId the id of the department above it
	 * @return the answer
	 */
	public Reply createParty(long id, long parentId) {
		return changeContact("create_party", fields("Id", Long.toString(id), "ParentId", Long.toString(parentId)));
	}

	/**
	 * Tells that a department was moved (D/90971).
	 * @param id its id
	 * @param parentId the id of the department above it from now on
	 * @return the answer
	 */
	public Reply updateParty(long id, long parentId) {
		return changeContact("update_party", fields("Id", Long.toString(id), "ParentId", Long.toString(parentId)));
	}

	/**
	 * Tells that a department was removed (D/90971).
	 * @param id its id
	 * @return the answer
	 */
	public Reply deleteParty(long id) {
		return changeContact("delete_party", fields("Id", Long.toString(id)));
	}

	/**
	 * Tells that members or departments got or lost a tag (D/90972).
	 * @param tagId the id of the tag
	 * @param addedUsers who got it
	 * @param removedUsers who lost it
	 * @param addedParties the ids of the departments that got it
	 * @param removedParties the ids of the departments that lost it
	 * @return the answer
	 */
	public Reply updateTag(long tagId, List<String> addedUsers, List<String> removedUsers, List<Long> addedParties,
			List<Long> removedParties) {
		Map<String, String> fields = fields("TagId", Long.toString(tagId));
		put(fields, "AddUserItems", addedUsers);
		put(fields, "DelUserItems", removedUsers);
		put(fields, "AddPartyItems", addedParties);
		put(fields, "DelPartyItems", removedParties);
		return changeContact("update_tag", fields);
	}

	private static void put(Map<String, String> fields, String name, List<?> items) {
		if (!items.isEmpty()) {
			fields.put(name, items.stream().map(Object::toString).collect(Collectors.joining(",")));
		}
	}

	private Reply changeContact(String changeType, Map<String, String> fields) {
		Map<String, String> all = fields("ChangeType", changeType);
		all.putAll(fields);
		return send(message("sys", "change_contact", all));
	}

	private String message(String from, String event, Map<String, String> fields) {
		StringBuilder xml = new StringBuilder("<xml>");
		element(xml, "ToUserName", this.corpId);
		element(xml, "FromUserName", from);
		xml.append("<CreateTime>").append(this.clock.instant().getEpochSecond()).append("</CreateTime>");
		element(xml, "MsgType", "event");
		element(xml, "Event", event);
		fields.forEach((name, value) -> element(xml, name, value));
		return xml.append("</xml>").toString();
	}

	private static void element(StringBuilder xml, String name, String value) {
		xml.append('<').append(name).append("><![CDATA[").append(value).append("]]></").append(name).append('>');
	}

	/**
	 * Sends any message.
	 * @param xml the message, which is signed and encrypted
	 * @return the answer
	 */
	public Reply send(String xml) {
		Sealed sealed = seal(xml);
		return sendRaw(sealed.query(), sealed.body());
	}

	/**
	 * Signs and encrypts a message without sending it, to send it often, or changed.
	 * @param xml the message
	 * @return what would be sent
	 */
	public Sealed seal(String xml) {
		String encrypted = encrypt(xml);
		StringBuilder body = new StringBuilder("<xml>");
		element(body, "ToUserName", this.corpId);
		element(body, "AgentID", Long.toString(DemoApplication.AGENT_ID));
		element(body, "Encrypt", encrypted);
		return new Sealed(query(encrypted), body.append("</xml>").toString());
	}

	/**
	 * Sends what is neither signed nor encrypted here.
	 * @param query what stands behind the question mark, or {@code null} for nothing
	 * @param body the body
	 * @return the answer
	 */
	public Reply sendRaw(@Nullable String query, String body) {
		return send(HttpRequest.newBuilder(URI.create((query != null) ? this.url + "?" + query : this.url))
			.header("Content-Type", "text/xml")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private Reply send(HttpRequest.Builder request) {
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(request.build(),
				HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		try {
			// A timeout of the request ends with the headers
			HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			return new Reply(response.statusCode(), response.body());
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The application did not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		finally {
			answer.cancel(true);
		}
	}

	private String encrypt(String message) {
		byte[] random = new byte[16];
		RANDOM.nextBytes(random);
		return this.seal.encrypt(random, message.getBytes(StandardCharsets.UTF_8), this.corpId);
	}

	private String query(String encrypted) {
		String timestamp = Long.toString(this.clock.instant().getEpochSecond());
		String nonce = Integer.toString(RANDOM.nextInt(Integer.MAX_VALUE));
		return "msg_signature=" + this.seal.sign(timestamp, nonce, encrypted) + "&timestamp=" + timestamp + "&nonce="
				+ nonce;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String list(long[] ids) {
		return Arrays.stream(ids).mapToObj(Long::toString).collect(Collectors.joining(","));
	}

	private static Map<String, String> fields(String... namesAndValues) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return fields;
	}

	/**
	 * Shows neither token nor key.
	 */
	@Override
	public String toString() {
		return "SimulatedCallback[" + this.url + "]";
	}

	/**
	 * What an application answered.
	 *
	 * @param status the HTTP status, which should be 200
	 * @param body the body
	 */
	public record Reply(int status, String body) {

	}

	/**
	 * A message as it is sent.
	 *
	 * @param query what stands behind the question mark of the address
	 * @param body the body
	 */
	public record Sealed(String query, String body) {

	}

}
