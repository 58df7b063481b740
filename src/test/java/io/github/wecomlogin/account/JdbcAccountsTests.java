package io.github.wecomlogin.account;

import java.io.IOException;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.wecomlogin.user.WeComUser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcAccounts} and the schemas.
 */
class JdbcAccountsTests {

	@ParameterizedTest
	@CsvSource({ "Regular,h2", "MySQL,mysql", "PostgreSQL,postgresql" })
	void whenBoundThenFoundInH2(String mode, String schema) {
		JdbcDataSource database = new JdbcDataSource();
		database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=" + mode);
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
	}

	private static WeComUser member(String corpId, String userId) {
		return WeComUser.withUserId("wecom", corpId, userId).build();
	}

}
