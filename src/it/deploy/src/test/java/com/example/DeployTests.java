package com.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeployTests {

	private static final Path FILES = Path.of(System.getProperty("files"));

	private static final Path CHART = FILES.resolve("helm/wecom-login");

	private static final Path MANIFESTS = FILES.resolve("kubernetes");

	private static final String CONFIGURATION = "application.yml";

	private static final List<String> OF_HELM = List.of("helm.sh/chart", "app.kubernetes.io/managed-by",
			"app.kubernetes.io/version");

	@Test
	void whenChartIsLintedThenNoFinding() {
		LintResult result = new Helm(CHART).lint().strict().call();
		assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
		assertThat(result.getMessages()).noneMatch(
				(message) -> message.contains("[WARNING]") || message.contains("[ERROR]"));
	}

	@Test
	void whenChartIsRenderedThenItGivesTheManifests() {
		assertThat(comparable(template().call())).isEqualTo(comparable(manifests()));
	}

	@Test
	void whenValuesAreSetThenChartFollows() {
		String yaml = template().withNamespace("login")
			.set("image.tag", "1.2.3")
			.set("replicas", "3")
			.set("config.wecom.corp-id", "wwother")
			.set("ingress.host", "sso.example.com")
			.set("networkPolicy.enabled", "false")
			.call();
		Map<String, ObjectNode> rendered = Manifests.parse(yaml);
		assertThat(rendered).hasSize(5).doesNotContainKey("networking.k8s.io/v1 NetworkPolicy wecom-login");
		JsonNode deployment = rendered.get("apps/v1 Deployment wecom-login").path("spec");
		assertThat(deployment.path("replicas").asInt()).isEqualTo(3);
		assertThat(deployment.at("/template/spec/containers/0/image").asText())
			.isEqualTo("registry.example.com/wecom-login:1.2.3");
		assertThat(rendered.get("networking.k8s.io/v1 Ingress wecom-login").at("/spec/rules/0/host").asText())
			.isEqualTo("sso.example.com");
		assertThat(rendered.get("v1 ConfigMap wecom-login").at("/data/application.yml").asText())
			.contains("corp-id: wwother", "agent-id: 1000002");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deployment.md", "deployment.zh-CN.md" })
	void whenValuesAreThoseOfTheDocumentThenChartFollows(String document, @TempDir Path directory) throws IOException {
		String text = Files.readString(FILES.resolve("../../docs").resolve(document));
		int start = text.indexOf("# values.yaml");
		Path values = Files.writeString(directory.resolve("values.yaml"),
				text.substring(start, text.indexOf("```", start)));
		Map<String, ObjectNode> rendered = Manifests.parse(template().withValuesFile(values).call());
		assertThat(rendered).hasSize(6);
		assertThat(rendered.get("v1 ConfigMap wecom-login").at("/data/application.yml").asText())
			.contains("https://sso.example.com", "redis.internal.example.com", "store: redis");
	}

	@Test
	void whenConfigurationChangesThenNodesRestart() {
		assertThat(checksum(template())).isNotEqualTo(checksum(template().set("config.wecom.corp-id", "wwother")));
	}

	private static String checksum(TemplateCommand template) {
		return Manifests.parse(template.call())
			.get("apps/v1 Deployment wecom-login")
			.at("/spec/template/metadata/annotations/checksum~1config")
			.asText();
	}

	@ParameterizedTest
	@ValueSource(strings = { "replica=2", "image.tags=1", "ingress.enabled=maybe", "replicas=0" })
	void whenValueIsUnknownOrInvalidThenChartIsNotRendered(String value) {
		String[] pair = value.split("=");
		assertThatException().isThrownBy(() -> template().set(pair[0], pair[1]).call())
			.withMessageContaining(pair[0].split("\\.")[0]);
	}

	@Test
	void whenManifestHasAnUnknownFieldThenItFails() {
		String misspelt = manifests().replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
		assertThatThrownBy(() -> Manifests.parse(misspelt)).hasMessageContaining("readOnlyRootFileSystem");
	}

	@Test
	void whenKustomizationThenItListsAllManifests() throws IOException {
		JsonNode resources = Manifests.read(Files.readString(MANIFESTS.resolve("kustomization.yaml")))
			.path("resources");
		try (Stream<Path> files = Files.list(MANIFESTS)) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.filteredOn((file) -> !file.equals("kustomization.yaml"))
				.containsExactlyInAnyOrderElementsOf(resources.valueStream().map(JsonNode::asText).toList());
		}
	}

	private static TemplateCommand template() {
		return new Helm(CHART).template().withName("wecom-login");
	}

	private static String manifests() {
		try (Stream<Path> files = Files.list(MANIFESTS)) {
			return files.filter((file) -> !file.endsWith("kustomization.yaml")).map((file) -> {
				try {
					return Files.readString(file);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}).collect(Collectors.joining("---\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns manifests without what Helm adds, and with their configuration as data.
	 */
	private static Map<String, ObjectNode> comparable(String yaml) {
		Map<String, ObjectNode> manifests = Manifests.parse(yaml);
		manifests.values().forEach((manifest) -> {
			((ObjectNode) manifest.at("/metadata/labels")).remove(OF_HELM);
			if (manifest.at("/spec/template/metadata/annotations") instanceof ObjectNode annotations) {
				annotations.remove("checksum/config");
			}
			if (manifest.at("/data") instanceof ObjectNode data) {
				data.set(CONFIGURATION, Manifests.read(data.path(CONFIGURATION).asText()));
			}
		});
		return manifests;
	}

}
