package io.github.wecomlogin.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Response of {@code agent/get} (D/90227): the application as set in the WeCom console.
 *
 * @param name the name of the application, or {@code null} if absent
 * @param disabled whether the application is disabled
 * @param visibleMembers the user ids of the members named in its visible range
 * @param visibleDepartments the number of departments named in its visible range
 * @param visibleTags the number of tags named in its visible range
 * @param redirectDomain the trusted domain, with its port unless that is a standard one,
 * or {@code null} if none is set
 * @param homeUrl the home page, or {@code null} if none is set
 */
public record AgentResponse(@Nullable String name, boolean disabled, List<String> visibleMembers,
		int visibleDepartments, int visibleTags, @Nullable String redirectDomain, @Nullable String homeUrl) {

	/**
	 * Omits the user ids.
	 */
	@Override
	public String toString() {
		return "AgentResponse[]";
	}

}
