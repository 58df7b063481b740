package io.github.wecomlogin.web.page;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QrCodeTests {

	@Test
	void whenAddressIsShortThenItsCodeHasAMargin() {
		QrCode code = QrCode.of("https://portal.example.com/page");
		assertThat(code).isNotNull();
		// Version 3 has 29 modules, and the margin 4 on each side
		assertThat(code.size()).isEqualTo(37);
		assertThat(code.path()).startsWith("M4 4h1v1h-1z")
			.matches("(M\\d+ \\d+h1v1h-1z)+")
			.doesNotContainPattern("M[0-3] |M\\d+ [0-3]h|M3[3-9] ");
		assertThat(QrCode.of("https://portal.example.com/pagf")).isNotEqualTo(code);
	}

	@Test
	void whenAddressIsTooLongToBeReadFromAPhoneThenThereIsNoCode() {
		assertThat(QrCode.of("a".repeat(400))).isNotNull();
		assertThat(QrCode.of("a".repeat(401))).isNull();
	}

}
