package io.github.wecomlogin.session;

import java.time.Duration;

/**
 * How true sessions are kept.
 *
 * @param interval how long a session goes on before WeCom is asked about the member again
 * @param grace how long it goes on while WeCom gives no clear answer, counted from the
 * last one; longer than the interval
 * @param checksPerMinute how many members of one company WeCom is asked about in a
 * minute, by all nodes together if they share a store
 * @param timeout the longest time that one question may take
 * @param waitingRequests how many requests may wait for answers at once
 */
public record SessionCheckSettings(Duration interval, Duration grace, int checksPerMinute, Duration timeout,
		int waitingRequests) {

}
