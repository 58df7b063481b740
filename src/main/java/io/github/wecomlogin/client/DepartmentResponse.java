package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * A department in the response of {@code department/list} (D/90208).
 *
 * @param id the department id
 * @param parentId the id of the parent, 0 if there is none; the parent may be hidden from
 * the application
 * @param name the name, or {@code null} if the application may not read it
 */
public record DepartmentResponse(long id, long parentId, @Nullable String name) {

}
