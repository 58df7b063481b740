package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A QR code as the path of an SVG image, with one unit for each module.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param size the width and the height, with the margin that readers need
 * @param path the dark modules
 */
public record QrCode(int size, String path) {

	/**
	 * More makes modules too small to be read from the screen of a phone.
	 */
	private static final int MAX_BYTES = 400;

	private static final int MARGIN = 4;

	private static final boolean AVAILABLE = ClassUtils.isPresent("io.nayuki.qrcodegen.QrCode",
			QrCode.class.getClassLoader());

	/**
	 * Encodes a text.
	 * @return the code, or {@code null} if the text is too long or the optional library
	 * {@code io.nayuki:qrcodegen} is missing
	 */
	static @Nullable QrCode of(String text) {
		boolean shown = AVAILABLE && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
		return shown ? Encoder.encode(text) : null;
	}

	/**
	 * Loaded only if the library is there.
	 */
	private static final class Encoder {

		private static QrCode encode(String text) {
			io.nayuki.qrcodegen.QrCode code = io.nayuki.qrcodegen.QrCode.encodeText(text,
					io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
			StringBuilder path = new StringBuilder();
			for (int y = 0; y < code.size; y++) {
				for (int x = 0; x < code.size; x++) {
					if (code.getModule(x, y)) {
						path.append('M').append(x + MARGIN).append(' ').append(y + MARGIN).append("h1v1h-1z");
					}
				}
			}
			return new QrCode(code.size + 2 * MARGIN, path.toString());
		}

	}

}
