package io.github.wecomlogin.session;

import io.github.wecomlogin.event.WeComContactChanged;
import io.github.wecomlogin.event.WeComEvent;
import io.github.wecomlogin.event.WeComEventHandler;
import io.github.wecomlogin.event.WeComSubscriptionChanged;
import io.github.wecomlogin.invalidation.ChangeStamps;
import org.jspecify.annotations.Nullable;

/**
 * Lets sessions be checked again, and lists be read again, after what WeCom told. Nothing
 * is believed of an event but that it is worth asking: an old one that somebody sends
 * again costs one question and changes nothing.
 */
public final class MemberEvents implements WeComEventHandler {

	private final ChangeStamps stamps;

	private final WeComSessions sessions;

	/**
	 * Creates the handler.
	 * @param stamps the change stamps that events replace
	 * @param sessions ends the sessions that somebody knows of, without waiting for their
	 * next request
	 */
	public MemberEvents(ChangeStamps stamps, WeComSessions sessions) {
		this.stamps = stamps;
		this.sessions = sessions;
	}

	@Override
	public void handle(WeComEvent event) {
		if (event instanceof WeComSubscriptionChanged changed) {
			subscriptionChanged(changed);
		}
		else if (event instanceof WeComContactChanged changed) {
			contactChanged(changed);
		}
	}

	private void subscriptionChanged(WeComSubscriptionChanged event) {
		if (event.isSubscribed()) {
			// Departments may have come into the visible range with the member
			this.stamps.directoryChanged(event.getCorpId());
		}
		else {
			memberChanged(event, event.getUserId());
		}
	}

	private void contactChanged(WeComContactChanged event) {
		switch (event.getChange()) {
			case CREATE_USER, CREATE_PARTY -> this.stamps.directoryChanged(event.getCorpId());
			case UPDATE_USER, DELETE_USER -> {
				memberChanged(event, event.getUserId());
				memberChanged(event, event.getNewUserId());
			}
			case UPDATE_PARTY, DELETE_PARTY -> this.stamps.companyChanged(event.getCorpId());
			case UPDATE_TAG -> tagChanged(event);
			// What it is nobody knows, but perhaps about whom
			case OTHER -> memberChanged(event, event.getUserId());
		}
	}

	private void tagChanged(WeComContactChanged event) {
		if (event.getAddedDepartments().isEmpty() && event.getRemovedDepartments().isEmpty()) {
			this.stamps.directoryChanged(event.getCorpId());
		}
		else {
			this.stamps.companyChanged(event.getCorpId());
		}
		event.getAddedUserIds().forEach((userId) -> memberChanged(event, userId));
		event.getRemovedUserIds().forEach((userId) -> memberChanged(event, userId));
	}

	private void memberChanged(WeComEvent event, @Nullable String userId) {
		if (userId != null) {
			this.stamps.memberChanged(event.getCorpId(), userId);
			this.sessions.checkSoon(event.getCorpId(), userId);
		}
	}

}
