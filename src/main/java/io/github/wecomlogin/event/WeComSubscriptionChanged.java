package io.github.wecomlogin.event;

import org.jspecify.annotations.Nullable;

/**
 * Published when a member gains or loses access to the application: the member entered or
 * left its visible range, joined or left the company, or was disabled (D/90240, D/90376).
 * Sent to self-built applications.
 */
public final class WeComSubscriptionChanged extends WeComEvent {

	WeComSubscriptionChanged(Received received) {
		super(received);
	}

	/**
	 * Whether the member gained access.
	 * @return {@code true} for {@code subscribe}, {@code false} for {@code unsubscribe}
	 */
	public boolean isSubscribed() {
		return "subscribe".equals(getEventType());
	}

	/**
	 * Returns the member.
	 * @return the user id, or {@code null} if absent
	 */
	public @Nullable String getUserId() {
		return received().text("FromUserName");
	}

	/**
	 * Returns the application.
	 * @return the agent id, or {@code null} if absent
	 */
	public @Nullable Long getAgentId() {
		return received().number("AgentID");
	}

	@Override
	@Nullable String subject() {
		return getUserId();
	}

	@Override
	public String toString() {
		return "WeComSubscriptionChanged[" + getSourceId() + ", " + (isSubscribed() ? "subscribe" : "unsubscribe")
				+ "]";
	}

}
