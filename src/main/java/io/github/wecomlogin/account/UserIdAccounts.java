package io.github.wecomlogin.account;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Finds the account whose name is the member's user id. The case of ASCII letters does
 * not matter (D/90195).
 * <p>
 * An administrator of the company chooses user ids freely, so a user id must not be
 * enough to become an administrator of this application. Members whose user id is one of
 * the {@linkplain #DEFAULT_REFUSED_NAMES refused names} are refused as
 * {@link WeComRefusal#NO_ACCOUNT}, also if another implementation follows with
 * {@link #orElse}. Names are compared without case and by their letters and digits only,
 * so that {@code Super-Admin} counts as {@code superadmin}. Add the names of all
 * privileged accounts of the application. User ids are unique within a company only: with
 * registrations of several companies use {@link JdbcAccounts}.
 */
public final class UserIdAccounts implements WeComAccounts {

	/**
	 * Names of accounts that systems and administration templates ship with.
	 */
	public static final Set<String> DEFAULT_REFUSED_NAMES = Set.of("admin", "administrator", "root", "superuser",
			"superadmin", "super", "su", "sa", "sys", "system", "sysadmin", "sysdba", "supervisor", "operator",
			"manager", "anonymous", "anonymoususer", "guest", "test", "demo", "ry", "ruoyi", "jeecg", "yudao", "nacos",
			"actuator");

	private final UserDetailsService users;

	private final Set<String> refusedNames;

	/**
	 * Creates accounts that consist of their name only: every member has one, except for
	 * those with a refused name.
	 */
	public UserIdAccounts() {
		this((name) -> User.withUsername(name).password("").build());
	}

	/**
	 * Creates accounts with the default refused names.
	 * @param users finds accounts by name
	 */
	public UserIdAccounts(UserDetailsService users) {
		this(users, DEFAULT_REFUSED_NAMES);
	}

	private UserIdAccounts(UserDetailsService users, Set<String> refusedNames) {
		this.users = users;
		this.refusedNames = refusedNames;
	}

	/**
	 * Returns the same accounts with further refused names.
	 * @param names names of privileged accounts of this application
	 * @return accounts with these and the previous refused names
	 */
	public UserIdAccounts refusing(String... names) {
		return refusing(Arrays.asList(names), this.refusedNames);
	}

	/**
	 * Returns the same accounts with other refused names. An empty collection refuses
	 * none.
	 * @param names names of privileged accounts of this application
	 * @return accounts with these refused names only
	 */
	public UserIdAccounts refusingOnly(Collection<String> names) {
		return refusing(names, Set.of());
	}

	private UserIdAccounts refusing(Collection<String> names, Set<String> others) {
		Set<String> all = names.stream().map(UserIdAccounts::letters).collect(Collectors.toSet());
		all.addAll(others);
		return new UserIdAccounts(this.users, Set.copyOf(all));
	}

	@Override
	public @Nullable UserDetails find(WeComUser member) {
		String userId = member.getUserId();
		if (this.refusedNames.contains(letters(userId))) {
			throw new WeComRefusalException(WeComRefusal.NO_ACCOUNT);
		}
		UserDetails account = this.users.loadUserByUsername(userId);
		// A service may also find accounts by mail address or mobile number
		return (account != null && AsciiIds.equalsIgnoreCase(account.getUsername(), userId)) ? account : null;
	}

	private static String letters(String name) {
		String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
		// A name without any is compared as it stands
		return letters.isEmpty() ? name : letters;
	}

}
