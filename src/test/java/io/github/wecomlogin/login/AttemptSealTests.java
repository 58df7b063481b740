package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.wecomlogin.client.WeComApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptSeal}.
 */
class AttemptSealTests {

	private static final Instant NOW = Instant.parse("2026-03-01T23:55:00Z");

	private static final String NAME = "wecom_attempt_0123456789ab";

	private final Attempt attempt = new Attempt("wecom", "a123", "nonce", SignInWay.IN_CLIENT, "/page?a=b", NOW, false);

	@Test
	void whenOpenedWhereItWasSealedThenItIsTheSame() {
		String sealed = seal("secret", "wecom", NOW).seal(NAME, this.attempt);
		assertThat(seal("secret", "wecom", NOW).open(NAME, sealed)).isEqualTo(this.attempt);
	}

	@Test
	void whenSealedTwiceThenValuesDiffer() {
		AttemptSeal seal = seal("secret", "wecom", NOW);
		assertThat(seal.seal(NAME, this.attempt)).isNotEqualTo(seal.seal(NAME, this.attempt));
	}

	@Test
	void whenDayHasChangedThenItStillOpens() {
		String sealed = seal("secret", "wecom", NOW).seal(NAME, this.attempt);
		assertThat(seal("secret", "wecom", NOW.plus(Duration.ofMinutes(9))).open(NAME, sealed)).isEqualTo(this.attempt);
	}

	@Test
	void whenTooOldThenItDoesNotOpen() {
		String sealed = seal("secret", "wecom", NOW).seal(NAME, this.attempt);
		assertThat(seal("secret", "wecom", NOW.plus(Duration.ofMinutes(10))).open(NAME, sealed)).isNotNull();
		assertThat(seal("secret", "wecom", NOW.plus(Duration.ofSeconds(601))).open(NAME, sealed)).isNull();
		assertThat(seal("secret", "wecom", NOW.plus(Duration.ofDays(1))).open(NAME, sealed)).isNull();
	}

	@Test
	void whenNameRegistrationOrSecretIsAnotherThenItDoesNotOpen() {
		String sealed = seal("secret", "wecom", NOW).seal(NAME, this.attempt);
		assertThat(seal("secret", "wecom", NOW).open("__Host-" + NAME, sealed)).isNull();
		assertThat(seal("secret", "other", NOW).open(NAME, sealed)).isNull();
		assertThat(seal("another", "wecom", NOW).open(NAME, sealed)).isNull();
	}

	@Test
	void whenAnyByteIsChangedThenItDoesNotOpen() {
		AttemptSeal seal = seal("secret", "wecom", NOW);
		String sealed = seal.seal(NAME, this.attempt);
		for (int i = 0; i < sealed.length() - 1; i++) {
			char changed = (sealed.charAt(i) == 'A') ? 'B' : 'A';
			assertThat(seal.open(NAME, sealed.substring(0, i) + changed + sealed.substring(i + 1))).as("at " + i)
				.isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "A", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!!", "é",
			"====" })
	void whenItIsGarbageThenItDoesNotOpen(String value) {
		assertThat(seal("secret", "wecom", NOW).open(NAME, value)).isNull();
	}

	private static AttemptSeal seal(String secret, String registrationId, Instant now) {
		Clock clock = Clock.fixed(now, ZoneOffset.UTC);
		WeComApplication application = new WeComApplication("wwcorp", 1, secret);
		return new AttemptSeal(registrationId, application, clock);
	}

}
