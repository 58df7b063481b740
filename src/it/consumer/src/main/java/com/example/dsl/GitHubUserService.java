package com.example.dsl;

import java.util.List;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Gives users of GitHub a role, and expects nobody else.
 */
class GitHubUserService implements OAuth2UserService<OAuth2UserRequest, OAuth2User> {

	private final DefaultOAuth2UserService github = new DefaultOAuth2UserService();

	@Override
	public OAuth2User loadUser(OAuth2UserRequest request) {
		if (!"github".equals(request.getClientRegistration().getRegistrationId())) {
			throw new IllegalStateException("Not for GitHub: " + request.getClientRegistration().getRegistrationId());
		}
		OAuth2User user = this.github.loadUser(request);
		return new DefaultOAuth2User(List.of(new SimpleGrantedAuthority("ROLE_GITHUB")), user.getAttributes(), "login");
	}

}
