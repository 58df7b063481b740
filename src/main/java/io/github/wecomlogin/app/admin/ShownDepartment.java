package io.github.wecomlogin.app.admin;

import org.jspecify.annotations.Nullable;

/**
 * Represents a department in a list.
 *
 * @param registrationId the registration
 * @param application the display name of the application, or {@code null} if there is
 * only one
 * @param id the ID of the department
 * @param label the path, else the name, or {@code null} if the application cannot read it
 */
record ShownDepartment(String registrationId, @Nullable String application, long id, @Nullable String label) {

}
