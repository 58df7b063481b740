package io.github.wecomlogin.account;

import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * Finds the account by the mobile number or the company mail address that the member
 * consents to show in WeCom (D/95833). Both are in the answer of WeCom only with the
 * scope {@code snsapi_privateinfo}, if the administrator has requested the field in the
 * console, and inside WeCom: the sign-in in a desktop browser never has them (D/98176).
 * Combine it with {@link JdbcAccounts} or a page that binds an account.
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
		return (contact != null) ? this.accounts.apply(contact) : null;
	}

	@Override
	public boolean needsPrivateInfo() {
		return true;
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
