package io.github.wecomlogin.refusal;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WeComRefusalNoticeTests {

	@Test
	void whenSignInsAreRefusedThenEachHasItsReference() {
		assertThat(Stream.generate(() -> new WeComRefusalException(WeComRefusal.OUTSIDER).getReference()).limit(200))
			.doesNotHaveDuplicates()
			.allMatch((reference) -> reference.matches("[2-9A-Z]{8}"))
			.noneMatch((reference) -> reference.matches(".*[ILOU].*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7K3M9PQ", "7K3M9PQXY", "7k3m9pqx", "7K3M9PQ0", "7K3M9PQO", "7K3M 9PQ", "７K3M9PQX",
			"7K3M9PQ\n", "<b>x</b>" })
	void whenReferenceHasAnotherShapeThenThereIsNone(String forged) {
		assertThat(WeComRefusalNotice.of("outsider", forged))
			.isEqualTo(new WeComRefusalNotice(WeComRefusal.OUTSIDER, null));
	}

	@Test
	void whenCodeIsUnknownThenThereIsNoNotice() {
		assertThat(WeComRefusalNotice.of("nonsense", "7K3M9PQX")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/login, /login?error=outsider&ref=7K3M9PQX", "/in?tenant=a, /in?tenant=a&error=outsider&ref=7K3M9PQX",
			"/app#/in, /app?error=outsider&ref=7K3M9PQX#/in" })
	void whenAddedToAPageThenItsQueryStays(String page, String address) {
		assertThat(new WeComRefusalNotice(WeComRefusal.OUTSIDER, "7K3M9PQX").addTo(page)).isEqualTo(address);
		assertThat(new WeComRefusalNotice(WeComRefusal.OUTSIDER, null).addTo(page))
			.isEqualTo(address.replace("&ref=7K3M9PQX", ""));
	}

	@ParameterizedTest
	@CsvSource({ "https://help.example.com, https://help.example.com?ref=7K3M9PQX",
			"https://help.example.com/it?app=a#new, https://help.example.com/it?app=a&ref=7K3M9PQX#new",
			"HTTP://help.example.com/, HTTP://help.example.com/?ref=7K3M9PQX",
			"mailto:it@example.com, mailto:it@example.com?subject=7K3M9PQX",
			"mailto:it@example.com?cc=a@example.com, mailto:it@example.com?cc=a@example.com&subject=7K3M9PQX",
			"mailto:it@example.com?subject=Sign-in&cc=a@b.c, mailto:it@example.com?subject=Sign-in%207K3M9PQX&cc=a@b.c",
			"tel:+861012345678, tel:+861012345678" })
	void whenSupportIsContactedThenTheAddressHasTheReference(String url, String address) {
		assertThat(RefusalReference.withReference(url, "7K3M9PQX")).isEqualTo(address);
		assertThat(RefusalReference.withReference(url, null)).isEqualTo(url);
	}

}
