package io.github.wecomlogin.app.admin;

import io.github.wecomlogin.app.member.ShownTime;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of the callbacks that this node has received.
 *
 * @param sources the configured sources
 * @param accepted the number of accepted callbacks
 * @param refused the number of refused callbacks: not genuine, or too old
 * @param pending the number of events still to be processed
 * @param lastAt the time of the last accepted callback, or {@code null} if there was none
 */
public record CallbacksView(String sources, long accepted, long refused, int pending, @Nullable ShownTime lastAt) {

}
