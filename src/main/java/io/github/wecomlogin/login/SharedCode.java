package io.github.wecomlogin.login;

import java.time.Instant;

import io.github.wecomlogin.client.UserDetailResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nodes tell each other about a code: that one of them is spending it, or what it
 * was worth. Written as JSON whose unknown fields are ignored, since nodes of different
 * versions work side by side while an application is updated.
 *
 * @param outcome what the code was worth, or {@code null} while it is being spent
 * @param claim which node's attempt to spend it this is
 * @param beat how often that node has said since that it is alive
 */
record SharedCode(@Nullable Outcome outcome, long claim, long beat) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String SEEN_ELSEWHERE = "Another node had this answer and says more in its log. "
			+ "该结果由另一节点得出，详情见其日志。";

	static SharedCode pending(long claim, long beat) {
		return new SharedCode(null, claim, beat);
	}

	static SharedCode of(Outcome outcome) {
		return new SharedCode(outcome, 0, 0);
	}

	boolean isSameSignOfLife(@Nullable SharedCode other) {
		return other != null && this.claim == other.claim && this.beat == other.beat;
	}

	byte[] write() {
		ObjectNode json = JSON.createObjectNode();
		if (this.outcome == null) {
			json.put("claim", this.claim).put("beat", this.beat);
		}
		else {
			json.put("at", this.outcome.asOf().toEpochMilli());
			if (this.outcome.identity() != null) {
				writeIdentity(json, this.outcome.identity());
				if (this.outcome.seen() != null) {
					json.put("seen", this.outcome.seen());
				}
			}
			else if (this.outcome.refusal() != null) {
				json.put("refusal", this.outcome.refusal().code()).put("lost", this.outcome.lost());
			}
		}
		return JSON.writeValueAsBytes(json);
	}

	private static void writeIdentity(ObjectNode json, Identity identity) {
		json.put("corpId", identity.account().corpId()).put("userId", identity.userId());
		UserDetailResponse detail = identity.detail();
		if (detail != null) {
			json.putObject("detail")
				.put("userId", detail.userId())
				.put("gender", detail.gender())
				.put("avatar", detail.avatar())
				.put("mobile", detail.mobile())
				.put("email", detail.email())
				.put("bizMail", detail.bizMail());
		}
	}

	/**
	 * Reads what another node wrote.
	 * @return what it says, or {@code null} if that is something this version does not
	 * know
	 */
	static @Nullable SharedCode read(byte[] bytes) {
		JsonNode json;
		try {
			json = JSON.readTree(bytes);
		}
		catch (JacksonException ex) {
			return null;
		}
		if (isLong(json, "claim") && isLong(json, "beat")) {
			return pending(json.path("claim").asLong(), json.path("beat").asLong());
		}
		if (isLong(json, "at")) {
			Instant asOf = Instant.ofEpochMilli(json.path("at").asLong());
			Outcome outcome = readOutcome(json, asOf);
			return (outcome != null) ? of(outcome) : null;
		}
		return null;
	}

	private static @Nullable Outcome readOutcome(JsonNode json, Instant asOf) {
		if (json.has("refusal")) {
			WeComRefusal refusal = WeComRefusal.ofCode(text(json, "refusal"));
			if (refusal == null) {
				return null;
			}
			Outcome outcome = Outcome.refused(refusal, SEEN_ELSEWHERE, asOf);
			return json.path("lost").asBoolean(false) ? outcome.afterAnothersDeath() : outcome;
		}
		String corpId = text(json, "corpId");
		String userId = text(json, "userId");
		if (corpId == null || userId == null) {
			return null;
		}
		UserDetailResponse detail = null;
		if (json.hasNonNull("detail")) {
			detail = readDetail(json.path("detail"));
			if (detail == null) {
				return null;
			}
		}
		return Outcome.of(new Identity(Account.of(corpId, userId), userId, detail), asOf, text(json, "seen"));
	}

	private static @Nullable UserDetailResponse readDetail(JsonNode json) {
		String userId = text(json, "userId");
		return (userId != null) ? new UserDetailResponse(userId, text(json, "gender"), text(json, "avatar"),
				text(json, "mobile"), text(json, "email"), text(json, "bizMail")) : null;
	}

	private static boolean isLong(JsonNode json, String name) {
		return json.path(name).canConvertToLong() && json.path(name).isIntegralNumber();
	}

	private static @Nullable String text(JsonNode json, String name) {
		return json.path(name).isString() ? json.path(name).asString() : null;
	}

	@Override
	public String toString() {
		return "SharedCode[]";
	}

}
