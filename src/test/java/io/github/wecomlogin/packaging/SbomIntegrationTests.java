package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The CycloneDX documents name the dependencies of the artifact that they describe.
 */
@DisabledIfSystemProperty(named = "wecom-login.mode", matches = "offline true",
		disabledReason = "Maven skips the plugin that writes the documents")
class SbomIntegrationTests {

	private static final String STARTER = "spring-boot-starter";

	private static final String JARMODE_TOOLS = "spring-boot-jarmode-tools-";

	@Test
	void whenApplicationThenItsLibrariesAreNamed() {
		List<String> libraries = Artifact.APPLICATION.files()
			.stream()
			.filter((file) -> file.startsWith("BOOT-INF/lib/"))
			.map((file) -> file.substring("BOOT-INF/lib/".length()))
			.filter((file) -> !file.startsWith(JARMODE_TOOLS))
			.toList();
		// Starters are dependencies without classes, which the application jar leaves out
		assertThat(components(ofApplication())
			.filter((component) -> !component.path("name").asString().startsWith(STARTER))
			.map((component) -> component.path("name").asString() + "-" + component.path("version").asString()
					+ ".jar"))
			.hasSizeGreaterThan(50)
			.containsExactlyInAnyOrderElementsOf(libraries);
	}

	@Test
	void whenLibraryThenItsDependenciesAreRequired() throws IOException {
		JsonNode sbom = ofLibrary();
		Set<String> required = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(PublishedPom.ofLibrary()
			.dependencies(PublishedPom.Kind.REQUIRED)
			.stream()
			.map((artifact) -> reference(sbom, artifact))
			.toList());
		while (!open.isEmpty()) {
			String reference = open.pop();
			if (required.add(reference)) {
				sbom.path("dependencies")
					.valueStream()
					.filter((dependency) -> dependency.path("ref").asString().equals(reference))
					.flatMap((dependency) -> dependency.path("dependsOn").valueStream())
					.forEach((dependency) -> open.push(dependency.asString()));
			}
		}
		assertThat(required).hasSizeGreaterThan(30);
		assertThat(components(sbom).filter((component) -> component.path("scope").asString().equals("required"))
			.map((component) -> component.path("bom-ref").asString())).containsAll(required);
	}

	@Test
	void whenLibraryThenNothingOfTestsIsNamed() throws IOException {
		assertThat(components(ofLibrary()).map((component) -> component.path("name").asString()))
			.doesNotContainAnyElementsOf(PublishedPom.ofLibrary().dependencies(PublishedPom.Kind.NOT_SHIPPED))
			.noneSatisfy((name) -> assertThat(name).containsAnyOf("junit", "opentest4j", "apiguardian", "assertj",
					"mockito", "archunit", "playwright", "-test", "wiremock"));
	}

	@Test
	void whenApplicationThenSbomDiffersInTypeAndNumberOnly() throws IOException {
		ObjectNode application = (ObjectNode) ofApplication();
		ObjectNode library = (ObjectNode) ofLibrary();
		assertThat(application.has("serialNumber")).isFalse();
		assertThat(library.remove("serialNumber")).isNotNull();
		assertThat(typeOf(application)).isEqualTo("application");
		assertThat(typeOf(library)).isEqualTo("library");
		((ObjectNode) library.at("/metadata/component")).put("type", "application");
		assertThat(application).isEqualTo(library);
	}

	@Test
	void whenComponentIsNamedThenItHasAddressHashAndLicense() throws IOException {
		assertThat(Stream.of(ofApplication(), ofLibrary()).flatMap(SbomIntegrationTests::components))
			.allSatisfy((component) -> {
				assertThat(component.path("purl").asString()).startsWith("pkg:maven/");
				assertThat(component.path("hashes")).isNotEmpty();
				assertThat(component.path("licenses")).isNotEmpty().allSatisfy((license) -> {
					JsonNode named = license.path("license");
					assertThat(license.path("expression").asString("") + named.path("id").asString("")
							+ named.path("name").asString(""))
						.isNotBlank();
				});
			});
	}

	@Test
	void whenBuiltAgainThenNothingDependsOnTheMoment() throws IOException {
		assertThat(List.of(ofApplication(), ofLibrary())).allSatisfy((sbom) -> {
			assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
			assertThat(sbom.path("metadata").has("timestamp")).isFalse();
			assertThat(sbom.path("metadata").path("component").path("name").asString()).isEqualTo("wecom-login");
		});
	}

	private static JsonNode ofApplication() {
		String file = Artifact.APPLICATION.manifest().getValue("Sbom-Location");
		assertThat(file).isEqualTo("META-INF/sbom/application.cdx.json");
		return JsonMapper.shared().readTree(Artifact.APPLICATION.bytes(file));
	}

	private static JsonNode ofLibrary() throws IOException {
		String name = Artifact.LIBRARY.path().getFileName().toString().replace(".jar", "-cyclonedx.json");
		return JsonMapper.shared().readTree(Files.readAllBytes(Artifact.LIBRARY.path().resolveSibling(name)));
	}

	private static Stream<JsonNode> components(JsonNode sbom) {
		return sbom.path("components").valueStream();
	}

	private static String typeOf(JsonNode sbom) {
		return sbom.at("/metadata/component/type").asString();
	}

	private static String reference(JsonNode sbom, String artifact) {
		return components(sbom).filter((component) -> component.path("name").asString().equals(artifact))
			.map((component) -> component.path("bom-ref").asString())
			.findFirst()
			.orElseThrow();
	}

}
