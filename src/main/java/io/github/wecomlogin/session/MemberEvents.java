package io.github.wecomlogin.session;

import io.github.wecomlogin.event.WeComContactChanged;
import io.github.wecomlogin.event.WeComEvent;
import io.github.wecomlogin.event.WeComEventHandler;
import io.github.wecomlogin.event.WeComSubscriptionChanged;
import io.github.wecomlogin.invalidation.ChangeStamps;
import org.jspecify.annotations.Nullable;

/**
 * Invalidates members and cached lists after directory events from WeCom. An event only
 * triggers a check; its content is never used as data. A replayed event costs one call
 * and changes nothing.
 */
public final class MemberEvents implements WeComEventHandler {

	private final ChangeStamps stamps;

	private final WeComSessions sessions;

	/**
	 * Creates the handler.
	 * @param stamps the change stamps to replace
	 * @param sessions checks known sessions at once
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
			// The member may have brought departments into the visible range
			this.stamps.directoryChanged(event.getCorpId());
		}
		else {
			memberLeft(event, event.getUserId());
		}
	}

	private void contactChanged(WeComContactChanged event) {
		switch (event.getChange()) {
			case CREATE_USER, CREATE_PARTY -> this.stamps.directoryChanged(event.getCorpId());
			case UPDATE_USER -> userUpdated(event);
			case DELETE_USER -> memberLeft(event, event.getUserId());
			case UPDATE_PARTY, DELETE_PARTY -> this.stamps.companyChanged(event.getCorpId());
			case UPDATE_TAG -> tagChanged(event);
			// Unknown change type: check the member if it names one
			case OTHER -> memberChanged(event, event.getUserId());
		}
	}

	private void userUpdated(WeComContactChanged event) {
		if (event.getNewUserId() != null) {
			// There is no member of the old id any more
			memberLeft(event, event.getUserId());
			memberChanged(event, event.getNewUserId());
		}
		else {
			memberChanged(event, event.getUserId());
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

	/**
	 * Handles an event that reports a leaver. Other events do not, so WeCom is not called
	 * for members without a session.
	 */
	private void memberLeft(WeComEvent event, @Nullable String userId) {
		memberChanged(event, userId);
		if (userId != null) {
			this.sessions.lookFor(event.getCorpId(), userId);
		}
	}

	private void memberChanged(WeComEvent event, @Nullable String userId) {
		if (userId != null) {
			this.stamps.memberChanged(event.getCorpId(), userId);
			this.sessions.checkSoon(event.getCorpId(), userId);
		}
	}

}
