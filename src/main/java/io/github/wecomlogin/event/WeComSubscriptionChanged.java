package io.github.wecomlogin.event;

import org.jspecify.annotations.Nullable;

/**
 * A member may use the application from now on, or may not any more: they came into its
 * visible range or left it, or joined or left the company, or were disabled (D/90240,
 * D/90376). Self-built applications hear of it.
 */
public final class WeComSubscriptionChanged extends WeComEvent {

	WeComSubscriptionChanged(Received received) {
		super(received);
	}

	/**
	 * Whether the member may use the application from now on.
	 * @return {@code true} for {@code subscribe}, {@code false} for {@code unsubscribe}
	 */
	public boolean isSubscribed() {
		return "subscribe".equals(getEventType());
	}

	/**
	 * Returns who it is.
	 * @return the member's user id, or {@code null} if WeCom does not say
	 */
	public @Nullable String getUserId() {
		return received().text("FromUserName");
	}

	/**
	 * Returns which application it is about.
	 * @return its agent id, or {@code null} if WeCom does not say
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
