package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.directory.DirectoryPart;
import org.jspecify.annotations.Nullable;

/**
 * A list that is kept of a company's directory.
 *
 * @param tagId the id of the tag, or {@code null} for the departments
 * @param size how many departments, or members of the tag
 * @param readAt when it was read, or {@code null} if there is nothing
 * @param meaning why it could not be read the last time, or {@code null} if it could
 * @param remedy what to do about that, or {@code null}
 */
record KeptList(@Nullable Long tagId, int size, @Nullable ShownTime readAt, @Nullable String meaning,
		@Nullable String remedy) {

	static KeptList of(DirectoryPart part, Locale locale) {
		ShownTime readAt = (part.readAt() != null) ? new ShownTime(part.readAt()) : null;
		WeComApiException problem = part.problem();
		if (problem == null) {
			return new KeptList(part.tagId(), part.size(), readAt, null, null);
		}
		WeComError error = problem.getError();
		return new KeptList(part.tagId(), part.size(), readAt, error.meaning(locale), error.remedy(locale, null));
	}

}
