package io.github.wecomlogin.directory;

import java.time.Instant;

import io.github.wecomlogin.client.WeComApiException;
import org.jspecify.annotations.Nullable;

/**
 * State of a cached list of a company.
 *
 * @param tagId the tag id, or {@code null} for the departments
 * @param size the number of departments or of the tag's members; 0 if the list is absent
 * @param readAt when the list was read, or {@code null} if it is absent or expired
 * @param problem why the last attempt to read it failed, or {@code null} if it succeeded
 * or was not made
 */
public record DirectoryPart(@Nullable Long tagId, int size, @Nullable Instant readAt,
		@Nullable WeComApiException problem) {

	/**
	 * Whether the list can be used.
	 * @return {@code true} if it was read and has not expired
	 */
	public boolean isUsable() {
		return this.readAt != null;
	}

}
