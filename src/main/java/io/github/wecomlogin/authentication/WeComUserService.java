package io.github.wecomlogin.authentication;

import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Reads the member that the code identified, and admits a member who is visible to the
 * application, active and, where the application requires one, has an account. An
 * identity alone is no permission (D/91023).
 */
final class WeComUserService implements OAuth2UserService<OAuth2UserRequest, OAuth2User> {

	private final WeComRegistrations registrations;

	private final WeComAccess access;

	private final AccountLookup accounts;

	WeComUserService(WeComRegistrations registrations, WeComAccess access, AccountLookup accounts) {
		this.registrations = registrations;
		this.access = access;
		this.accounts = accounts;
	}

	@Override
	public OAuth2User loadUser(OAuth2UserRequest userRequest) {
		WeComRegistration registration = this.registrations
			.find(userRequest.getClientRegistration().getRegistrationId());
		if (registration == null) {
			throw new IllegalStateException("Not a sign-in with WeCom");
		}
		WeComCallback callback = WeComCallback.from(userRequest.getAdditionalParameters());
		WeComUser repeated = callback.user();
		if (repeated != null) {
			return repeated;
		}
		Identity identity = callback.identity();
		if (identity == null) {
			throw new IllegalStateException("The code was not exchanged");
		}
		WeComUser user = this.access.read(registration, identity.userId(), true, callback.deadline());
		WeComUser member = this.access.admit(user.toBuilder().detail(identity.detail()).build(), callback.deadline());
		return withAccount(member, callback);
	}

	/**
	 * Adds the account in this application. A member without one is kept for a page that
	 * binds an account.
	 */
	private WeComUser withAccount(WeComUser member, WeComCallback callback) {
		try {
			UserDetails account = this.accounts.find(member, callback.mayAskForConsent());
			return (account != null) ? member.toBuilder().accountId(account.getUsername()).build() : member;
		}
		catch (WeComRefusalException ex) {
			if (ex.getRefusal() == WeComRefusal.NO_ACCOUNT || ex.getRefusal() == WeComRefusal.CONSENT_REQUIRED) {
				callback.lacksAccount(member);
			}
			throw ex;
		}
	}

}
