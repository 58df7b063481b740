package io.github.wecomlogin.simulator;

import java.net.URI;
import java.net.URLEncoder;
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
import java.util.stream.Collectors;

import io.github.wecomlogin.simulator.company.DemoApplication;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed and encrypted callbacks to an application as WeCom does (D/90930), in the
 * format for applications created today. Does not change the simulated company.
 * Thread-safe.
 */
public final class SimulatedCallback {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final LoopbackClient http;

	private final String url;

	private final CallbackSeal seal;

	private final String corpId;

	private final Clock clock;

	private SimulatedCallback(LoopbackClient http, String url, CallbackSeal seal, String corpId, Clock clock) {
		this.http = http;
		this.url = url;
		this.seal = seal;
		this.corpId = corpId;
		this.clock = clock;
	}

	static SimulatedCallback to(String url, String token, String encodingAesKey, Clock clock, Duration timeout) {
		LoopbackClient.requireLoopback(URI.create(url));
		return new SimulatedCallback(new LoopbackClient(timeout), url, new CallbackSeal(token, encodingAesKey),
				DemoApplication.CORP_ID, clock);
	}

	/**
	 * Returns a copy that sends callbacks of another company.
	 * @param corpId the corp ID that messages are encrypted for
	 * @return a copy
	 */
	public SimulatedCallback withCorpId(String corpId) {
		return new SimulatedCallback(this.http, this.url, this.seal, corpId, this.clock);
	}

	/**
	 * Returns a copy with another clock.
	 * @param clock the clock that determines the timestamps of callbacks
	 * @return a copy
	 */
	public SimulatedCallback withClock(Clock clock) {
		return new SimulatedCallback(this.http, this.url, this.seal, this.corpId, clock);
	}

	/**
	 * Verifies the URL as WeCom does when it is saved in the console (D/90930).
	 * @return whether the application returned the decrypted echo string
	 */
	public boolean checkUrl() {
		String echo = Long.toString(RANDOM.nextLong(Long.MAX_VALUE));
		String encrypted = encrypt(echo);
		Reply reply = send(HttpRequest
			.newBuilder(URI.create(this.url + "?" + query(encrypted) + "&echostr=" + encode(encrypted))));
		return reply.status() == 200 && reply.body().equals(echo);
	}

	/**
	 * Sends that a member has been added to the visible range (D/90240).
	 * @param userId the user ID of the member
	 * @return the response
	 */
	public Reply subscribe(String userId) {
		return subscription("subscribe", userId);
	}

	/**
	 * Sends that a member has been removed from the visible range, disabled, or has left
	 * the company (D/90240, D/90376).
	 * @param userId the user ID of the member
	 * @return the response
	 */
	public Reply unsubscribe(String userId) {
		return subscription("unsubscribe", userId);
	}

	private Reply subscription(String event, String userId) {
		return send(message(userId, event, Map.of("AgentID", Long.toString(DemoApplication.AGENT_ID))));
	}

	/**
	 * Sends that a member has been created (D/90970).
	 * @param userId the user ID of the member
	 * @param departments the IDs of the member's departments
	 * @return the response
	 */
	public Reply createUser(String userId, long... departments) {
		return changeContact("create_user", fields("UserID", userId, "Department", list(departments)));
	}

	/**
	 * Sends that the departments of a member have changed (D/90970).
	 * @param userId the user ID of the member
	 * @param departments the IDs of the departments
	 * @return the response
	 */
	public Reply updateUser(String userId, long... departments) {
		return changeContact("update_user", fields("UserID", userId, "Department", list(departments)));
	}

	/**
	 * Sends that the status of a member has changed, which only callbacks configured
	 * before 2022-08-15 receive (D/90970).
	 * @param userId the user ID of the member
	 * @param status 1, 2, 4 or 5
	 * @return the response
	 */
	public Reply updateUserStatus(String userId, int status) {
		return changeContact("update_user", fields("UserID", userId, "Status", Integer.toString(status)));
	}

	/**
	 * Sends that the user ID of a member has changed (D/90970).
	 * @param userId the previous user ID
	 * @param newUserId the new user ID
	 * @return the response
	 */
	public Reply renameUser(String userId, String newUserId) {
		return changeContact("update_user", fields("UserID", userId, "NewUserID", newUserId));
	}

	/**
	 * Sends that a member has been deleted (D/90970).
	 * @param userId the user ID of the member
	 * @return the response
	 */
	public Reply deleteUser(String userId) {
		return changeContact("delete_user", fields("UserID", userId));
	}

	/**
	 * Sends that a department has been created (D/90971).
	 * @param id the ID of the department
	 * @param parentId the ID of the parent department
	 * @return the response
	 */
	public Reply createParty(long id, long parentId) {
		return changeContact("create_party", fields("Id", Long.toString(id), "ParentId", Long.toString(parentId)));
	}

	/**
	 * Sends that a department has been moved (D/90971).
	 * @param id the ID of the department
	 * @param parentId the ID of the new parent department
	 * @return the response
	 */
	public Reply updateParty(long id, long parentId) {
		return changeContact("update_party", fields("Id", Long.toString(id), "ParentId", Long.toString(parentId)));
	}

	/**
	 * Sends that a department has been deleted (D/90971).
	 * @param id the ID of the department
	 * @return the response
	 */
	public Reply deleteParty(long id) {
		return changeContact("delete_party", fields("Id", Long.toString(id)));
	}

	/**
	 * Sends that the members or departments of a tag have changed (D/90972).
	 * @param tagId the ID of the tag
	 * @param addedUsers the user IDs added to the tag
	 * @param removedUsers the user IDs removed from the tag
	 * @param addedParties the department IDs added to the tag
	 * @param removedParties the department IDs removed from the tag
	 * @return the response
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
	 * Signs, encrypts and sends a message.
	 * @param xml the plain message
	 * @return the response
	 */
	public Reply send(String xml) {
		Sealed sealed = seal(xml);
		return sendRaw(sealed.query(), sealed.body());
	}

	/**
	 * Signs and encrypts a message without sending it, to send it repeatedly or modified.
	 * @param xml the plain message
	 * @return the sealed message
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
	 * Sends a request as given, without signing or encrypting it.
	 * @param query the query string, or {@code null} for none
	 * @param body the body
	 * @return the response
	 */
	public Reply sendRaw(@Nullable String query, String body) {
		return send(HttpRequest.newBuilder(URI.create((query != null) ? this.url + "?" + query : this.url))
			.header("Content-Type", "text/xml")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private Reply send(HttpRequest.Builder request) {
		HttpResponse<String> response = this.http.send(request.build());
		return new Reply(response.statusCode(), response.body());
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
	 * Omits the token and the key.
	 */
	@Override
	public String toString() {
		return "SimulatedCallback[" + this.url + "]";
	}

	/**
	 * Response of an application.
	 *
	 * @param status the HTTP status, which should be 200
	 * @param body the body
	 */
	public record Reply(int status, String body) {

	}

	/**
	 * Signed and encrypted message.
	 *
	 * @param query the query string
	 * @param body the body
	 */
	public record Sealed(String query, String body) {

	}

}
