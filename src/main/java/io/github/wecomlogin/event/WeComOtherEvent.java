package io.github.wecomlogin.event;

import org.jspecify.annotations.Nullable;

/**
 * Any message that has no type of its own here, such as what a member writes to the
 * application, or an event that came into being after this version.
 */
public final class WeComOtherEvent extends WeComEvent {

	WeComOtherEvent(Received received) {
		super(received);
	}

	@Override
	@Nullable String subject() {
		return null;
	}

}
