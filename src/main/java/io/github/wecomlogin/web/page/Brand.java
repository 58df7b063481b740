package io.github.wecomlogin.web.page;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The brand of the pages, as configured under {@code wecom.brand}. Texts are plain text
 * and must be escaped.
 *
 * @param name the name of the company or the application, or {@code null}
 * @param logo an https URL, a path or a data URI, or {@code null}
 * @param logoDark the logo on a dark background, or {@code null} if it is the same
 * @param color the color of buttons and links, or {@code null}
 * @param colorDark the color on a dark background, or {@code null}
 * @param supportUrl an https, mailto or tel URL, or {@code null}
 * @param footer the text at the end of each page, or {@code null}
 */
public record Brand(@Nullable String name, @Nullable String logo, @Nullable String logoDark, @Nullable HexColor color,
		@Nullable HexColor colorDark, @Nullable String supportUrl, @Nullable String footer) {

	/**
	 * The background of the pages in light colors.
	 */
	public static final HexColor LIGHT_BACKGROUND = new HexColor(0xF2F4F8);

	/**
	 * The background of cards in dark colors, which is lighter than that of the pages.
	 */
	public static final HexColor DARK_BACKGROUND = new HexColor(0x1A202A);

	/**
	 * Returns the brand with logos in the form that browsers need.
	 * @param prefix the path under which browsers find the application
	 */
	Brand at(String prefix) {
		return new Brand(this.name, at(prefix, this.logo), at(prefix, this.logoDark), this.color, this.colorDark,
				this.supportUrl, this.footer);
	}

	private static @Nullable String at(String prefix, @Nullable String logo) {
		return (logo != null && logo.startsWith("/")) ? prefix + logo : logo;
	}

	/**
	 * Returns the custom properties that give the stylesheets the colors.
	 * @return a stylesheet, empty without colors
	 */
	public String css() {
		String light = (this.color != null) ? properties(this.color, LIGHT_BACKGROUND, 0.1) : "";
		String dark = (this.colorDark != null) ? properties(this.colorDark, DARK_BACKGROUND, 0.15) : "";
		return light + (dark.isEmpty() ? "" : "@media (prefers-color-scheme:dark){" + dark + "}");
	}

	private static String properties(HexColor color, HexColor background, double tint) {
		return ":root{--brand:" + color + ";--brand-hover:" + color.strongerOn(background) + ";--brand-soft:"
				+ background.mix(color, tint) + ";--brand-on-soft:var(--text)}";
	}

	/**
	 * Returns what {@code img-src} of a content security policy must allow.
	 * @return source expressions, empty without logos
	 */
	Set<String> imageSources() {
		Set<String> sources = new LinkedHashSet<>();
		for (String each : new String[] { this.logo, this.logoDark }) {
			if (each != null) {
				sources.add(source(each));
			}
		}
		return sources;
	}

	private static String source(String logo) {
		if (logo.startsWith("/")) {
			return "'self'";
		}
		if (logo.startsWith("data:")) {
			return "data:";
		}
		URI uri = URI.create(logo);
		// Both end a source expression
		return uri.getScheme() + "://" + uri.getRawAuthority()
				+ uri.getRawPath().replace(";", "%3B").replace(",", "%2C");
	}

}
