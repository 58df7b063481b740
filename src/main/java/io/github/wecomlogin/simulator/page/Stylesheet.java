package io.github.wecomlogin.simulator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the stylesheet of the pages from the class path.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Stylesheet {

	private Stylesheet() {
	}

	public static String read() {
		try (InputStream stream = Stylesheet.class.getResourceAsStream("simulator.css")) {
			if (stream == null) {
				throw new IllegalStateException("simulator.css is not on the class path");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
