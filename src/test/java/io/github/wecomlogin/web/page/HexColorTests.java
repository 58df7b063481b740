package io.github.wecomlogin.web.page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HexColorTests {

	@ParameterizedTest
	@CsvSource({ "000000, ffffff, 21", "777777, ffffff, 4.48", "767676, ffffff, 4.54", "ff0000, ffffff, 4.00",
			"0000ff, ffffff, 8.59", "07c160, ffffff, 2.38", "0052d9, ffffff, 6.54", "c8102e, c8102e, 1" })
	void whenColorsAreComparedThenTheRatioIsThatOfWcag(String one, String other, double ratio) {
		assertThat(color(one).contrast(color(other))).isCloseTo(ratio, within(0.01));
		assertThat(color(other).contrast(color(one))).isEqualTo(color(one).contrast(color(other)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "#c8102e", "#C8102E", "c8102e" })
	void whenNotationIsHexadecimalThenColor(String text) {
		assertThat(color(text)).hasToString("#c8102e");
	}

	@Test
	void whenNotationIsShortThenEachDigitCountsTwice() {
		assertThat(color("#1bF")).hasToString("#11bbff");
		assertThat(color("#000")).hasToString("#000000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#", "red", "#12", "#1234", "#12345", "#1234567", "#12345678", "#gggggg", "##123456",
			"rgb(1,2,3)", "#c8102e;}body{display:none", "#c8102e\n", " #c8102e" })
	void whenNotationIsAnotherThenNoColor(String text) {
		assertThat(HexColor.parse(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ffff00", "07c160", "ff8800", "ffffff", "000000", "1a202a", "c8102e", "0052d9", "7f7f7f" })
	void whenShadeIsFoundThenItIsReadable(String text) {
		assertThat(color(text).readableOn(Brand.LIGHT_BACKGROUND).contrast(Brand.LIGHT_BACKGROUND))
			.isGreaterThanOrEqualTo(HexColor.MIN_CONTRAST);
		assertThat(color(text).readableOn(Brand.DARK_BACKGROUND).contrast(Brand.DARK_BACKGROUND))
			.isGreaterThanOrEqualTo(HexColor.MIN_CONTRAST);
	}

	@Test
	void whenColorIsReadableThenItIsItsOwnShade() {
		assertThat(color("c8102e").readableOn(Brand.LIGHT_BACKGROUND)).isEqualTo(color("c8102e"));
		assertThat(color("7fabff").readableOn(Brand.DARK_BACKGROUND)).isEqualTo(color("7fabff"));
	}

	private static HexColor color(String text) {
		HexColor color = HexColor.parse(text);
		assertThat(color).isNotNull();
		return color;
	}

}
