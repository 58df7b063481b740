package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Instant;

import io.github.wecomlogin.client.UserDetailResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.directory.Member;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Reads the member who signs in, and lets in whoever the application may see and whose
 * account is in use. An identity alone is no permission (D/91023).
 */
final class WeComUserService implements OAuth2UserService<OAuth2UserRequest, OAuth2User> {

	private final WeComRegistrations registrations;

	private final WeComAccess access;

	private final Clock clock;

	WeComUserService(WeComRegistrations registrations, WeComAccess access, Clock clock) {
		this.registrations = registrations;
		this.access = access;
		this.clock = clock;
	}

	@Override
	public OAuth2User loadUser(OAuth2UserRequest userRequest) {
		WeComRegistration registration = this.registrations
			.find(userRequest.getClientRegistration().getRegistrationId());
		if (registration == null) {
			throw new IllegalStateException("Not a sign-in with WeCom");
		}
		SignIn signIn = SignIn.from(userRequest.getAdditionalParameters());
		Instant now = this.clock.instant();
		Member member = read(registration, signIn);
		if (member.status() != Member.Status.ACTIVE) {
			throw new WeComRefusalException(WeComRefusal.NOT_ACTIVE);
		}
		WeComUser user = WeComUser.of(registration, member, now);
		return this.access.admit(withDetail(user, signIn.identity().detail()), signIn.deadline());
	}

	private static Member read(WeComRegistration registration, SignIn signIn) {
		try {
			return registration.members().read(signIn.identity().userId(), signIn.deadline());
		}
		catch (WeComApiException ex) {
			throw RefusalReasons.ofMember(ex);
		}
	}

	private static WeComUser withDetail(WeComUser user, @Nullable UserDetailResponse detail) {
		if (detail == null) {
			return user;
		}
		return user.toBuilder()
			.mobile(detail.mobile())
			.email(detail.email())
			.bizMail(detail.bizMail())
			.avatar(detail.avatar())
			.gender(detail.gender())
			.build();
	}

}
