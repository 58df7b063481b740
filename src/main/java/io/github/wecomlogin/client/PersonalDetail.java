package io.github.wecomlogin.client;

import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code auth/getuserdetail} (D/95833) that the administrator requested and
 * the member consented to. All of them may be absent. WeCom does not document mail
 * address or mobile number as verified.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param gender {@code 1} male, {@code 2} female, or {@code null}; WeCom's {@code 0}
 * (unknown) is treated as absent
 * @param avatar the URL of a picture
 * @param mobile the mobile number, possibly with a country prefix
 * @param email the private mail address
 * @param bizMail the company mail address
 */
public record PersonalDetail(@Nullable String gender, @Nullable String avatar, @Nullable String mobile,
		@Nullable String email, @Nullable String bizMail) {

	/**
	 * No field is present.
	 */
	public static final PersonalDetail NONE = new PersonalDetail(null, null, null, null, null);

	public PersonalDetail {
		gender = "0".equals(gender) ? null : gender;
	}

	@Override
	public String toString() {
		return "PersonalDetail[]";
	}

}
