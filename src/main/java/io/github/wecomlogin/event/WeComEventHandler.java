package io.github.wecomlogin.event;

/**
 * Handles events after they have been acknowledged to WeCom. A failed handler is called
 * again, so that it may get the same event more than once.
 */
@FunctionalInterface
public interface WeComEventHandler {

	/**
	 * Handles an event. Events about the same member are delivered one at a time, in the
	 * order of arrival.
	 * @param event the event
	 */
	void handle(WeComEvent event);

}
