package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches what was logged at DEBUG by all tests before these, see
 * {@code logback-test.xml}. The simulator's credentials say by themselves what they are.
 */
class TestOutputIntegrationTests {

	private static final Path LOG = Path.of(System.getProperty("wecom-login.build.directory", "target"),
			"test-run.log");

	private static final Pattern ABOVE_DEBUG = Pattern.compile("(INFO |WARN |ERROR).*");

	@BeforeAll
	static void whenTestsHaveRunThenThereIsMuchToSearch() throws IOException {
		assertThat(LOG).as("the log of the tests").isRegularFile();
		assertThat(Files.size(LOG)).isGreaterThan(1_000_000);
		assertThat(lines((line) -> line.contains("/login/oauth2/code/wecom"))).isNotEmpty();
	}

	@Test
	void whenAllTestsHaveRunThenNoSecretWasLogged() throws IOException {
		assertThat(lines((line) -> line.contains(SimulatedWeCom.SECRET))).isEmpty();
		assertThat(lines((line) -> line.contains("corpsecret=") && !line.contains("corpsecret=***"))).isEmpty();
	}

	@Test
	void whenAllTestsHaveRunThenNoTokenAndNoTicketWasLogged() throws IOException {
		assertThat(lines((line) -> line.contains("simulated-token-"))).isEmpty();
		assertThat(lines((line) -> line.contains("simulated-ticket-"))).isEmpty();
	}

	@Test
	void whenAllTestsHaveRunThenNoCodeWasLoggedAboveDebug() throws IOException {
		assertThat(lines((line) -> line.contains("simulated-code-") && ABOVE_DEBUG.matcher(line).matches())).isEmpty();
		assertThat(lines((line) -> line.contains("simulated-code-"))).as("at DEBUG the web server shows them")
			.isNotEmpty();
	}

	private static List<String> lines(Predicate<String> wanted) throws IOException {
		try (Stream<String> lines = Files.lines(LOG)) {
			return lines.filter(wanted).limit(5).toList();
		}
	}

}
