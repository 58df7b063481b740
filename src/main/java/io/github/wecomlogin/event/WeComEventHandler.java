package io.github.wecomlogin.event;

/**
 * Does something about events, after WeCom has been told that they arrived. If it fails
 * it is asked again, so the same event may come more than once.
 */
@FunctionalInterface
public interface WeComEventHandler {

	/**
	 * Handles an event. Events about the same member come one by one and in the order in
	 * which they arrived.
	 * @param event the event
	 */
	void handle(WeComEvent event);

}
