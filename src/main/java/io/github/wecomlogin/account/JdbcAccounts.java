package io.github.wecomlogin.account;

import java.util.List;

import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Finds the account in the table {@code wecom_account}, which maps a company and a user
 * id to the name of an account. The schema is on the class path, for PostgreSQL, MySQL
 * and H2: {@code io/github/wecomlogin/account/schema-postgresql.sql},
 * {@code schema-mysql.sql} and {@code schema-h2.sql}. User ids are stored in lower case
 * (D/90195), corp ids as they stand. Requires {@code spring-jdbc}.
 */
public final class JdbcAccounts implements WeComAccounts {

	private static final String FIND = "SELECT account_id FROM wecom_account WHERE corp_id = ? AND user_id = ?";

	private static final String BIND = "INSERT INTO wecom_account (corp_id, user_id, account_id) VALUES (?, ?, ?)";

	private static final String UNBIND = "DELETE FROM wecom_account WHERE corp_id = ? AND user_id = ?";

	private final JdbcOperations jdbc;

	private final UserDetailsService users;

	/**
	 * Creates accounts that consist of their name only.
	 * @param jdbc the database with the table
	 */
	public JdbcAccounts(JdbcOperations jdbc) {
		this(jdbc, (name) -> User.withUsername(name).password("").build());
	}

	/**
	 * Creates the accounts.
	 * @param jdbc the database with the table
	 * @param users finds accounts by the name in the table
	 */
	public JdbcAccounts(JdbcOperations jdbc, UserDetailsService users) {
		this.jdbc = jdbc;
		this.users = users;
	}

	@Override
	public @Nullable UserDetails find(WeComUser member) {
		List<String> names = this.jdbc.queryForList(FIND, String.class, member.getCorpId(), userId(member));
		return names.isEmpty() ? null : this.users.loadUserByUsername(names.get(0));
	}

	/**
	 * Binds an account to a member: at the first sign-in, or after the member has proved
	 * to own it, with its password for example.
	 * @param member the member
	 * @param accountId the name of the account
	 * @throws org.springframework.dao.DuplicateKeyException if the member has an account
	 * already, or the account is bound to another member of the company
	 */
	public void bind(WeComUser member, String accountId) {
		this.jdbc.update(BIND, member.getCorpId(), userId(member), accountId);
	}

	/**
	 * Returns accounts that are found in the table, or else there, and then bound, so
	 * that the next sign-in finds them in the table. An account that is bound to another
	 * member of the company is not found.
	 * @param others finds or creates the account of a member who is not in the table, as
	 * with {@link #orElse}; a {@link DuplicateKeyException} means that a concurrent
	 * sign-in has created it, and the account in the table is used
	 * @return both
	 */
	public WeComAccounts orElseBind(WeComAccounts others) {
		return orElse((member) -> {
			UserDetails account = created(member, others);
			return (account != null) ? bound(member, account) : null;
		});
	}

	private @Nullable UserDetails created(WeComUser member, WeComAccounts others) {
		try {
			return others.find(member);
		}
		catch (DuplicateKeyException ex) {
			UserDetails account = find(member);
			if (account == null) {
				throw ex;
			}
			return account;
		}
	}

	private @Nullable UserDetails bound(WeComUser member, UserDetails account) {
		try {
			bind(member, account.getUsername());
			return account;
		}
		catch (DuplicateKeyException ex) {
			// A concurrent sign-in has bound it, or it is bound to another member
			return find(member);
		}
	}

	/**
	 * Removes the account of a member. Sessions and tokens go on.
	 * @param member the member
	 * @return whether there was one
	 */
	public boolean unbind(WeComUser member) {
		return this.jdbc.update(UNBIND, member.getCorpId(), userId(member)) > 0;
	}

	private static String userId(WeComUser member) {
		return AsciiIds.toLowerCase(member.getUserId());
	}

}
