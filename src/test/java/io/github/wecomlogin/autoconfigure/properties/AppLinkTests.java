package io.github.wecomlogin.autoconfigure.properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AppLinkTests {

	@ParameterizedTest
	@ValueSource(strings = { "wxwork://", "wxwork://open?url={url}", "WXWORK://a/b%20c?u={url}#f",
			"https://app.example.com/open?to={url}", "intent://open?u={url}#Intent;scheme=wxwork;end" })
	void whenLinkOpensAnAppThenItIsAccepted(String link) {
		assertThat(PropertyChecks.appLink("wecom.app-link", " " + link + " ")).isEqualTo(link);
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x",
			"blob:https://a/b", "file:///etc/passwd", "http://app.example.com/?u={url}", "about:blank",
			"//evil.example/", "wxwork", "{url}", "wxwork://a b", "wxwork://a\"b", "wxwork://<b>", "wxwork://{page}",
			"wxwork://a%zz", "wxwork://企业" })
	void whenLinkIsNotOneOfAnAppThenItIsRefused(String link) {
		assertThatExceptionOfType(InvalidWeComPropertyException.class)
			.isThrownBy(() -> PropertyChecks.appLink("wecom.app-link", link));
	}

	@Test
	void whenLinkIsNotSetThenThereIsNone() {
		assertThat(PropertyChecks.appLink("wecom.app-link", null)).isNull();
		assertThat(PropertyChecks.appLink("wecom.app-link", " ")).isNull();
	}

}
