package io.github.wecomlogin.login;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What becomes known while one callback is handled, for those who report on it: events,
 * observations. Never in an exception, which may be kept or logged.
 */
final class SignInTrail {

	private static final String ATTRIBUTE = SignInTrail.class.getName();

	private final @Nullable SignInWay way;

	private volatile @Nullable String userId;

	private volatile @Nullable WeComRefusal refusal;

	/**
	 * Creates a trail.
	 * @param way how the member came, or {@code null} if the callback belongs to no
	 * attempt
	 */
	SignInTrail(@Nullable SignInWay way) {
		this.way = way;
	}

	OAuth2AuthorizationRequest.Builder addTo(OAuth2AuthorizationRequest.Builder builder) {
		return builder.attributes((attributes) -> attributes.put(ATTRIBUTE, this));
	}

	/**
	 * Notes whose code it was.
	 */
	static void identified(OAuth2AuthorizationRequest authorizationRequest, String userId) {
		if (authorizationRequest.getAttribute(ATTRIBUTE) instanceof SignInTrail trail) {
			trail.userId = userId;
		}
	}

	void refused(WeComRefusal refusal) {
		this.refusal = refusal;
	}

	@Nullable SignInWay way() {
		return this.way;
	}

	@Nullable String userId() {
		return this.userId;
	}

	@Nullable WeComRefusal refusal() {
		return this.refusal;
	}

	@Override
	public String toString() {
		return "SignInTrail[]";
	}

}
