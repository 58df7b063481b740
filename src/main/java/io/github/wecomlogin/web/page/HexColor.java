package io.github.wecomlogin.web.page;

import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An opaque sRGB color.
 *
 * @param rgb red, green and blue, 8 bits each
 */
public record HexColor(int rgb) {

	/**
	 * Minimum contrast of text (WCAG 2.2 AA, 1.4.3).
	 */
	public static final double MIN_CONTRAST = 4.5;

	private static final Pattern NOTATION = Pattern.compile("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");

	private static final HexColor BLACK = new HexColor(0);

	private static final HexColor WHITE = new HexColor(0xFFFFFF);

	private static final int STEPS = 50;

	/**
	 * Parses a color.
	 * @param text three or six hexadecimal digits, with or without {@code #}
	 * @return the color, or {@code null} if the text is none
	 */
	public static @Nullable HexColor parse(String text) {
		Matcher matcher = NOTATION.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		String digits = matcher.group(1);
		return new HexColor(Integer.parseInt((digits.length() == 3) ? digits.replaceAll(".", "$0$0") : digits, 16));
	}

	/**
	 * Returns the contrast ratio to another color, as WCAG 2.2 defines it.
	 * @return a number between 1 and 21
	 */
	public double contrast(HexColor other) {
		double lighter = Math.max(luminance(), other.luminance());
		double darker = Math.min(luminance(), other.luminance());
		return (lighter + 0.05) / (darker + 0.05);
	}

	/**
	 * Returns the nearest shade in which text is readable: a darker one on a light
	 * background, a lighter one on a dark background.
	 */
	public HexColor readableOn(HexColor background) {
		HexColor end = opposite(background);
		for (int step = 0; step < STEPS; step++) {
			HexColor shade = mix(end, (double) step / STEPS);
			if (shade.contrast(background) >= MIN_CONTRAST) {
				return shade;
			}
		}
		return end;
	}

	/**
	 * Returns a shade with more contrast to a background.
	 */
	HexColor strongerOn(HexColor background) {
		return mix(opposite(background), 0.2);
	}

	private static HexColor opposite(HexColor background) {
		return (background.contrast(BLACK) > background.contrast(WHITE)) ? BLACK : WHITE;
	}

	/**
	 * Returns a mixture with another color.
	 * @param share the share of the other color, between 0 and 1
	 */
	HexColor mix(HexColor other, double share) {
		IntBinaryOperator channel = (mine, others) -> (int) Math.round(mine + (others - mine) * share);
		return new HexColor(channel.applyAsInt(this.rgb >> 16, other.rgb >> 16) << 16
				| channel.applyAsInt(this.rgb >> 8 & 0xFF, other.rgb >> 8 & 0xFF) << 8
				| channel.applyAsInt(this.rgb & 0xFF, other.rgb & 0xFF));
	}

	private double luminance() {
		return 0.2126 * linear(this.rgb >> 16) + 0.7152 * linear(this.rgb >> 8 & 0xFF)
				+ 0.0722 * linear(this.rgb & 0xFF);
	}

	private static double linear(int channel) {
		double share = channel / 255.0;
		return (share <= 0.04045) ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
	}

	/**
	 * Returns the color in CSS notation, such as {@code #c8102e}.
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "#%06x", this.rgb);
	}

}
