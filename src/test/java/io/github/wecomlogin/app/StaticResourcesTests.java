package io.github.wecomlogin.app;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stylesheets and icons, and the links of pages, which are none.
 */
@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
class StaticResourcesTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ResourceUrlProvider resources;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/roles", "/admin", "/logout", "/oauth2/authorization/wecom" })
	void whenPageLinksToPageThenClassPathIsNotSearched(String link) {
		assertThat(this.resources.getHandlerMap()).isNotEmpty();
		assertThat(this.resources.getHandlerMap().keySet())
			.noneMatch((pattern) -> new AntPathMatcher().match(pattern, link));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/assets/app.css", "/assets/icon.svg", "/assets/pico/pico.classless.min.css" })
	void whenPageLinksToResourceThenUrlContainsHash(String path) {
		String url = this.resources.getForLookupPath(path);
		assertThat(url).matches(path.replaceFirst("\\.(css|svg)$", "-[0-9a-f]{32}.$1").replace(".", "\\."));
		assertThat(this.mvc.get().uri("/login")).bodyText().contains("=\"" + url + "\"");
		assertThat(this.mvc.get().uri(url)).hasStatusOk()
			.hasHeader(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public");
	}

	@Test
	void whenFaviconIsRequestedThenItIsServed() {
		assertThat(this.mvc.get().uri("/favicon.ico")).hasStatusOk()
			.hasContentTypeCompatibleWith("image/*")
			.hasHeader(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/assets/nothing.css", "/assets/../favicon.ico", "/assets/%2e%2e/favicon.ico", "/app.css",
			"/nothing" })
	void whenNothingIsThereThenNotFoundWithoutLogLine(String path, CapturedOutput output) {
		int before = output.length();
		assertThat(this.mvc.get().uri(URI.create(path)).with(Visitors.member("USER")))
			.satisfies((result) -> assertThat(result.getResponse().getStatus()).isIn(400, 404));
		assertThat(output.subSequence(before, output.length())).doesNotContain("No mapping", path);
	}

}
