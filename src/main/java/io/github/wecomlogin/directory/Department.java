package io.github.wecomlogin.directory;

import org.jspecify.annotations.Nullable;

/**
 * A department of a company (D/90208).
 *
 * @param id the department's id
 * @param parentId the id of the department above it, 0 if there is none; that department
 * itself may be hidden from the application
 * @param name the name, or {@code null} where the application may not read it
 */
public record Department(long id, long parentId, @Nullable String name) {

}
