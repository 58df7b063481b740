package io.github.wecomlogin.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application processed ahead of time, as {@code spring-boot:process-aot} does, has
 * the same pages as without.
 */
@Timeout(600)
class AheadOfTimeIntegrationTests {

	private static final String MAIN_CLASS = WeComLoginApplication.class.getName();

	/**
	 * On a busy machine, no page tells of a timeout.
	 */
	private static final Map<String, String> PATIENT = Map.of("WECOM_SIGNINTIMEOUT", "60s", "WECOM_HTTP_READTIMEOUT",
			"30s", "SPRING_DATA_REDIS_TIMEOUT", "30s");

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	@TempDir
	private Path directory;

	@Test
	void whenJarIsProcessedThenItHasTheSamePages() throws Exception {
		run("extract", "-Djarmode=tools", "-jar", Artifact.APPLICATION.path().toAbsolutePath().toString(), "extract",
				"--destination", this.directory.resolve("jar").toString());
		String jar = this.directory.resolve("jar") + File.separator;
		String classPath = jar + Artifact.APPLICATION.path().getFileName() + File.pathSeparator + jar + "lib/*";
		List<String> store = List.of("--wecom.store=redis", "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + redis.port());
		String processed = process(classPath, store);
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			Map<String, String> environment = environment(weCom);
			PageTour ordinary = tour("ordinary", environment, start(classPath, false, store));
			assertThat(ordinary.paths()).containsAll(mappedPaths());
			assertThat(ordinary.pages()).containsEntry("administrator, en: GET /admin",
					new PageOutline(200, "/admin", "text/html;charset=UTF-8", "en: Administration · Example Group",
							List.of("Administration"), List.of("header", "nav", "main", "footer")));
			redis.stop();
			redis.start();
			PageTour ahead = tour("ahead", environment, start(processed, true, store));
			assertThat(ahead.pages()).containsExactlyEntriesOf(ordinary.pages());
			assertThat(findings("ahead-doctor", environment, start(processed, true, store)))
				.isEqualTo(findings("ordinary-doctor", environment, start(classPath, false, store)));
		}
	}

	@Test
	void whenDemoIsProcessedThenItHasTheSamePages() throws Exception {
		String classPath = System.getProperty("java.class.path");
		List<String> demo = List.of("--spring.profiles.active=demo");
		String processed = process(classPath, demo);
		List<String> ports = List.of("--spring.profiles.active=demo", "--wecom.simulator.port=0");
		Map<String, String> environment = new LinkedHashMap<>(PATIENT);
		environment.put("SERVER_PORT", "0");
		environment.put("WECOM_SETUP_TOKEN", PageTour.SETUP_TOKEN);
		PageTour ordinary = tour("ordinary", environment, start(classPath, false, ports));
		PageTour ahead = tour("ahead", environment, start(processed, true, ports));
		assertThat(ahead.pages()).containsExactlyEntriesOf(ordinary.pages());
	}

	private static Map<String, String> environment(SimulatedWeCom weCom) {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("WECOM_CORPID", SimulatedWeCom.CORP_ID);
		environment.put("WECOM_AGENTID", String.valueOf(SimulatedWeCom.AGENT_ID));
		environment.put("WECOM_SECRET", SimulatedWeCom.SECRET);
		environment.put("WECOM_ENDPOINTS_API", weCom.apiUrl());
		environment.put("WECOM_ENDPOINTS_AUTHORIZE", weCom.authorizeUrl());
		environment.put("WECOM_ENDPOINTS_WEBLOGIN", weCom.webLoginUrl());
		environment.put("WECOM_ROLES_0_ROLE", "ADMIN");
		environment.put("WECOM_ROLES_0_USERS", "zhaoliu");
		environment.put("WECOM_ROLES_1_ROLE", "HR");
		environment.put("WECOM_ROLES_1_DEPARTMENTS", "2");
		environment.put("WECOM_SETUP_TOKEN", PageTour.SETUP_TOKEN);
		environment.put("WECOM_BRAND_NAME", "Example Group");
		environment.put("WECOM_BRAND_SUPPORTURL", "https://help.example.com");
		environment.put("WECOM_BRAND_FOOTER", "Example Co., Ltd.");
		environment.putAll(PATIENT);
		environment.put("SERVER_ADDRESS", "127.0.0.1");
		environment.put("SERVER_PORT", "0");
		return environment;
	}

