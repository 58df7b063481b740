package io.github.wecomlogin.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;

import io.github.wecomlogin.event.WeComEvent.Received;

/**
 * Creates events from messages.
 */
final class WeComEvents {

	private WeComEvents() {
	}

	/**
	 * Creates an event from a message.
	 * @param sourceId the callback source
	 * @param corpId the company
	 * @param fields the fields of the message
	 * @param receivedAt when it was received
	 */
	static WeComEvent of(String sourceId, String corpId, Map<String, String> fields, Instant receivedAt) {
		Received received = new Received(sourceId, corpId, Collections.unmodifiableMap(fields), receivedAt);
		if ("event".equals(received.text("MsgType"))) {
			String type = received.text("Event");
			if ("change_contact".equals(type)) {
				return new WeComContactChanged(received);
			}
			if ("subscribe".equals(type) || "unsubscribe".equals(type)) {
				return new WeComSubscriptionChanged(received);
			}
		}
		return new WeComOtherEvent(received);
	}

}
