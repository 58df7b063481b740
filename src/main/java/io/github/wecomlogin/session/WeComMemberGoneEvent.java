package io.github.wecomlogin.session;

import io.github.wecomlogin.refusal.WeComRefusal;

/**
 * Published to {@code @EventListener} methods when WeCom no longer shows a member to the
 * application, or shows that the account is not active (D/90196): found out after an
 * event from WeCom or by a check, whether the member has a session or not. An application
 * can delete its own tokens of the member then. Published once on each node, in the
 * background; with {@code wecom.store=redis} within about half a second on all nodes that
 * share the store. Not published to nodes that do not run at that time, so tokens must be
 * checked all the same ({@link WeComMemberResolver}). If the member comes back and leaves
 * again, there is another event.
 *
 * @param registrationId the registration that does not see the member any more
 * @param corpId the company
 * @param userId the member's id, in any case
 * @param reason {@link WeComRefusal#NOT_VISIBLE} or {@link WeComRefusal#NOT_ACTIVE}
 */
public record WeComMemberGoneEvent(String registrationId, String corpId, String userId, WeComRefusal reason) {

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return "WeComMemberGoneEvent[registrationId=" + this.registrationId + ", reason=" + this.reason.code() + "]";
	}

}