	/**
	 * Generates and compiles the classes that replace configuration at run time.
	 * @return the class path that contains them
	 */
	private String process(String classPath, List<String> arguments) throws Exception {
		Path aot = Files.createDirectory(this.directory.resolve("aot"));
		Path sources = aot.resolve("sources");
		Path resources = aot.resolve("resources");
		Path classes = aot.resolve("classes");
		run("process",
				Stream
					.of(Stream.of("-cp", classPath, SpringApplicationAotProcessor.class.getName(), MAIN_CLASS),
							Stream.of(sources, resources, classes).map(Path::toString),
							Stream.of("io.github.wecomlogin", "wecom-login"), arguments.stream())
					.flatMap((part) -> part)
					.toArray(String[]::new));
		String complete = classes + File.pathSeparator + resources + File.pathSeparator + classPath;
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (Stream<Path> files = Files.walk(sources)) {
			Stream<String> generated = files.map(Path::toString).filter((file) -> file.endsWith(".java"));
			int status = compiler.run(null, null, null,
					Stream
						.concat(Stream.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", complete),
								generated)
						.toArray(String[]::new));
			assertThat(status).as("status of the compiler").isZero();
		}
		return complete;
	}

	private void run(String name, String... arguments) throws IOException {
		Path here = Files.createDirectories(this.directory.resolve(name));
		List<String> command = java();
		command.addAll(List.of(arguments));
		try (ApplicationProcess process = ApplicationProcess.start(here, here.resolve("output"), Map.of(), command)) {
			assertThat(process.awaitExit()).as(process.output()).isZero();
		}
	}

	private static List<String> start(String classPath, boolean ahead, List<String> arguments) {
		List<String> command = java();
		command
			.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dspring.aot.enabled=" + ahead, "-cp", classPath, MAIN_CLASS));
		command.addAll(arguments);
		return command;
	}

	private static List<String> java() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(ApplicationProcess.FOR_A_SHORT_RUN);
		return command;
	}

	private PageTour tour(String name, Map<String, String> environment, List<String> command)
			throws IOException, InterruptedException {
		Path here = Files.createDirectory(this.directory.resolve(name));
		try (ApplicationProcess application = ApplicationProcess.start(here, here.resolve("output"), environment,
				command)) {
			int port = application.awaitPort();
			assertThat(application.output().contains("Starting AOT-processed WeComLoginApplication"))
				.isEqualTo(command.contains("-Dspring.aot.enabled=true"));
			return new PageTour(port);
		}
	}

	/**
	 * Runs the command {@code doctor}.
	 * @return the status of each check
	 */
	private List<String> findings(String name, Map<String, String> environment, List<String> command)
			throws IOException {
		Path here = Files.createDirectory(this.directory.resolve(name));
		List<String> doctor = new ArrayList<>(command);
		doctor.addAll(doctor.indexOf(MAIN_CLASS) + 1, List.of("doctor", "--json"));
		try (ApplicationProcess process = ApplicationProcess.start(here, here.resolve("output"), environment, doctor)) {
			assertThat(process.awaitExit()).as(process.output()).isLessThan(2);
			return JsonMapper.shared()
				.readTree(process.output())
				.path("findings")
				.valueStream()
				.map((finding) -> finding.path("check").asString() + " " + finding.path("status").asString())
				.toList();
		}
	}

	/**
	 * Returns the paths of all controllers of the application.
	 */
	private static Set<String> mappedPaths() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.wecomlogin.app")
			.stream()
			.flatMap((type) -> Arrays.stream(type.reflect().getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(GetMapping.class))
			.flatMap((method) -> Arrays.stream(method.getAnnotation(GetMapping.class).value()))
			.collect(Collectors.toSet());
	}

}
