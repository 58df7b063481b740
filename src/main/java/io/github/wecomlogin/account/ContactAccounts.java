package io.github.wecomlogin.account;

import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * Finds the account by the mobile number or the company mail address that the member
 * consents to show in WeCom (D/95833). A member whose number or address is missing is
 * sent through WeCom's consent page once in the sign-in, and refused as
 * {@link WeComRefusal#NO_ACCOUNT} without it. Applications made after 2022-06-20 get both
 * with consent only, and only if the administrator has requested the field in the
 * console; the sign-in in a desktop browser never has them (D/98176). Combine it with
 * {@link JdbcAccounts#orElseBind}, so that each member is asked at the first sign-in
 * only, and can then sign in on a desktop too.
 * <p>
 * WeCom does not document either as verified. Use it only if the company maintains both
 * fields itself. The private mail address is not used, because members change it
 * themselves.
 */
public final class ContactAccounts implements WeComAccounts {

	private static final Pattern MOBILE = Pattern.compile("\\+?[0-9]{5,20}");

	private final Function<WeComUser, @Nullable String> contact;

	private final Function<String, @Nullable UserDetails> accounts;

	private ContactAccounts(Function<WeComUser, @Nullable String> contact,
			Function<String, @Nullable UserDetails> accounts) {
		this.contact = contact;
		this.accounts = accounts;
	}

	/**
	 * Finds accounts by mobile number.
	 * @param accounts finds the account with a number; gets digits only for numbers of
	 * mainland China, without {@code +86}, and {@code +} with the country prefix for all
	 * others. Returns {@code null} unless exactly one account has the number
	 * @return the accounts
	 */
	public static ContactAccounts byMobile(Function<String, @Nullable UserDetails> accounts) {
		return new ContactAccounts((member) -> mobile(member.getMobile()), accounts);
	}

	/**
	 * Finds accounts by company mail address.
	 * @param accounts finds the account with an address; returns {@code null} unless
	 * exactly one account has it
	 * @return the accounts
	 */
	public static ContactAccounts byBizMail(Function<String, @Nullable UserDetails> accounts) {
		return new ContactAccounts((member) -> text(member.getBizMail()), accounts);
	}

	@Override
	public @Nullable UserDetails find(WeComUser member) {
		String contact = this.contact.apply(member);
		if (contact == null) {
			throw new WeComRefusalException(WeComRefusal.CONSENT_REQUIRED);
		}
		return this.accounts.apply(contact);
	}

	private static @Nullable String mobile(@Nullable String mobile) {
		String number = (mobile != null) ? mobile.replaceAll("[ ()-]", "") : "";
		if (!MOBILE.matcher(number).matches()) {
			return null;
		}
		return number.startsWith("+86") ? number.substring(3) : number;
	}

	private static @Nullable String text(@Nullable String text) {
		return (text != null && !text.isBlank()) ? text.strip() : null;
	}

}
