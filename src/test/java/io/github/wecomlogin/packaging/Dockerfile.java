package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The file that makes the image, read and followed as far as it goes without Docker.
 */
final class Dockerfile {

	private final List<Instruction> instructions = new ArrayList<>();

	private Dockerfile(List<Instruction> instructions) {
		this.instructions.addAll(instructions);
	}

	private Dockerfile(String text) {
		text.replaceAll("(?m)^\\s*#.*\\R", "")
			.replaceAll("\\\\\\R\\s*", " ")
			.lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> line.strip().split("\\s+", 2))
			.map((words) -> new Instruction(words[0], words[1]))
			.forEach(this.instructions::add);
	}

	static Dockerfile read() {
		try {
			return new Dockerfile(Files.readString(Path.of("Dockerfile")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what follows a keyword, once for each time it is there.
	 */
	List<String> all(String keyword) {
		return this.instructions.stream()
			.filter((instruction) -> instruction.keyword().equals(keyword))
			.map(Instruction::arguments)
			.toList();
	}

	/**
	 * Returns what follows a keyword the last time, which is the one that counts.
	 */
	String last(String keyword) {
		List<String> all = all(keyword);
		return all.get(all.size() - 1);
	}

	List<String> entrypoint() {
		return words(last("ENTRYPOINT"));
	}

	/**
	 * Returns one stage of the file as a file of its own.
	 * @param name the name that {@code FROM} gives it
	 */
	Dockerfile stage(String name) {
		List<Instruction> stage = new ArrayList<>();
		boolean inside = false;
		for (Instruction instruction : this.instructions) {
			if (instruction.keyword().equals("FROM")) {
				inside = instruction.arguments().endsWith(" AS " + name);
			}
			if (inside) {
				stage.add(instruction);
			}
		}
		return new Dockerfile(stage);
	}

	/**
	 * Returns the working directory of the image that was built.
	 */
	Path workingDirectory(Path root) {
		return inside(root, last("WORKDIR"));
	}

	/**
	 * Does what the image is built by, with plain directories.
	 * @param context what Docker would get of the project
	 * @param root an empty directory in place of the root of all stages
	 * @return the working directory of the image
	 */
	Path build(Path context, Path root) {
		Path directory = root;
		try {
			for (Instruction instruction : this.instructions) {
				switch (instruction.keyword()) {
					case "WORKDIR" -> directory = Files.createDirectories(inside(root, instruction.arguments()));
					case "COPY" -> copy(instruction.arguments().split("\\s+"), context, root, directory);
					case "RUN" -> run(words(instruction.arguments()), directory);
					default -> {
						// Nothing to do without Docker
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return directory;
	}

	private static void copy(String[] words, Path context, Path root, Path directory) throws IOException {
		String from = words[words.length - 2];
		Path to = directory.resolve(words[words.length - 1]).normalize();
		if (words[0].startsWith("--from=")) {
			Path source = inside(root, from);
			try (Stream<Path> files = Files.walk(source)) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					Path target = to.resolve(source.relativize(file).toString());
					Files.createDirectories(target.getParent());
					Files.copy(file, target);
				}
			}
		}
		else {
			Path pattern = Path.of(from);
			try (DirectoryStream<Path> files = Files.newDirectoryStream(context.resolve(pattern.getParent()),
					pattern.getFileName().toString())) {
				List<Path> found = new ArrayList<>();
				files.forEach(found::add);
				if (words[words.length - 1].endsWith("/")) {
					Files.createDirectories(to);
				}
				else if (found.size() != 1) {
					throw new AssertionError("Not one file but " + found + " for " + from);
				}
				for (Path file : found) {
					Files.copy(file, Files.isDirectory(to) ? to.resolve(file.getFileName()) : to);
				}
			}
		}
	}

	private static void run(List<String> command, Path directory) {
		try (ApplicationProcess process = ApplicationProcess.start(directory, directory.resolve("output"), Map.of(),
				onThisMachine(command))) {
			if (process.awaitExit() != 0) {
				throw new AssertionError(command + " failed:\n" + process.output());
			}
		}
	}

	/**
	 * Takes the Java that runs the tests for the one of the image, with options for a
	 * short run.
	 */
	static List<String> onThisMachine(List<String> command) {
		List<String> here = new ArrayList<>(command);
		if (here.get(0).equals("java")) {
			here.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
			here.addAll(1, ApplicationProcess.FOR_A_SHORT_RUN);
		}
		return here;
	}

	private static Path inside(Path root, String absolute) {
		return root.resolve(absolute.substring(1));
	}

	/**
	 * Returns the words of the form that needs no shell.
	 */
	private static List<String> words(String array) {
		if (!array.startsWith("[")) {
			throw new AssertionError("Needs a shell: " + array);
		}
		List<?> words = new Yaml(new SafeConstructor(new LoaderOptions())).load(array);
		return words.stream().map(String::valueOf).toList();
	}

	private record Instruction(String keyword, String arguments) {

	}

}
