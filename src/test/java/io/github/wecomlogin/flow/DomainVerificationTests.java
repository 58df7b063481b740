package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;

import io.github.wecomlogin.fixture.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files with which WeCom checks who owns the domain.
 */
class DomainVerificationTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.domain-verification[0]=WW_verify_7rG3kjVbXHngiald.txt",
				"wecom.domain-verification[1]=WW_verify_abc.txt=other content=1");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void whenFileIsConfiguredThenAnybodyGetsItsBytes() {
		HttpResponse<String> response = application.browser("curl/8").get("/WW_verify_7rG3kjVbXHngiald.txt");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("7rG3kjVbXHngiald");
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
		assertThat(application.desktop().get("/WW_verify_abc.txt").body()).isEqualTo("other content=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/WW_verify_other.txt", "/WW_verify_.txt", "/WW_verify_7rG3kjVbXHngiald.txt/",
			"/WW_verify_7rG3kjVbXHngiald.txt;x", "/WW_verify_7rG3kjVbXHngialD.txt",
			"/WW_verify_%37rG3kjVbXHngiald.txt" })
	void whenNameIsAnyOtherThenNotFound(String path) {
		assertThat(application.desktop().get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void whenFileIsPostedToThenNotFound() {
		assertThat(application.desktop().post("/WW_verify_abc.txt", "a=b").statusCode()).isEqualTo(404);
	}

	@Test
	void whenOnlyHeadersAreAskedForThenTheyAreThoseOfTheFile() {
		HttpResponse<String> response = application.desktop().send("HEAD", "/WW_verify_abc.txt", null);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Length")).hasValue("15");
	}

}
