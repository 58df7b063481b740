package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * Response of {@code auth/getuserinfo} (D/91023, D/98176). It identifies a person but
 * does not authorise them: members outside the application's visible range get a user id
 * too, and people outside the company an open id.
 *
 * @param userId the member's id, {@code CorpId/userid} for members of linked companies,
 * {@code null} for people outside the company
 * @param userTicket the ticket for {@code auth/getuserdetail}; only with
 * {@code snsapi_privateinfo} in the WeCom client
 * @param openId the id of a person outside the company
 */
public record UserInfoResponse(@Nullable String userId, @Nullable String userTicket, @Nullable String openId) {

	@Override
	public String toString() {
		return "UserInfoResponse[]";
	}

}
