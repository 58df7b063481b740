package io.github.wecomlogin.benchmark;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the measured programs are.
 */
final class Workspace {

	private Workspace() {
	}

	/**
	 * Returns the build directory of this project.
	 */
	static Path build() {
		return Path.of(System.getProperty("benchmark.build"));
	}

	/**
	 * Returns the build directory of an earlier commit, if one is named.
	 */
	static Optional<Path> earlierBuild() {
		return Optional.of(System.getProperty("benchmark.before", ""))
			.filter((directory) -> !directory.isEmpty())
			.map(Path::of);
	}

	/**
	 * Returns a program of the JDK that measures.
	 */
	static String java(String program) {
		return Path.of(System.getProperty("java.home"), "bin", program).toString();
	}

}
