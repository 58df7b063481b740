package io.github.wecomlogin.client;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Response of {@code user/get} (D/90196), with the fields available to applications
 * created after 2022-06-20.
 *
 * @param userId the member's id in the directory's spelling
 * @param name the name
 * @param departments the member's departments that are visible to the application
 * @param ledDepartments those of them that the member leads
 * @param mainDepartment the main department, or {@code null} if it is not visible
 * @param directLeaders the user ids of the member's direct leaders
 * @param position the job title
 * @param status 1 active, 2 disabled, 4 not activated, 5 left; {@code null} if absent
 */
public record UserResponse(String userId, @Nullable String name, List<Long> departments, Set<Long> ledDepartments,
		@Nullable Long mainDepartment, List<String> directLeaders, @Nullable String position,
		@Nullable Integer status) {

	@Override
	public String toString() {
		return "UserResponse[]";
	}

}
