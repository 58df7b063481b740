package io.github.wecomlogin.app.member;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Represents the signed-in account on the pages and in {@code /api/me}. Data that WeCom
 * or another provider does not supply is {@code null}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "userId", "name", "corpId", "registrationId", "departments", "roles", "position", "mobile",
		"email", "bizMail", "avatar", "gender" })
public record AccountView(String userId, String name, @Nullable String corpId, @Nullable String registrationId,
		List<DepartmentView> departments, List<String> roles, @Nullable String position, @Nullable String mobile,
		@Nullable String email, @Nullable String bizMail, @Nullable String avatar, @Nullable String gender) {

	public static AccountView of(Authentication authentication) {
		List<String> roles = RoleName.allOf(authentication.getAuthorities());
		if (authentication.getPrincipal() instanceof WeComUser user) {
			return new AccountView(user.getUserId(), user.getDisplayName(), user.getCorpId(), user.getRegistrationId(),
					user.getDepartments().stream().map(DepartmentView::of).toList(), roles, user.getPosition(),
					user.getMobile(), user.getEmail(), user.getBizMail(), user.getAvatar(), user.getGender());
		}
		String registrationId = (authentication instanceof OAuth2AuthenticationToken token)
				? token.getAuthorizedClientRegistrationId() : null;
		return new AccountView(authentication.getName(), displayName(authentication), null, registrationId, List.of(),
				roles, null, null, null, null, null, null);
	}

	private static String displayName(Authentication authentication) {
		if (authentication.getPrincipal() instanceof OAuth2User user
				&& user.getAttributes().get("name") instanceof String name && !name.isBlank()) {
			return name;
		}
		return authentication.getName();
	}

	public boolean hasRole(String role) {
		return this.roles.contains(role);
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "AccountView[]";
	}

}
