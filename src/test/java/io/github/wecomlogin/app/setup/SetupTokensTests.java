package io.github.wecomlogin.app.setup;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SetupTokensTests {

	private static final String TOKEN = "0123456789abcdef";

	private static final String ADDRESS = "192.0.2.7";

	private final AtomicLong time = new AtomicLong();

	private final SetupTokens tokens = new SetupTokens(null, this.time::get);

	private final SetupTokens configured = new SetupTokens(TOKEN, this.time::get);

	@Test
	void whenLinkIsRedeemedThenItIsSpent() {
		String link = this.tokens.newLink();
		assertThat(link).matches("[0-9a-f]{32}");
		assertThat(this.tokens.redeemLink(link, ADDRESS)).isTrue();
		assertThat(this.tokens.redeemLink(link, ADDRESS)).isFalse();
	}

	@Test
	void whenThereIsANewLinkThenTheOldOneIsVoid() {
		String old = this.tokens.newLink();
		String link = this.tokens.newLink();
		assertThat(link).isNotEqualTo(old);
		assertThat(this.tokens.redeemLink(old, ADDRESS)).isFalse();
		assertThat(this.tokens.redeemLink(link, ADDRESS)).isTrue();
	}

	@Test
	void whenThereIsNoLinkThenNothingIsRedeemed() {
		assertThat(this.tokens.redeemLink("", ADDRESS)).isFalse();
		assertThat(this.tokens.matchesConfigured("", ADDRESS)).isFalse();
		assertThat(this.configured.redeemLink(TOKEN, ADDRESS)).isFalse();
	}

	@Test
	void whenTokenIsConfiguredThenItIsAcceptedRepeatedly() {
		for (int i = 0; i < 2 * SetupTokens.MAX_WRONG; i++) {
			assertThat(this.configured.matchesConfigured(TOKEN, ADDRESS)).isTrue();
		}
		assertThat(this.configured.matchesConfigured(TOKEN + "x", ADDRESS)).isFalse();
		assertThat(this.configured.matchesConfigured(TOKEN.toUpperCase(Locale.ROOT), ADDRESS)).isFalse();
	}

	@Test
	void whenTokensWereWrongThenTheirAddressHasToWait() {
		for (int i = 0; i < SetupTokens.MAX_WRONG; i++) {
			assertThat(this.configured.matchesConfigured("wrong", ADDRESS)).isFalse();
		}
		assertThat(this.configured.matchesConfigured(TOKEN, ADDRESS)).isFalse();
		assertThat(this.configured.matchesConfigured(TOKEN, "192.0.2.8")).isTrue();
		this.time.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(this.configured.matchesConfigured(TOKEN, ADDRESS)).isTrue();
	}

	@Test
	void whenAddressHasToWaitThenItsLinkIsNotSpent() {
		String link = this.tokens.newLink();
		for (int i = 0; i < SetupTokens.MAX_WRONG; i++) {
			this.tokens.redeemLink("wrong", ADDRESS);
		}
		assertThat(this.tokens.redeemLink(link, ADDRESS)).isFalse();
		this.time.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(this.tokens.redeemLink(link, ADDRESS)).isTrue();
	}

}
