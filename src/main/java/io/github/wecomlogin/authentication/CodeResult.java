package io.github.wecomlogin.authentication;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of an authorization code, shared by the callbacks that repeat it. Its JSON
 * form, for other nodes, has the identity or the refusal only. <em>Internal.</em>
 *
 * @param identity the identity that WeCom returned, or {@code null} if it returned none
 * @param stamp the {@linkplain Stamps#write() stamps} of that member at the time
 * @param user the member with all authorities, or {@code null} if not admitted (yet)
 * @param refusal why the sign-in was refused, or {@code null}
 */
public record CodeResult(@Nullable Identity identity, @Nullable String stamp, @Nullable WeComUser user,
		@Nullable WeComRefusal refusal) {

	/**
	 * The result of a repeat that could not wait for the first callback.
	 */
	public static final CodeResult BUSY = refused(WeComRefusal.BUSY);

	static final CodeResult NONE = new CodeResult(null, null, null, null);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static CodeResult refused(WeComRefusal refusal) {
		return new CodeResult(null, null, null, refusal);
	}

	byte[] write() {
		ObjectNode json = JSON.createObjectNode();
		json.put("refusal", (this.refusal != null) ? this.refusal.code() : null).put("stamp", this.stamp);
		if (this.identity != null) {
			json.put("userId", this.identity.userId()).set("detail", JSON.valueToTree(this.identity.detail()));
		}
		return JSON.writeValueAsBytes(json);
	}

	/**
	 * Reads what {@link #write()} returned. Ignores fields that are unknown here.
	 * @return the result, or {@code null} if this version cannot read it
	 */
	static @Nullable CodeResult read(String corpId, byte[] bytes) {
		try {
			JsonNode json = JSON.readTree(bytes);
			WeComRefusal refusal = WeComRefusal.ofCode(json.path("refusal").stringValue(null));
			String userId = json.path("userId").stringValue(null);
			String stamp = json.path("stamp").stringValue(null);
			if (userId == null || stamp == null) {
				return (refusal != null) ? refused(refusal) : null;
			}
			PersonalDetail detail = json.hasNonNull("detail")
					? JSON.treeToValue(json.get("detail"), PersonalDetail.class) : PersonalDetail.NONE;
			return new CodeResult(new Identity(Account.of(corpId, userId), userId, detail), stamp, null, null);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
