package io.github.wecomlogin.packaging;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The parts of a page that do not depend on what an application has cached, so that two
 * starts can be compared.
 *
 * @param status the HTTP status
 * @param path where the visitor ends, after all redirects
 * @param contentType the media type, or an empty text
 * @param title the title of a page, with its language
 * @param headings its main headings
 * @param landmarks its landmarks in their order
 */
record PageOutline(int status, String path, String contentType, String title, List<String> headings,
		List<String> landmarks) {

	private static final Pattern TITLE = Pattern.compile("(?s)<html[^>]* lang=\"([^\"]*)\"|<title>(.*?)</title>");

	private static final Pattern HEADING = Pattern.compile("(?s)<h1[^>]*>(.*?)</h1>");

	private static final Pattern LANDMARK = Pattern.compile("<(header|nav|main|footer)[ >]");

	static PageOutline of(HttpResponse<String> response) {
		String type = response.headers().firstValue("Content-Type").orElse("");
		String page = type.startsWith("text/html") ? response.body() : "";
		return new PageOutline(response.statusCode(), response.uri().getPath(), type,
				String.join(": ", found(TITLE, page)), found(HEADING, page), found(LANDMARK, page));
	}

	private static List<String> found(Pattern pattern, String page) {
		return pattern.matcher(page).results().map(PageOutline::text).toList();
	}

	private static String text(MatchResult match) {
		String text = (match.group(1) != null) ? match.group(1) : match.group(match.groupCount());
		return text.replaceAll("<[^>]*>", "").strip();
	}

}
