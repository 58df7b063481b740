package io.github.wecomlogin.authentication;

import java.net.URI;

import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.client.UserDetailResponse;
import io.github.wecomlogin.client.UserInfoResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;

/**
 * Exchanges the code for an identity at {@code auth/getuserinfo} (D/91023), because WeCom
 * has no token endpoint. The access token that Spring Security requires is a random value
 * that grants no access.
 */
final class CodeExchange implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private final WeComRegistrations registrations;

	private final PerRegistration<WeComClient> clients;

	private final ReplayCache replays;

	CodeExchange(WeComRegistrations registrations, PerRegistration<WeComClient> clients, ReplayCache replays) {
		this.registrations = registrations;
		this.clients = clients;
		this.replays = replays;
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
		WeComCallback callback = WeComCallback.of(exchange.getAuthorizationRequest());
		if (!callback.isRepeat()) {
			callback.identified(exchange(registration, callback, code, redirectHost(grantRequest)));
		}
		return OAuth2AccessTokenResponse.withToken(SignInState.nonce())
			.tokenType(OAuth2AccessToken.TokenType.BEARER)
			.expiresIn(1)
			.additionalParameters(callback.asParameters())
			.build();
	}

	private Identity exchange(WeComRegistration registration, WeComCallback callback, String code,
			@Nullable String redirectHost) {
		ReplayCache.Use use = callback.use();
		SignInPermit permit = callback.permit();
		if (use == null || permit == null) {
			throw new IllegalStateException("A callback that was not accepted");
		}
		UserInfoResponse info;
		try {
			info = this.clients.get(registration).getUserInfo(code, redirectHost, permit.deadline());
		}
		catch (WeComApiException ex) {
			return exchangedElsewhere(use, permit, ex);
		}
		String userId = info.userId();
		// Members of linked companies have a slash in their id (D/91023)
		if (userId == null || userId.indexOf('/') >= 0) {
			this.replays.exchanged(use, null, WeComRefusal.OUTSIDER);
			throw new WeComRefusalException(WeComRefusal.OUTSIDER);
		}
		Identity identity = new Identity(Account.of(registration.application().corpId(), userId), userId,
				detail(callback, userId, info.userTicket(), permit.deadline()));
		this.replays.exchanged(use, identity, null);
		return identity;
	}

	/**
	 * Returns the identity that another node got for a code. A code that was sent twice
	 * is not counted as invented.
	 * @throws WeComRefusalException if there is none
	 */
	private Identity exchangedElsewhere(ReplayCache.Use use, SignInPermit permit, WeComApiException ex) {
		WeComRefusalException refusal = RefusalMapper.of(ex);
		CodeResult result = (refusal.getRefusal() == WeComRefusal.CODE_REJECTED)
				? this.replays.exchangedElsewhere(use, permit) : null;
		if (result == null) {
			if (ex.mayBeCausedByCode()) {
				permit.codeWasRejected();
			}
			throw refusal;
		}
		if (result.identity() == null) {
			throw new WeComRefusalException((result.refusal() != null) ? result.refusal() : WeComRefusal.CODE_REJECTED,
					new ExplainedException(Texts.OPERATORS.both("authentication.exchanged-elsewhere")));
		}
		return result.identity();
	}

	private PersonalDetail detail(WeComCallback callback, String userId, @Nullable String ticket, Deadline deadline) {
		if (ticket == null || callback.scope() != WeComScope.SNSAPI_PRIVATEINFO) {
			return PersonalDetail.NONE;
		}
		try {
			UserDetailResponse response = this.clients.get(callback.registration()).getUserDetail(ticket, deadline);
			if (!AsciiIds.equalsIgnoreCase(response.userId(), userId)) {
				throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
						new IllegalStateException(ApiPaths.GETUSERDETAIL + " answered with another member"));
			}
			return response.detail();
		}
		catch (WeComApiException ex) {
			throw RefusalMapper.ofMember(ex);
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
