package io.github.wecomlogin.autoconfigure.properties;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.page.HexColor;
import org.jspecify.annotations.Nullable;

/**
 * Validates {@link BrandProperties} and maps them to the {@link Brand}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class BrandPropertiesMapper {

	private static final String PREFIX = "wecom.brand.";

	private static final int MAX_NAME_LENGTH = 64;

	private static final int MAX_FOOTER_LENGTH = 256;

	private static final int MAX_URL_LENGTH = 2048;

	/**
	 * Maximum length of a data URI, which every page repeats.
	 */
	private static final int MAX_DATA_LENGTH = 32 * 1024;

	private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[0-9a-zA-Z._~-]+)+");

	/**
	 * A data URI without the characters that a URI must percent-encode.
	 */
	private static final Pattern DATA = Pattern
		.compile("data:image/(?:svg\\+xml|png)(?:;charset=[0-9a-zA-Z-]+|;utf8)?(;base64)?,([!$-;=?-Z_a-z~\\[\\]]+)");

	private static final Pattern TELEPHONE = Pattern.compile("tel:\\+?[0-9][0-9().-]*");

	private final BrandProperties properties;

	public BrandPropertiesMapper(BrandProperties properties) {
		this.properties = properties;
	}

	/**
	 * Maps the properties.
	 * @throws InvalidWeComPropertyException if one is invalid
	 */
	public Brand map() {
		String logo = logo("logo", this.properties.getLogo());
		String logoDark = logo("logo-dark", this.properties.getLogoDark());
		if (logo == null && logoDark != null) {
			throw new InvalidWeComPropertyException(PREFIX + "logo-dark",
					Texts.OPERATORS.both("problem.brand-logo-dark"), Texts.OPERATORS.both("remedy.brand-logo"));
		}
		HexColor color = color("color", this.properties.getColor(), Brand.LIGHT_BACKGROUND);
		HexColor colorDark = color("color-dark", this.properties.getColorDark(), Brand.DARK_BACKGROUND);
		if (color != null && colorDark == null) {
			colorDark = color.readableOn(Brand.DARK_BACKGROUND);
		}
		return new Brand(text("name", this.properties.getName(), MAX_NAME_LENGTH), logo, logoDark, color, colorDark,
				supportUrl(this.properties.getSupportUrl()),
				text("footer", this.properties.getFooter(), MAX_FOOTER_LENGTH));
	}

	/**
	 * Collects the problems of all properties.
	 */
	void check(Problems problems) {
		problems.collect(() -> logo("logo", this.properties.getLogo()));
		problems.collect(() -> logo("logo-dark", this.properties.getLogoDark()));
		problems.collect(() -> color("color", this.properties.getColor(), Brand.LIGHT_BACKGROUND));
		problems.collect(() -> color("color-dark", this.properties.getColorDark(), Brand.DARK_BACKGROUND));
		problems.collect(() -> text("name", this.properties.getName(), MAX_NAME_LENGTH));
		problems.collect(() -> supportUrl(this.properties.getSupportUrl()));
		problems.collect(() -> text("footer", this.properties.getFooter(), MAX_FOOTER_LENGTH));
		problems.collect(this::map);
	}

	private static @Nullable String text(String key, @Nullable String value, int maxLength) {
		if (isUnset(value)) {
			return null;
		}
		LocalizedText mend = Texts.OPERATORS.both("remedy.brand-text", maxLength);
		String text = BlankCharacters.strip(value);
		LocalizedText odd = OddCharacter.firstInvisibleIn(text);
		if (odd != null) {
			throw invalid(key, Texts.OPERATORS.both("problem.character", odd), mend);
		}
		int length = text.codePointCount(0, text.length());
		if (length > maxLength) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-text", length, maxLength), mend);
		}
		return text;
	}

	private static @Nullable HexColor color(String key, @Nullable String value, HexColor background) {
		if (isUnset(value)) {
			return null;
		}
		String text = BlankCharacters.strip(value);
		HexColor color = HexColor.parse(text);
		if (color == null) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-color", OddCharacter.remark(text)),
					Texts.OPERATORS.both("remedy.brand-color"));
		}
		double contrast = color.contrast(background);
		if (contrast < HexColor.MIN_CONTRAST) {
			throw invalid(key,
					Texts.OPERATORS.both("problem.brand-contrast", color, background,
							BigDecimal.valueOf(contrast).setScale(2, RoundingMode.DOWN), HexColor.MIN_CONTRAST),
					Texts.OPERATORS.both(background.equals(Brand.DARK_BACKGROUND) ? "remedy.brand-too-dark"
							: "remedy.brand-too-light", color.readableOn(background)));
		}
		return color;
	}

	private static @Nullable String logo(String key, @Nullable String value) {
		if (isUnset(value)) {
			return null;
		}
		LocalizedText mend = Texts.OPERATORS.both("remedy.brand-logo");
		String logo = BlankCharacters.strip(value);
		if (logo.startsWith("data:")) {
			return data(key, logo, mend);
		}
		if (logo.startsWith("/")) {
			if (logo.length() > MAX_URL_LENGTH || !PATH.matcher(logo).matches()) {
				throw invalid(key, Texts.OPERATORS.both("problem.brand-logo-path"), mend);
			}
			return logo;
		}
		URI uri = uri(key, logo, mend);
		if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getFragment() != null) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-logo"), mend);
		}
		requireHost(key, uri, mend);
		return uri.toASCIIString();
	}

	private static String data(String key, String logo, LocalizedText mend) {
		Matcher matcher = DATA.matcher(logo);
		if (!matcher.matches()) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-data"), mend);
		}
		if (logo.length() > MAX_DATA_LENGTH) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-data-length", logo.length(), MAX_DATA_LENGTH), mend);
		}
		if (matcher.group(1) != null) {
			try {
				Base64.getDecoder().decode(matcher.group(2));
			}
			catch (IllegalArgumentException ex) {
				throw invalid(key, Texts.OPERATORS.both("problem.brand-data-encoding"), mend);
			}
		}
		return logo;
	}

	private static @Nullable String supportUrl(@Nullable String value) {
		if (isUnset(value)) {
			return null;
		}
		String key = "support-url";
		LocalizedText mend = Texts.OPERATORS.both("remedy.brand-support-url");
		String url = BlankCharacters.strip(value);
		URI uri = uri(key, url, mend);
		boolean valid = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
			case "https" -> {
				requireHost(key, uri, mend);
				yield true;
			}
			case "mailto" -> uri.getSchemeSpecificPart().matches("[^@?/]+@[^@?]+(\\?.*)?");
			case "tel" -> TELEPHONE.matcher(url).matches();
			default -> false;
		};
		if (!valid) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-support-url"), mend);
		}
		return uri.toASCIIString();
	}

	private static URI uri(String key, String value, LocalizedText mend) {
		LocalizedText odd = OddCharacter.firstIn(value);
		if (odd != null) {
			throw invalid(key, Texts.OPERATORS.both("problem.character", odd), mend);
		}
		if (value.length() > MAX_URL_LENGTH) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-url-length", value.length(), MAX_URL_LENGTH), mend);
		}
		try {
			return new URI(value);
		}
		catch (URISyntaxException ex) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-url"), mend);
		}
	}

	private static void requireHost(String key, URI uri, LocalizedText mend) {
		if (uri.getHost() == null || uri.getRawUserInfo() != null) {
			throw invalid(key, Texts.OPERATORS.both("problem.brand-url-host"), mend);
		}
	}

	private static boolean isUnset(@Nullable String value) {
		return value == null || BlankCharacters.isBlank(value);
	}

	private static InvalidWeComPropertyException invalid(String key, LocalizedText problem, LocalizedText mend) {
		return new InvalidWeComPropertyException(PREFIX + key, problem, mend);
	}

}
