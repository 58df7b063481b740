package io.github.wecomlogin.account;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.wecomlogin.user.WeComUser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcAccounts} and the schemas.
 */
class JdbcAccountsTests {

	@ParameterizedTest
	@CsvSource({ "Regular,h2", "MySQL,mysql", "PostgreSQL,postgresql" })
	void whenBoundThenFoundInH2(String mode, String schema) {
		DataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=" + mode);
		test(database, schema);
	}

	@Test
	void whenBoundThenFoundInPostgres() throws IOException {
		EmbeddedPostgres postgres;
		try {
			postgres = EmbeddedPostgres.builder().start();
		}
		catch (IOException | RuntimeException ex) {
			// No binary for this platform, or not permitted
			Assumptions.abort("PostgreSQL does not start here: " + ex.getClass());
			return;
		}
		try (postgres) {
			test(postgres.getPostgresDatabase(), "postgresql");
		}
	}

	private static void test(DataSource database, String schema) {
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + schema + ".sql", JdbcAccounts.class))
			.execute(database);
		JdbcAccounts accounts = new JdbcAccounts(new JdbcTemplate(database));
		WeComUser member = member("wwcorp", "ZhangSan");
		assertThat(accounts.find(member)).isNull();
		accounts.bind(member, "账号-7");
		assertThat(accounts.find(member).getUsername()).isEqualTo("账号-7");
		assertThat(accounts.find(member("wwcorp", "zhangsan")).getUsername()).isEqualTo("账号-7");
		assertThat(accounts.find(member("wwCorp", "zhangsan"))).isNull();
		assertThat(accounts.find(member("wwcorp", "zhangsan' OR '1'='1".replace(' ', '/')))).isNull();
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> accounts.bind(member, "other"));
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> accounts.bind(member("wwcorp", "lisi"), "账号-7"));
		accounts.bind(member("wwother", "zhangsan"), "账号-7");
		assertThat(accounts.unbind(member)).isTrue();
		assertThat(accounts.unbind(member)).isFalse();
		assertThat(accounts.find(member)).isNull();
		testOrElseBind(accounts);
	}

	private static void testOrElseBind(JdbcAccounts table) {
		WeComUser member = member("wwcorp", "wangwu");
		WeComUser other = member("wwcorp", "zhaoliu");
		Queue<UserDetails> found = new ArrayDeque<>(List.of(account("w"), account("w")));
		WeComAccounts accounts = table.orElseBind((missing) -> found.poll());
		assertThat(accounts.find(member).getUsername()).isEqualTo("w");
		assertThat(accounts.find(member).getUsername()).isEqualTo("w");
		// Bound to the other member
		assertThat(accounts.find(other)).isNull();
		assertThat(table.find(other)).isNull();
		assertThat(found).isEmpty();
		assertThat(accounts.find(other)).isNull();
		// A sign-in that was faster
		assertThat(table.orElseBind((missing) -> {
			table.bind(missing, "z");
			return account("z2");
		}).find(other).getUsername()).isEqualTo("z");
		// Which has created the account too
		WeComUser third = member("wwcorp", "sunqi");
		assertThat(table.orElseBind((missing) -> {
			table.bind(missing, "s");
			throw new DuplicateKeyException("accounts.name");
		}).find(third).getUsername()).isEqualTo("s");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> table.orElseBind((missing) -> {
			throw new DuplicateKeyException("accounts.name");
		}).find(member("wwcorp", "zhouba")));
	}

	private static UserDetails account(String name) {
		return User.withUsername(name).password("").build();
	}

	private static WeComUser member(String corpId, String userId) {
		return WeComUser.withUserId("wecom", corpId, userId).build();
	}

}
