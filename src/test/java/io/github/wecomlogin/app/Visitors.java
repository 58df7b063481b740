package io.github.wecomlogin.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

/**
 * Those who visit the application in tests.
 */
public final class Visitors {

	static final String IN_WECOM = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh";

	static final String IN_WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49";

	static final String ON_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

	static final String ON_TABLET = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1";

	static final String ON_DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
			+ "(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

	private Visitors() {
	}

	public static RequestPostProcessor member(WeComUser user) {
		List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
		authorities.add(new SimpleGrantedAuthority("FACTOR_AUTHORIZATION_CODE"));
		return authentication(new OAuth2AuthenticationToken(user, authorities, user.getRegistrationId()));
	}

	public static RequestPostProcessor member(String... roles) {
		return member(WeComUser.withUserId("wecom", "ww0123456789abcdef", "amy").roles(List.of(roles)).build());
	}

	static RequestPostProcessor gitHubUser() {
		GrantedAuthority authority = new SimpleGrantedAuthority("OAUTH2_USER");
		DefaultOAuth2User user = new DefaultOAuth2User(List.of(authority), Map.of("id", 583231, "name", "Octocat"),
				"id");
		return authentication(new OAuth2AuthenticationToken(user, user.getAuthorities(), "github"));
	}

}
