package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

	private static final Path BUILD = Path.of(System.getProperty("wecom-login.build.directory", "target"));

	private static final List<String> CREDENTIALS = List.of(SimulatedWeCom.SECRET, "corpsecret=", "simulated-token-",
			"simulated-ticket-", "simulated-code-");

	private static final Pattern ABOVE_DEBUG = Pattern.compile("(INFO |WARN |ERROR).*");

	/**
	 * The lines with a credential, read once for all tests.
	 */
	private static final List<String> lines = new ArrayList<>();

	@BeforeAll
	static void whenTestsHaveRunThenThereIsMuchToSearch() throws IOException {
		assertThat(logs()).as("logs of the tests")
			.hasSizeGreaterThanOrEqualTo(2)
			.anySatisfy((log) -> assertThat(log.toFile().length()).isGreaterThan(1_000_000));
		for (Path log : logs()) {
			// A charset that can read every byte: a line may not be written to its end
			// yet
			try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
				all.filter((line) -> CREDENTIALS.stream().anyMatch(line::contains)).forEach(lines::add);
			}
		}
		assertThat(lines).anyMatch((line) -> line.contains("/login/oauth2/code/wecom"));
	}

	@Test
	void whenAllTestsHaveRunThenNoSecretWasLogged() {
		assertThat(lines((line) -> line.contains(SimulatedWeCom.SECRET))).isEmpty();
		assertThat(lines((line) -> line.contains("corpsecret=") && !line.contains("corpsecret=***"))).isEmpty();
	}

	@Test
	void whenAllTestsHaveRunThenNoTokenAndNoTicketWasLogged() {
		assertThat(lines((line) -> line.contains("simulated-token-"))).isEmpty();
		assertThat(lines((line) -> line.contains("simulated-ticket-"))).isEmpty();
	}

	@Test
	void whenAllTestsHaveRunThenNoCodeWasLoggedAboveDebug() {
		assertThat(lines((line) -> line.contains("simulated-code-") && ABOVE_DEBUG.matcher(line).matches())).isEmpty();
		assertThat(lines((line) -> line.contains("simulated-code-"))).as("at DEBUG the web server shows them")
			.isNotEmpty();
	}

	private static List<Path> logs() throws IOException {
		try (Stream<Path> files = Files.list(BUILD)) {
			return files.filter((file) -> file.getFileName().toString().matches("test-run-.*\\.log")).toList();
		}
	}

	private static List<String> lines(Predicate<String> wanted) {
		return lines.stream().filter(wanted).limit(5).toList();
	}

}
