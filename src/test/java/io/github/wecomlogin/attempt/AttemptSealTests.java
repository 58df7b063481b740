package io.github.wecomlogin.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.util.Aead;
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

	/**
	 * 13 to 27 bytes hold a nonce but no tag.
	 */
	@Test
	void whenItIsTooShortThenItDoesNotOpen() {
		AttemptSeal seal = seal("secret", "wecom", NOW);
		for (int length = 0; length <= 40; length++) {
			String value = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[length]);
			assertThat(seal.open(NAME, value)).as("%d bytes", length).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-03-02T00:00:00Z", "2026-03-02T00:00:05Z", "2026-03-02T00:04:00Z" })
	void whenClockOfNodeIsBehindMidnightThenItOpens(Instant startedAt) {
		Attempt started = new Attempt("wecom", "a123", "nonce", SignInWay.WEB_LOGIN, null, startedAt, false);
		String sealed = seal("secret", "wecom", startedAt).seal(NAME, started);
		assertThat(seal("secret", "wecom", NOW).open(NAME, sealed)).isEqualTo(started);
		assertThat(seal("secret", "wecom", NOW.minus(Duration.ofMinutes(30))).open(NAME, sealed)).isNull();
	}

	@Test
	void whenAnotherVersionSealedItThenItDoesNotOpen() {
		byte[] key = new WeComApplication("wwcorp", 1, "secret")
			.deriveKey("attempt|" + Math.floorDiv(NOW.getEpochSecond(), Duration.ofDays(1).toSeconds()));
		byte[] associatedData = (NAME + "\nwecom").getBytes(StandardCharsets.UTF_8);
		for (String content : new String[] { "", "x", "\0\1a\0\1b\0\5OTHER",
				"\0\1a\0\1b\0\11WEB_LOGIN" + "\177".repeat(9) }) {
			byte[] sealed = new Aead(key).seal(content.getBytes(StandardCharsets.ISO_8859_1), associatedData);
			String value = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
			assertThat(seal("secret", "wecom", NOW).open(NAME, value)).isNull();
		}
	}

	private static AttemptSeal seal(String secret, String registrationId, Instant now) {
		Clock clock = Clock.fixed(now, ZoneOffset.UTC);
		WeComApplication application = new WeComApplication("wwcorp", 1, secret);
		return new AttemptSeal(registrationId, application, clock);
	}

}
