package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * One department in the answer of {@code department/list} (D/90208).
 *
 * @param id the department's id
 * @param parentId the id of the department above it, 0 if there is none; that department
 * itself may be hidden from the application
 * @param name the name, where the application may read it
 */
public record DepartmentResponse(long id, long parentId, @Nullable String name) {

}
