package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.directory.DirectoryPart;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of a cached directory list.
 *
 * @param tagId the ID of the tag, or {@code null} for the departments
 * @param size the number of departments, or of members of the tag
 * @param readAt the time it was loaded, or {@code null} if nothing is cached
 * @param meaning the cause of the last failed load, or {@code null} after a successful
 * one
 * @param remedy how to fix that, or {@code null}
 */
record CachedList(@Nullable Long tagId, int size, @Nullable ShownTime readAt, @Nullable String meaning,
		@Nullable String remedy) {

	static CachedList of(DirectoryPart part, Locale locale) {
		ShownTime readAt = (part.readAt() != null) ? new ShownTime(part.readAt()) : null;
		WeComApiException problem = part.problem();
		if (problem == null) {
			return new CachedList(part.tagId(), part.size(), readAt, null, null);
		}
		WeComError error = problem.getError();
		return new CachedList(part.tagId(), part.size(), readAt, error.meaning(locale), problem.getRemedy(locale));
	}

}
