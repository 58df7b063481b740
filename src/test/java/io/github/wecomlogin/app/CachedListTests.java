package io.github.wecomlogin.app;

import java.time.Instant;
import java.util.Locale;

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.directory.DirectoryPart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CachedListTests {

	private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

	@Test
	void whenListWasReadThenItSaysWhenAndInWhichZone() {
		CachedList list = CachedList.of(new DirectoryPart(7L, 3, NOON, null), Locale.ENGLISH);
		assertThat(list.readAt().text()).matches("2026-0[23]-\\d\\d \\d\\d:\\d\\d:00 UTC[+-]\\d\\d:\\d\\d");
		assertThat(list.readAt()).hasToString(NOON.toString());
		assertThat(list.meaning()).isNull();
	}

	@Test
	void whenListCouldNotBeReadThenItSaysWhyInTheReadersLanguage() {
		DirectoryPart part = new DirectoryPart(null, 0, null,
				new WeComApiException("/cgi-bin/department/list", WeComError.of(-1), null));
		assertThat(CachedList.of(part, Locale.ENGLISH).meaning()).isEqualTo("WeCom is busy.");
		assertThat(CachedList.of(part, Locale.CHINESE).meaning()).isEqualTo(WeComError.of(-1).meaning(Locale.CHINESE));
		assertThat(CachedList.of(part, Locale.CHINESE).remedy()).isNotBlank();
	}

}
