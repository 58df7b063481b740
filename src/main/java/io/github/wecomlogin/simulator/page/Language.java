package io.github.wecomlogin.simulator.page;

import java.util.Locale;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.api.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Languages of the pages. Selected by {@code lang}, else {@code Accept-Language}, else
 * Chinese, as on the real pages (D/98152, D/91019).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum Language {

	CHINESE("zh", "zh-CN", Locale.CHINESE), ENGLISH("en", "en", Locale.ROOT);

	private final String parameter;

	private final String tag;

	private final Locale locale;

	Language(String parameter, String tag, Locale locale) {
		this.parameter = parameter;
		this.tag = tag;
		this.locale = locale;
	}

	public static Language of(Parameters parameters, Request request) {
		for (Language language : values()) {
			if (parameters.has("lang", language.parameter)) {
				return language;
			}
		}
		return ofHeader(request.getHeader("Accept-Language"));
	}

	private static Language ofHeader(@Nullable String header) {
		if (header != null) {
			try {
				for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
					for (Language language : values()) {
						if (range.getRange().startsWith(language.parameter)) {
							return language;
						}
					}
				}
			}
			catch (IllegalArgumentException ex) {
				// Malformed, treated as absent
			}
		}
		return CHINESE;
	}

	/**
	 * Returns the value of {@code lang}.
	 */
	public String parameter() {
		return this.parameter;
	}

	/**
	 * Returns the language tag for the page.
	 */
	String tag() {
		return this.tag;
	}

	/**
	 * Returns the locale of the texts; English is the root of the bundle.
	 */
	Locale locale() {
		return this.locale;
	}

	Language other() {
		return (this == CHINESE) ? ENGLISH : CHINESE;
	}

}
