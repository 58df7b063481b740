package com.example;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody gets who depends on the library.
 */
class ClassPathTests {

	@Test
	void whenApplicationRunsThenWithTheLibraryAndWhatItNeedsOnly() throws IOException {
		assertThat(runtimeClassPath())
			.anySatisfy((jar) -> assertThat(jar).matches("wecom-login-[0-9.]+(-SNAPSHOT|-[0-9.-]+)?\\.jar"))
			.anySatisfy((jar) -> assertThat(jar).startsWith("spring-security-oauth2-client-"))
			.anySatisfy((jar) -> assertThat(jar).startsWith("caffeine-"))
			.noneSatisfy((jar) -> assertThat(jar).containsAnyOf("thymeleaf", "wiremock", "jetty", "httpclient", "junit",
					"opentest4j", "apiguardian", "assertj", "archunit", "playwright", "-test"));
	}

	private static List<String> runtimeClassPath() throws IOException {
		String classPath = Files.readString(Path.of(System.getProperty("runtime-class-path"))).strip();
		return Arrays.stream(classPath.split(File.pathSeparator)).map((jar) -> new File(jar).getName()).toList();
	}

}
