package io.github.wecomlogin.web.request;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import io.github.wecomlogin.util.Texts;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The language of a request, English or Chinese: the one that the visitor has chosen with
 * a link, which a cookie keeps for a year, or else that of {@code Accept-Language}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RequestLanguage {

	/**
	 * The query parameter of pages that chooses a language: {@code en} or {@code zh}.
	 */
	public static final String PARAMETER = "lang";

	/**
	 * The cookie that keeps the choice. It has no personal data.
	 */
	public static final String COOKIE = "wecom_lang";

	private static final Duration MAX_AGE = Duration.ofDays(365);

	private static final String CHOSEN = RequestLanguage.class.getName() + ".CHOSEN";

	/**
	 * Languages of browsers that prefer Chinese: Chinese itself, Mandarin, Cantonese.
	 */
	private static final Set<String> CHINESE = Set.of("zh", "cmn", "yue");

	private RequestLanguage() {
	}

	/**
	 * Returns the language of a request.
	 * @param request the request
	 * @return English or Chinese
	 */
	public static Locale of(HttpServletRequest request) {
		if (request.getAttribute(CHOSEN) instanceof Locale chosen) {
			return chosen;
		}
		Locale remembered = remembered(request.getCookies());
		return (remembered != null) ? remembered : preferred(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
	}

	private static @Nullable Locale remembered(Cookie @Nullable [] cookies) {
		if (cookies != null) {
			for (Cookie cookie : cookies) {
				Locale language = COOKIE.equals(cookie.getName()) ? known(cookie.getValue()) : null;
				if (language != null) {
					return language;
				}
			}
		}
		return null;
	}

	/**
	 * Returns the first language of {@code Accept-Language}: Chinese if the header is
	 * missing, malformed, without a preference, or longer than any browser sends it. Does
	 * not use the container's parser, which may fail for more languages than it accepts.
	 */
	private static Locale preferred(@Nullable String header) {
		if (header == null || header.isBlank() || header.length() > RequestHeaders.MAX_LENGTH) {
			return Locale.CHINESE;
		}
		try {
			String range = Locale.LanguageRange.parse(header).get(0).getRange();
			String language = Locale.forLanguageTag(range).getLanguage();
			return (range.equals("*") || CHINESE.contains(language)) ? Locale.CHINESE : Locale.ENGLISH;
		}
		catch (IllegalArgumentException ex) {
			return Locale.CHINESE;
		}
	}

	/**
	 * Uses and keeps the language that the query of a page chooses, once per request. Any
	 * other value is ignored.
	 */
	public static void choose(HttpServletRequest request, HttpServletResponse response) {
		Locale language = known(RequestParameters.first(request, PARAMETER));
		if (language != null && request.getAttribute(CHOSEN) == null) {
			request.setAttribute(CHOSEN, language);
			response.addHeader(HttpHeaders.SET_COOKIE,
					ResponseCookie.from(COOKIE, language.getLanguage())
						.maxAge(MAX_AGE)
						.path("/")
						.secure(request.isSecure())
						.httpOnly(true)
						.sameSite("Lax")
						.build()
						.toString());
		}
	}

	/**
	 * Returns the query parameter that chooses the language that a page is not in.
	 */
	public static String parameterOfOther(Locale language) {
		return PARAMETER + "="
				+ (Locale.CHINESE.equals(Texts.supported(language)) ? Locale.ENGLISH : Locale.CHINESE).getLanguage();
	}

	private static @Nullable Locale known(@Nullable String value) {
		if (Locale.ENGLISH.getLanguage().equals(value)) {
			return Locale.ENGLISH;
		}
		return Locale.CHINESE.getLanguage().equals(value) ? Locale.CHINESE : null;
	}

}
