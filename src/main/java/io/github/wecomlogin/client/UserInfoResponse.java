package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code auth/getuserinfo} (D/91023, D/98176). An answer is not a
 * permission: members outside the application's visible range get a user id too, and
 * people outside the company an open id.
 *
 * @param userId the member's id, {@code CorpId/userid} for members of linked companies;
 * {@code null} for everybody else
 * @param userTicket what {@code auth/getuserdetail} takes; only with
 * {@code snsapi_privateinfo} in the client
 * @param openId the id of somebody who is not a member
 */
public record UserInfoResponse(@Nullable String userId, @Nullable String userTicket, @Nullable String openId) {

	@Override
	public String toString() {
		return "UserInfoResponse[]";
	}

}
