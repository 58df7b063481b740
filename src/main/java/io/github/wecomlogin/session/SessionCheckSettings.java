package io.github.wecomlogin.session;

import java.time.Duration;

/**
 * Settings of the checks of signed-in members.
 *
 * @param interval how often a session is checked again
 * ({@code wecom.session.recheck-interval})
 * @param grace how long a session stays valid after its last successful check while WeCom
 * gives no clear answer ({@code wecom.session.recheck-grace}); longer than the interval
 * @param checksPerMinute the maximum checks per minute and company, over all nodes that
 * share a store
 * @param timeout the time limit of one check
 * @param waitingRequests the maximum requests that wait for checks concurrently
 */
public record SessionCheckSettings(Duration interval, Duration grace, int checksPerMinute, Duration timeout,
		int waitingRequests) {

}
