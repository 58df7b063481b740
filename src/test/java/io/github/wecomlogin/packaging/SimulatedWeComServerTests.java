package io.github.wecomlogin.packaging;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatedWeComServer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class SimulatedWeComServerTests {

	private static final Pattern CONSOLE = Pattern.compile(": (http://127\\.0\\.0\\.1:\\d+/console)\\R");

	private static final Pattern PORT = Pattern.compile("on port (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void whenStartedThenDemoCompanyAloneUntilItIsTerminated() throws Exception {
		try (ApplicationProcess server = start("--port=0")) {
			String url = "http://127.0.0.1:" + server.awaitOutput(PORT);
			assertThat(get(url + SimulatedWeCom.GETTOKEN + "?corpid=" + SimulatedWeCom.CORP_ID + "&corpsecret="
					+ SimulatedWeCom.SECRET)
				.body()).contains("\"errcode\":0");
			assertThat(get(url + SimulatedWeCom.GETTOKEN + "?corpid=ww0123456789abcdef&corpsecret=" + "s".repeat(43))
				.body()).doesNotContain("access_token", "\"errcode\":0");
			assertThat(get(url + "/__admin/mappings").statusCode()).isEqualTo(404);
			assertThat(server.terminate()).as("ended by SIGTERM").isEqualTo(128 + 15);
			assertThat(server.output().lines()).hasSize(1).first().asString().contains("127.0.0.1", "仅限演示企业");
		}
	}

	@Test
	void whenCompanyIsFreshThenItsConsoleIsPrinted() throws Exception {
		try (ApplicationProcess server = start("--port=0", "--fresh-company")) {
			HttpResponse<String> console = get(server.awaitOutput(CONSOLE));
			assertThat(console.statusCode()).isEqualTo(200);
			assertThat(console.body()).contains(SimulatedWeCom.CORP_ID, SimulatedWeCom.SECRET, "企业可信IP");
		}
	}

	@Test
	void whenFirstHourIsDocumentedThenBothLanguagesStartIt() throws IOException {
		List<String> commands = commands("docs/first-hour.md");
		assertThat(commands.get(0)).contains("mvn package -DskipTests", "-test.jar:",
				SimulatedWeComServer.class.getName() + " --fresh-company");
		assertThat(commands("docs/first-hour.zh-CN.md")).hasSize(3).isEqualTo(commands);
	}

	private static List<String> commands(String document) throws IOException {
		return Pattern.compile("(?ms)^```bash\\n(.*?)\\n```$")
			.matcher(Files.readString(Path.of(document)))
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--port=x", "--port=65536", "--port=", "--port", "--address=", "--company=other", "8090" })
	void whenOptionIsWrongThenEndsAndSaysWhich(String option) {
		try (ApplicationProcess server = start(option)) {
			assertThat(server.awaitExit()).isEqualTo(2);
			assertThat(server.output()).contains("Options: --port=8090", "选项").doesNotContain("Exception");
		}
	}

	private ApplicationProcess start(String... options) {
		String classPath = Stream.of(SimulatedWeComServer.class, WireMockServer.class, NullMarked.class)
			.map((type) -> new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString())
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(Dockerfile.onThisMachine(List.of("java", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8",
				"-Dsun.stderr.encoding=UTF-8", "-cp", classPath, SimulatedWeComServer.class.getName())));
		command.addAll(List.of(options));
		return ApplicationProcess.start(this.directory, this.directory.resolve("output"), Map.of(), command);
	}

	private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
	}

}
