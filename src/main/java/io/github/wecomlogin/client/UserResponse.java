package io.github.wecomlogin.client;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code user/get} (D/90196), as far as an application created after
 * 2022-06-20 gets it.
 *
 * @param userId the member's id in the directory's spelling
 * @param name the member's name
 * @param departments the departments that the application may see
 * @param ledDepartments those of them that the member leads
 * @param mainDepartment the main department, if the application may see it
 * @param directLeaders the user ids of the member's leaders
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
