package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * Response of {@code auth/getuserdetail} (D/95833): the fields that the administrator
 * requested and the member consented to. All fields except the user id may be absent.
 * WeCom does not document mail address or mobile number as verified.
 *
 * @param userId the member's id
 * @param gender {@code 1} male, {@code 2} female, {@code 0} unknown
 * @param avatar the URL of a picture
 * @param mobile the mobile number, possibly with a country prefix
 * @param email the private mail address
 * @param bizMail the company mail address
 */
public record UserDetailResponse(String userId, @Nullable String gender, @Nullable String avatar,
		@Nullable String mobile, @Nullable String email, @Nullable String bizMail) {

	@Override
	public String toString() {
		return "UserDetailResponse[]";
	}

}
