package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A stylesheet that stands in a page.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param css the stylesheet
 */
public record PageStyle(String css) {

	private static final String RESOURCE = "page.css";

	/**
	 * Returns the stylesheet of the built-in pages.
	 */
	static PageStyle of(Brand brand) {
		try (InputStream stream = PageStyle.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) {
				throw new IllegalStateException(RESOURCE + " is not on the class path");
			}
			String css = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			// A browser hashes what it reads, with these line ends
			return new PageStyle(brand.css() + css.replace("\r\n", "\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what {@code style-src} of a content security policy must allow.
	 */
	public String source() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(this.css.getBytes(StandardCharsets.UTF_8));
			return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-256", ex);
		}
	}

}
