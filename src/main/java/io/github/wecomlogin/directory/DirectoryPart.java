package io.github.wecomlogin.directory;

import java.time.Instant;

import io.github.wecomlogin.client.WeComApiException;
import org.jspecify.annotations.Nullable;

/**
 * One of the lists that are kept of a company, and how old it is.
 *
 * @param tagId the id of the tag, or {@code null} for the departments
 * @param size how many departments, or members of the tag; 0 if there is nothing
 * @param readAt when it was read, or {@code null} if it was not or has become too old
 * @param problem why it could not be read the last time it was tried, or {@code null} if
 * it could or nobody tried
 */
public record DirectoryPart(@Nullable Long tagId, int size, @Nullable Instant readAt,
		@Nullable WeComApiException problem) {

	/**
	 * Whether there is something to decide with.
	 * @return {@code true} if it was read and has not become too old
	 */
	public boolean isUsable() {
		return this.readAt != null;
	}

}
