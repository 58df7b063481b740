package io.github.wecomlogin.event;

import org.jspecify.annotations.Nullable;

/**
 * Any message without a type of its own, such as a text sent to the application or an
 * event introduced after this version.
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
