package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A pod of the manifests. The chart renders the same one: see {@code src/it/deploy}.
 */
final class KubernetesPod {

	private static final Path DIRECTORY = Path.of("src/deploy/kubernetes");

	private final Map<?, ?> container = list(map(map(map(read("deployment.yaml"), "spec"), "template"), "spec"),
			"containers")
		.get(0);

	Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		list(this.container, "env").forEach(
				(variable) -> environment.put((String) variable.get("name"), String.valueOf(variable.get("value"))));
		return environment;
	}

	int port(String name) {
		return list(this.container, "ports").stream()
			.filter((port) -> name.equals(port.get("name")))
			.map((port) -> (Integer) port.get("containerPort"))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Returns the directory in which a volume is mounted.
	 */
	String mountPath(String volume) {
		return list(this.container, "volumeMounts").stream()
			.filter((mount) -> volume.equals(mount.get("name")))
			.map((mount) -> (String) mount.get("mountPath"))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Returns the path of each probe, by its port.
	 */
	Map<String, List<String>> probes() {
		return Stream.of("startupProbe", "livenessProbe", "readinessProbe")
			.map((probe) -> map(map(this.container, probe), "httpGet"))
			.collect(Collectors.groupingBy((get) -> (String) get.get("port"),
					Collectors.mapping((get) -> (String) get.get("path"), Collectors.toList())));
	}

	/**
	 * Returns {@code application.yml} of the nodes.
	 */
	static String configuration() {
		return (String) map(read("configmap.yaml"), "data").get("application.yml");
	}

	private static Map<?, ?> read(String file) {
		try {
			return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DIRECTORY.resolve(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<?, ?> map(Map<?, ?> map, String key) {
		return (Map<?, ?>) map.get(key);
	}

	private static List<Map<?, ?>> list(Map<?, ?> map, String key) {
		return ((List<?>) map.get(key)).stream().<Map<?, ?>>map((element) -> (Map<?, ?>) element).toList();
	}

}
