package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code auth/getuserdetail} (D/95833): what the administrator ticked and
 * the member agreed to. All but the user id may be absent. WeCom does not say that mail
 * address or mobile number are verified.
 *
 * @param userId the member's id
 * @param gender {@code 1} male, {@code 2} female, {@code 0} unknown
 * @param avatar the address of a picture
 * @param mobile the mobile number, perhaps with a country prefix
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
