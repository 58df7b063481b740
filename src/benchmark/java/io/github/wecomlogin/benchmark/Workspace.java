package io.github.wecomlogin.benchmark;

import java.nio.file.Path;

/**
 * Where things are while it is measured.
 */
final class Workspace {

	/**
	 * Set by the build.
	 */
	static final String APPLICATIONS = "benchmark.applications";

	private Workspace() {
	}

	/**
	 * Returns the directory with the jar of an application.
	 */
	static Path application(String directory) {
		return Path.of(System.getProperty(APPLICATIONS), directory, "target");
	}

	/**
	 * Returns a program of the JDK that measures.
	 */
	static String java(String program) {
		return Path.of(System.getProperty("java.home"), "bin", program).toString();
	}

}
