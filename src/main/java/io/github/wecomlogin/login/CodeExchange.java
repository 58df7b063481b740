package io.github.wecomlogin.login;

import java.net.URI;

import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.UserDetailResponse;
import io.github.wecomlogin.client.UserInfoResponse;
import io.github.wecomlogin.client.WeComApiException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;

/**
 * Spends the code. WeCom has no token endpoint: the code goes to {@code auth/getuserinfo}
 * and gives an identity (D/91023). The access token that Spring Security wants here is a
 * random value that opens nothing.
 */
final class CodeExchange implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private final WeComRegistrations registrations;

	private final SpentCodes spentCodes;

	CodeExchange(WeComRegistrations registrations, SpentCodes spentCodes) {
		this.registrations = registrations;
		this.spentCodes = spentCodes;
	}

	@Override
	public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest grantRequest) {
		WeComRegistration registration = this.registrations
			.find(grantRequest.getClientRegistration().getRegistrationId());
		OAuth2AuthorizationExchange exchange = grantRequest.getAuthorizationExchange();
		String code = exchange.getAuthorizationResponse().getCode();
		if (registration == null || code == null) {
			throw new IllegalStateException("Not a sign-in with WeCom");
		}
		String redirectHost = redirectHost(grantRequest);
		Attempt attempt = AttemptRequests.attemptOf(exchange.getAuthorizationRequest());
		SignInPass pass = AttemptRequests.passOf(exchange.getAuthorizationRequest());
		Deadline deadline = pass.deadline();
		Identity identity = this.spentCodes.spendOnce(registration, attempt, code, deadline,
				() -> spend(registration, code, redirectHost, pass));
		SignInTrail.identified(exchange.getAuthorizationRequest(), identity.userId());
		return OAuth2AccessTokenResponse.withToken(SignInState.nonce())
			.tokenType(OAuth2AccessToken.TokenType.BEARER)
			.expiresIn(1)
			.additionalParameters(new SignIn(identity, deadline).asParameters())
			.build();
	}

	private static Identity spend(WeComRegistration registration, String code, @Nullable String redirectHost,
			SignInPass pass) {
		Deadline deadline = pass.deadline();
		try {
			UserInfoResponse info = getUserInfo(registration, code, redirectHost, pass);
			String userId = info.userId();
			// Neither somebody with an open id nor a member of a linked company, whose id
			// has a slash, is a member of this company
			if (userId == null || userId.indexOf('/') >= 0) {
				throw new WeComRefusalException(WeComRefusal.OUTSIDER);
			}
			Account account = Account.of(registration.application().corpId(), userId);
			return new Identity(account, userId, detail(registration, userId, info.userTicket(), deadline));
		}
		catch (WeComApiException ex) {
			throw RefusalReasons.of(ex);
		}
	}

	private static UserInfoResponse getUserInfo(WeComRegistration registration, String code,
			@Nullable String redirectHost, SignInPass pass) {
		try {
			return registration.client().getUserInfo(code, redirectHost, pass.deadline());
		}
		catch (WeComApiException ex) {
			if (ex.mayBeCausedByCode()) {
				pass.codeWasRejected();
			}
			throw ex;
		}
	}

	private static @Nullable UserDetailResponse detail(WeComRegistration registration, String userId,
			@Nullable String ticket, Deadline deadline) {
		if (ticket == null || registration.scope() != WeComScope.SNSAPI_PRIVATEINFO) {
			return null;
		}
		try {
			UserDetailResponse detail = registration.client().getUserDetail(ticket, deadline);
			if (!detail.userId().equalsIgnoreCase(userId)) {
				throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
						new IllegalStateException("auth/getuserdetail answered with another member"));
			}
			return detail;
		}
		catch (WeComApiException ex) {
			throw RefusalReasons.ofMember(ex);
		}
	}

	/**
	 * Returns the host that WeCom was told to send the member back to: the fixed one, or
	 * else that of the callback itself.
	 */
	private static @Nullable String redirectHost(OAuth2AuthorizationCodeGrantRequest grantRequest) {
		String template = grantRequest.getClientRegistration().getRedirectUri();
		String address = template.startsWith("http") ? template.substring(0, template.indexOf('{'))
				: grantRequest.getAuthorizationExchange().getAuthorizationResponse().getRedirectUri();
		return (address != null) ? URI.create(address).getAuthority() : null;
	}

}
