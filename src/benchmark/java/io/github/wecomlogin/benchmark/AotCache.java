package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the JDK learns from one run of an application, so that later ones start faster:
 * classes loaded and linked, and profiles of methods (JEP 483, 514 and 515).
 */
final class AotCache {

	/**
	 * The first JDK that makes a cache when the application stops.
	 */
	static final int JDK = 25;

	private static final Duration TIME_TO_WRITE = Duration.ofMinutes(2);

	private AotCache() {
	}

	static boolean isAvailable() {
		return Runtime.version().feature() >= JDK;
	}

	/**
	 * Starts an application, has it answer its first request, and stops it again.
	 * @return the application with the cache that came out
	 */
	static RunnableJar train(RunnableJar jar, List<String> arguments) {
		Path cache = jar.neighbour("app.aot");
		delete(cache);
		try (ApplicationProcess application = ApplicationProcess.start(jar.with("-XX:AOTCacheOutput=" + cache),
				arguments)) {
			// The process ends when another one, which it starts, has written the cache
			if (!application.stop(TIME_TO_WRITE) || !Files.exists(cache)) {
				throw new IllegalStateException("No AOT cache was written to " + cache + "; see the log beside it");
			}
		}
		// Or a cache that does not fit would be left aside without a word
		return jar.with("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
