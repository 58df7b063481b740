package io.github.wecomlogin.app.member;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MonogramTests {

	@ParameterizedTest
	@CsvSource({ "张三,三", "欧阳修文,修文", "诸葛亮,葛亮", "静,静", "amy,A", "Åsa,Å", "赵六 Liu,赵", "<b>,<" })
	void whenNameIsGivenThenMonogramIsShort(String name, String monogram) {
		assertThat(Monogram.of(name)).isEqualTo(monogram);
	}

}
