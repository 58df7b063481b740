package io.github.wecomlogin.app.admin;

import io.github.wecomlogin.app.member.ShownTime;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of this node.
 *
 * @param startedAt the time since which it counts
 * @param callbacks the callbacks, or {@code null} if none are configured
 * @param redis whether Redis is available, or {@code null} if it is not used
 * @param members the number of members known to this node
 * @param refusals the number of refused sign-ins kept
 */
public record NodeView(ShownTime startedAt, @Nullable CallbacksView callbacks, @Nullable Boolean redis, int members,
		int refusals) {

}
