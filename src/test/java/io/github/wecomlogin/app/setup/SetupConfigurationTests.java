package io.github.wecomlogin.app.setup;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SetupConfigurationTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  " })
	void whenTokenIsBlankThenNoneIsConfigured(String token) {
		assertThat(tokens(token).isConfigured()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123456789abcde", "   0123456789   ", "“0123456789abcdef”", "0123456789\u200babcdef" })
	void whenTokenIsShortOrOddThenApplicationDoesNotStart(String token) {
		assertThatExceptionOfType(InvalidWeComPropertyException.class).isThrownBy(() -> tokens(token))
			.withMessageContaining("wecom.setup.token")
			.withMessageNotContaining("0123456789");
	}

	@Test
	void whenTokenHasSixteenCharactersThenItIsUsed() {
		SetupTokens tokens = tokens(" 0123456789abcdef ");
		assertThat(tokens.isConfigured()).isTrue();
		assertThat(tokens.matchesConfigured("0123456789abcdef", "192.0.2.7")).isTrue();
	}

	private static SetupTokens tokens(String token) {
		WeComProperties properties = new WeComProperties();
		properties.getSetup().setToken(token);
		return new SetupConfiguration().setupTokens(properties);
	}

}
