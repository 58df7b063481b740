package io.github.wecomlogin.autoconfigure.properties;

import java.util.Map;
import java.util.function.Consumer;

import io.github.wecomlogin.autoconfigure.Runners;
import io.github.wecomlogin.autoconfigure.StartFailures;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.page.HexColor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class BrandPropertiesTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=Secret-_0123456789abcdefghijklmnopqrstuvwxy");

	@Test
	void whenNothingIsSetThenNoBrand() {
		brand(Map.of(), (brand) -> {
			assertThat(brand).isEqualTo(new Brand(null, null, null, null, null, null, null));
			assertThat(brand.css()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "logo", "logo-dark", "color", "color-dark", "support-url", "footer" })
	void whenValueIsBlankThenItIsUnset(String key) {
		brand(Map.of("wecom.brand." + key, " \u3000\u200b"),
				(brand) -> assertThat(brand).isEqualTo(new Brand(null, null, null, null, null, null, null)));
	}

	@Test
	void whenGivenByEnvironmentVariablesThenUsed() {
		Map<String, Object> variables = Map.of("WECOM_BRAND_NAME", "示例集团 & Co.", "WECOM_BRAND_LOGO",
				"https://cdn.example.com/logo.svg", "WECOM_BRAND_LOGODARK", "/logo-dark.svg", "WECOM_BRAND_COLOR",
				"#C8102E", "WECOM_BRAND_COLORDARK", "ff8fa0", "WECOM_BRAND_SUPPORTURL", "mailto:it@example.com",
				"WECOM_BRAND_FOOTER", "© 2026 示例集团");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run((context) -> assertThat(context.getBean(Brand.class))
				.isEqualTo(new Brand("示例集团 & Co.", "https://cdn.example.com/logo.svg", "/logo-dark.svg",
						new HexColor(0xC8102E), new HexColor(0xFF8FA0), "mailto:it@example.com", "© 2026 示例集团")));
	}

	@Test
	void whenValueIsInvalidThenApplicationDoesNotStart() {
		FailureAnalysis analysis = StartFailures.analysisOf(this.runner.withPropertyValues("wecom.brand.color=#ff0"));
		assertThat(analysis.getDescription()).contains("'wecom.brand.color' is #ffff00");
		assertThat(analysis.getAction()).contains("Use a darker shade", "更深的颜色");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#c8102e", "#0052d9", "#000", "#176b3a" })
	void whenColorIsAloneThenADarkBackgroundHasALighterShade(String color) {
		brand(Map.of("wecom.brand.color", color), (brand) -> {
			assertThat(brand.color()).hasToString(HexColor.parse(color).toString());
			assertThat(brand.colorDark()).isNotNull().isNotEqualTo(brand.color());
			assertThat(brand.colorDark().contrast(Brand.DARK_BACKGROUND)).isGreaterThanOrEqualTo(4.5);
		});
	}

	@ParameterizedTest
	@CsvSource({ "color, #ffdd00, 1.22:1, darker", "color, #07c160, 2.16:1, darker", "color, #767676, 4.12:1, darker",
			"color, #fff, 1.10:1, darker", "color-dark, #1f5fd6, 2.85:1, lighter", "color-dark, #000, 1.28:1, lighter",
			"color-dark, #c8102e, 2.78:1, lighter" })
	void whenContrastIsTooLowThenStartFailsWithRatioAndShade(String key, String color, String ratio, String shade) {
		FailureAnalysis analysis = analysisOf(Map.of("wecom.brand." + key, color));
		assertThat(analysis.getDescription()).contains("'wecom.brand." + key + "'", HexColor.parse(color).toString(),
				ratio, "4.5:1");
		assertThat(analysis.getAction()).contains("Use a " + shade + " shade, such as #");
		String suggestion = analysis.getAction().replaceFirst("(?s).*?such as (#[0-9a-f]{6}).*", "$1");
		brand(Map.of("wecom.brand." + key, suggestion), (brand) -> assertThat(brand.css()).contains(suggestion));
	}

	@ParameterizedTest
	@ValueSource(strings = { "red", "#12345", "rgb(1,2,3)", "#c8102e}", "var(--x)", "＃c8102e", "\"#c8102e\"" })
	void whenColorIsNotHexadecimalThenStartFails(String color) {
		for (String key : new String[] { "color", "color-dark" }) {
			FailureAnalysis analysis = analysisOf(Map.of("wecom.brand." + key, color));
			assertThat(analysis.getDescription()).contains("'wecom.brand." + key + "' is not a hexadecimal color");
			assertThat(analysis.getAction()).contains("hexadecimal digits", "十六进制");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://cdn.example.com/a/logo.svg?v=2", "https://cdn.example.com:8443/logo.png",
			"/logo.svg", "/assets/brand/logo-1.0.svg", "data:image/png;base64,iVBORw0KGgo=",
			"data:image/svg+xml;base64,PHN2Zy8+", "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E",
			"data:image/svg+xml;charset=utf-8,%3Csvg/%3E" })
	void whenLogoIsAnImageThenUsed(String logo) {
		brand(Map.of("wecom.brand.logo", logo, "wecom.brand.logo-dark", logo), (brand) -> {
			assertThat(brand.logo()).isEqualTo(logo);
			assertThat(brand.logoDark()).isEqualTo(logo);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://cdn.example.com/logo.svg", "//cdn.example.com/logo.svg", "/\\cdn.example.com/a",
			"javascript:alert(1)", "logo.svg", "/a/../logo.svg", "/logo svg", "/", "https://", "https:/logo.svg",
			"https://user:secret@cdn.example.com/logo.svg", "https://cdn.example.com/logo.svg#x",
			"data:text/html,%3Cscript%3E", "data:image/gif;base64,R0lG", "data:image/svg+xml,<svg/>",
			"data:image/png;base64,not base64", "data:image/png;base64,a===", "data:image/svg+xml,#",
			"data:image/svg+xml,\"onerror=", "https://cdn.example.com/lo\ngo.svg", "https://cdn.example.com/\"x" })
	void whenLogoIsAnythingElseThenStartFails(String logo) {
		assertThat(analysisOf(Map.of("wecom.brand.logo", logo)).getDescription()).contains("'wecom.brand.logo'")
			.doesNotContain("secret");
		assertThat(analysisOf(Map.of("wecom.brand.logo", "/logo.svg", "wecom.brand.logo-dark", logo)).getDescription())
			.contains("'wecom.brand.logo-dark'");
	}

	@Test
	void whenLogoIsTooLongOrOnlyDarkThenStartFails() {
		String data = "data:image/png;base64," + "A".repeat(40_000);
		assertThat(analysisOf(Map.of("wecom.brand.logo", data)).getDescription()).contains("40022 characters", "32768");
		assertThat(analysisOf(Map.of("wecom.brand.logo-dark", "/logo.svg")).getDescription())
			.contains("'wecom.brand.logo-dark' is set, but 'wecom.brand.logo' is not");
	}

	@ParameterizedTest
	@CsvSource({ "https://help.example.com/sign-in?from=wecom, https://help.example.com/sign-in?from=wecom",
			"https://help.example.com/帮助, https://help.example.com/%E5%B8%AE%E5%8A%A9",
			"mailto:it@example.com, mailto:it@example.com",
			"mailto:it@example.com?subject=Sign-in, mailto:it@example.com?subject=Sign-in",
			"tel:+86-10-12345678, tel:+86-10-12345678", "tel:1234, tel:1234" })
	void whenSupportUrlIsALinkThenUsed(String url, String used) {
		brand(Map.of("wecom.brand.support-url", url), (brand) -> assertThat(brand.supportUrl()).isEqualTo(used));
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
			"http://help.example.com", "//help.example.com", "/help", "help.example.com", "it@example.com", "mailto:",
			"mailto:it", "tel:", "tel:call-me", "https://", "https:help", "https://u:p@help.example.com",
			"ftp://help.example.com", "https://help.example.com/a b", "vbscript:x", "java\nscript:alert(1)" })
	void whenSupportUrlIsAnythingElseThenStartFails(String url) {
		FailureAnalysis analysis = analysisOf(Map.of("wecom.brand.support-url", url));
		assertThat(analysis.getDescription()).contains("'wecom.brand.support-url'");
		assertThat(analysis.getAction()).contains("mailto:it@example.com");
	}

	@Test
	void whenTextIsLongThenStartFailsAboveTheLimit() {
		brand(Map.of("wecom.brand.name", "名".repeat(64), "wecom.brand.footer", "𠮷".repeat(256)), (brand) -> {
			assertThat(brand.name()).hasSize(64);
			assertThat(brand.footer()).hasSize(512);
		});
		assertThat(analysisOf(Map.of("wecom.brand.name", "名".repeat(65))).getDescription())
			.contains("'wecom.brand.name' has 65 characters", "64");
		assertThat(analysisOf(Map.of("wecom.brand.footer", "x".repeat(257))).getDescription())
			.contains("'wecom.brand.footer' has 257 characters", "256");
	}

	@ParameterizedTest
	@CsvSource({ "name, 'ACME\nCorp', line break", "footer, 'ACME\u200bCorp', zero-width",
			"footer, 'ACME\u0000Corp', control" })
	void whenTextHasInvisibleCharactersThenStartFails(String key, String text, String problem) {
		assertThat(analysisOf(Map.of("wecom.brand." + key, text)).getDescription())
			.contains("'wecom.brand." + key + "' has a", problem);
	}

	private static void brand(Map<String, Object> properties, Consumer<Brand> test) {
		test.accept(map(properties));
	}

	private static Brand map(Map<String, Object> properties) {
		BrandProperties brand = new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("wecom.brand",
				BrandProperties.class);
		return new BrandPropertiesMapper(brand).map();
	}

	/**
	 * Returns what Spring Boot prints if an application with these properties is started.
	 */
	private static FailureAnalysis analysisOf(Map<String, Object> properties) {
		return StartFailures.analyze(catchThrowable(() -> map(properties)));
	}

}
