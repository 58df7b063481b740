package io.github.wecomlogin.packaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArtifactsIntegrationTests {

	private static final int JAVA_17 = 61;

	private static final Pattern NOT_THE_LIBRARY = Pattern.compile("io/github/wecomlogin/(app|simulator)/.+");

	private static final Pattern TEST_SUPPORT_PACKAGE = Pattern.compile("io/github/wecomlogin/(simulator|test)/.+");

	private static final Pattern OF_THE_APPLICATION = Pattern.compile("io/github/wecomlogin/app/.*|templates/.*"
			+ "|static/.*|messages.*\\.properties|application.*\\.(yml|yaml|properties)|BOOT-INF/.*");

	private static final Pattern NAME_OF_OURS = Pattern.compile("io\\.github\\.wecomlogin(\\.\\w+)+");

	@Test
	void whenLibraryThenAllOfTheLibrary() {
		List<String> ours = Artifact.APPLICATION.files()
			.stream()
			.filter((file) -> file.startsWith("BOOT-INF/classes/io/github/wecomlogin/"))
			.map((file) -> file.substring("BOOT-INF/classes/".length()))
			.filter((file) -> !NOT_THE_LIBRARY.matcher(file).matches())
			.toList();
		assertThat(Artifact.LIBRARY.files()).filteredOn((file) -> file.startsWith("io/"))
			.hasSizeGreaterThan(100)
			.containsExactlyInAnyOrderElementsOf(ours);
	}

	@Test
	void whenLibraryThenNothingButTheLibrary() {
		assertThat(Artifact.LIBRARY.files().stream().filter((file) -> !file.startsWith("io/github/wecomlogin/")))
			.containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/spring.factories",
					"META-INF/spring/aot.factories",
					"META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
					"META-INF/spring/org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest.imports",
					"META-INF/spring-autoconfigure-metadata.properties", "META-INF/spring-configuration-metadata.json",
					"META-INF/maven/io.github.wecomlogin/wecom-login/pom.xml",
					"META-INF/maven/io.github.wecomlogin/wecom-login/pom.properties");
		assertThat(Artifact.LIBRARY.files()).filteredOn((file) -> file.endsWith(".properties"))
			.contains("io/github/wecomlogin/refusal/messages.properties",
					"io/github/wecomlogin/refusal/messages_zh.properties",
					"io/github/wecomlogin/client/errors.properties", "io/github/wecomlogin/client/errors_zh.properties",
					"io/github/wecomlogin/doctor/findings.properties",
					"io/github/wecomlogin/doctor/findings_zh.properties",
					"io/github/wecomlogin/util/operators.properties",
					"io/github/wecomlogin/util/operators_zh.properties");
		assertThat(Artifact.LIBRARY.files()).filteredOn((file) -> file.endsWith(".class"))
			.isNotEmpty()
			.noneMatch((file) -> file.contains("Tests") || file.contains("__"));
	}

	@Test
	void whenLibraryNamesAClassThenItIsInside() {
		List<String> files = Artifact.LIBRARY.files();
		Stream<String> descriptors = files.stream()
			.filter((file) -> file.endsWith(".imports") || file.endsWith("spring.factories"));
		assertThat(descriptors).hasSize(3).allSatisfy((descriptor) -> {
			Matcher names = NAME_OF_OURS.matcher(Artifact.LIBRARY.text(descriptor));
			assertThat(names.results()).isNotEmpty()
				.allSatisfy((name) -> assertThat(files).contains(name.group().replace('.', '/') + ".class"));
		});
	}

	@Test
	void whenLibraryThenPropertiesAreDescribed() {
		assertThat(Artifact.LIBRARY.text("META-INF/spring-configuration-metadata.json")).contains("\"wecom.corp-id\"",
				"\"wecom.agent-id\"", "\"wecom.secret\"", "\"wecom.base-url\"", "\"wecom.endpoints.api\"",
				"\"wecom.registration\"");
	}

	@Test
	void whenTestSupportThenNothingButSimulatorAndTestSupport() {
		assertThat(
				Artifact.TEST_SUPPORT.files().stream().filter((file) -> !TEST_SUPPORT_PACKAGE.matcher(file).matches()))
			.containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/LICENSE",
					"META-INF/maven/io.github.wecomlogin/wecom-login/pom.xml",
					"META-INF/maven/io.github.wecomlogin/wecom-login/pom.properties");
		assertThat(Artifact.TEST_SUPPORT.files())
			.contains("io/github/wecomlogin/simulator/SimulatedWeCom.class",
					"io/github/wecomlogin/simulator/page/simulator.css",
					"io/github/wecomlogin/simulator/page/texts.properties",
					"io/github/wecomlogin/simulator/page/texts_zh.properties",
					"io/github/wecomlogin/test/WeComSimulatorExtension.class",
					"io/github/wecomlogin/test/WeComLoginRequestPostProcessors.class")
			.noneMatch((file) -> file.endsWith("Tests.class"));
	}

	@ParameterizedTest
	@EnumSource(names = "APPLICATION", mode = EnumSource.Mode.EXCLUDE)
	void whenNotTheApplicationThenNothingOfTheApplication(Artifact artifact) {
		assertThat(artifact.files()).noneMatch((file) -> OF_THE_APPLICATION.matcher(file).matches());
		assertThat(artifact.directories()).noneMatch((directory) -> OF_THE_APPLICATION.matcher(directory).matches());
	}

	@Test
	void whenSourcesThenThoseOfLibraryAndTestSupport() {
		assertThat(Artifact.SOURCES.files()).contains("io/github/wecomlogin/user/WeComUser.java",
				"io/github/wecomlogin/client/WeComClient.java", "io/github/wecomlogin/simulator/SimulatedWeCom.java",
				"io/github/wecomlogin/test/WeComSimulatorExtension.java");
	}

	@Test
	void whenJavadocThenThatOfLibraryAndTestSupport() {
		assertThat(Artifact.JAVADOC.files()).contains("io/github/wecomlogin/user/WeComUser.html",
				"io/github/wecomlogin/simulator/SimulatedWeCom.html",
				"io/github/wecomlogin/test/WeComSimulatorExtension.html",
				"io/github/wecomlogin/test/WeComLoginRequestPostProcessor.html");
		assertThat(Artifact.JAVADOC.text("index.html")).doesNotContain("io.github.wecomlogin.app");
	}

	@Test
	void whenApplicationThenExecutableWithoutSimulatorAndTests() {
		Attributes manifest = Artifact.APPLICATION.manifest();
		assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).startsWith("org.springframework.boot.loader.");
		assertThat(manifest.getValue("Start-Class")).isEqualTo("io.github.wecomlogin.app.WeComLoginApplication");
		assertThat(Artifact.APPLICATION.files())
			.contains("BOOT-INF/classes/io/github/wecomlogin/app/WeComLoginApplication.class",
					"BOOT-INF/classes/application.yml", "BOOT-INF/classes/templates/login.html")
			.noneMatch((file) -> file.startsWith("BOOT-INF/classes/io/github/wecomlogin/test/"))
			.noneMatch((file) -> file.startsWith("BOOT-INF/classes/io/github/wecomlogin/simulator/"))
			.noneMatch((file) -> file.contains("application-demo") || file.contains("/app/Demo"));
		assertThat(Artifact.APPLICATION.files()).filteredOn((file) -> file.startsWith("BOOT-INF/lib/"))
			.anyMatch((file) -> file.startsWith("BOOT-INF/lib/thymeleaf-"))
			.noneSatisfy((file) -> assertThat(file).containsAnyOf("junit", "opentest4j", "apiguardian", "assertj",
					"mockito", "archunit", "playwright", "-test-", "wiremock"));
	}

	@ParameterizedTest
	@EnumSource(names = { "LIBRARY", "TEST_SUPPORT" })
	void whenJarForUsersThenModuleNameAndVersion(Artifact artifact) {
		Attributes manifest = artifact.manifest();
		assertThat(manifest.getValue("Automatic-Module-Name"))
			.isEqualTo((artifact == Artifact.LIBRARY) ? "io.github.wecomlogin" : "io.github.wecomlogin.test");
		assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
			.isEqualTo(System.getProperty("wecom-login.version"));
		assertThat(manifest.getValue("Start-Class")).isNull();
		assertThat(new String(artifact.bytes("META-INF/LICENSE"), StandardCharsets.US_ASCII))
			.contains("Apache License");
	}

	@ParameterizedTest
	@EnumSource(names = { "LIBRARY", "TEST_SUPPORT" })
	void whenJarForUsersThenJava17(Artifact artifact) {
		assertThat(artifact.files()).filteredOn((file) -> file.endsWith(".class"))
			.isNotEmpty()
			.allSatisfy((file) -> assertThat(majorVersion(artifact.bytes(file))).isEqualTo(JAVA_17));
	}

	private static int majorVersion(byte[] classFile) {
		return ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
	}

}
