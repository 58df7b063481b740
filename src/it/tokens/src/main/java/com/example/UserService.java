package com.example;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/**
 * The users of the back end, in its own table.
 */
@Service
class UserService implements UserDetailsService {

	private final JdbcTemplate jdbc;

	UserService(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public UserDetails loadUserByUsername(String username) {
		return this.jdbc
			.query("SELECT user_name, password, enabled FROM sys_user WHERE user_name = ?",
					(row, number) -> User.withUsername(row.getString(1))
						.password(row.getString(2))
						.disabled(!row.getBoolean(3))
						.roles("USER")
						.build(),
					username)
			.stream()
			.findFirst()
			.orElseThrow(() -> new UsernameNotFoundException("No such user"));
	}

	String nickname(String username) {
		return this.jdbc.queryForObject("SELECT nick_name FROM sys_user WHERE user_name = ?", String.class, username);
	}

}
