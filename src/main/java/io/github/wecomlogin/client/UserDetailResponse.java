package io.github.wecomlogin.client;

/**
 * Response of {@code auth/getuserdetail} (D/95833).
 *
 * @param userId the member's id
 * @param detail the fields that the member consented to
 */
public record UserDetailResponse(String userId, PersonalDetail detail) {

	@Override
	public String toString() {
		return "UserDetailResponse[]";
	}

}
