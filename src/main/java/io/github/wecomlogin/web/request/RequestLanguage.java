package io.github.wecomlogin.web.request;

import java.util.Locale;

import io.github.wecomlogin.util.Texts;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * The language of a request: English or Chinese.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RequestLanguage {

	private RequestLanguage() {
	}

	/**
	 * Returns the first language of {@code Accept-Language}: Chinese if the header is
	 * missing, malformed, or longer than any browser sends it. Does not use the
	 * container's parser, which may fail for more languages than it accepts.
	 * @param request the request
	 * @return English or Chinese
	 */
	public static Locale of(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
		if (header == null || header.isBlank() || header.length() > RequestHeaders.MAX_LENGTH) {
			return Locale.CHINESE;
		}
		try {
			return Texts.supported(Locale.forLanguageTag(Locale.LanguageRange.parse(header).get(0).getRange()));
		}
		catch (IllegalArgumentException ex) {
			return Locale.CHINESE;
		}
	}

}
