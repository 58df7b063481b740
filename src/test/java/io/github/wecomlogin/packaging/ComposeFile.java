package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The containers of the clustered demo.
 */
final class ComposeFile {

	private final Map<String, Service> services = new LinkedHashMap<>();

	private final Map<?, ?> networks;

	private ComposeFile(Map<?, ?> file) {
		this.networks = (Map<?, ?>) file.get("networks");
		((Map<?, ?>) file.get("services"))
			.forEach((name, settings) -> this.services.put((String) name, new Service((Map<?, ?>) settings)));
	}

	static ComposeFile read() {
		try (Reader file = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
			return new ComposeFile(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Map<String, Service> services() {
		return this.services;
	}

	Service service(String name) {
		return this.services.get(name);
	}

	Map<?, ?> networks() {
		return this.networks;
	}

	/**
	 * One container.
	 *
	 * @param settings what the file says of it
	 */
	record Service(Map<?, ?> settings) {

		@Nullable Object get(String key) {
			return this.settings.get(key);
		}

		/**
		 * Returns the stage of the image that is built, or {@code null} for the last one.
		 */
		@Nullable String target() {
			return (this.settings.get("build") instanceof Map<?, ?> build) ? (String) build.get("target") : null;
		}

		List<String> list(String key) {
			return (this.settings.get(key) instanceof List<?> list) ? list.stream().map(String::valueOf).toList()
					: List.of();
		}

		Map<String, String> environment() {
			Map<String, String> environment = new LinkedHashMap<>();
			if (this.settings.get("environment") instanceof Map<?, ?> map) {
				map.forEach((name, value) -> environment.put((String) name, String.valueOf(value)));
			}
			return environment;
		}

	}

}
