package io.github.wecomlogin.simulator.page;

import org.jspecify.annotations.Nullable;

/**
 * Renders the common frame of all pages, including the banner that identifies the
 * simulator.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Page {

	public static final String STYLESHEET = "/simulator/style.css";

	private static final String SKELETON = """
			<!DOCTYPE html>
			<html lang="%1$s">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<meta name="robots" content="noindex">
			<title>%2$s · %7$s %8$s</title>
			<link rel="stylesheet" href="%3$s">
			</head>
			<body>
			<header class="banner">
			<p><strong lang="zh-CN">%7$s</strong> <strong lang="en">%8$s</strong>
			<span class="banner-note"><span lang="zh-CN">%9$s</span> · <span lang="en">%10$s</span></span></p>
			</header>
			<main>
			%4$s</main>
			<footer>
			<p>%5$s</p>
			%6$s</footer>
			</body>
			</html>
			""";

	private final Language language;

	Page(Language language) {
		this.language = language;
	}

	String render(String title, String content, @Nullable String otherLanguageUrl) {
		return SKELETON.formatted(this.language.tag(), Html.escape(title), STYLESHEET, content, text(PageText.FOOTER),
				(otherLanguageUrl != null) ? languageLink(otherLanguageUrl) : "",
				PageText.INDEX_TITLE.in(Language.CHINESE), PageText.INDEX_TITLE.in(Language.ENGLISH),
				PageText.COMPANY_ONLY.in(Language.CHINESE), PageText.COMPANY_ONLY.in(Language.ENGLISH));
	}

	String text(PageText text) {
		return Html.escape(text.in(this.language));
	}

	private String languageLink(String url) {
		Language other = this.language.other();
		return """
				<p><a href="%s" hreflang="%s" lang="%s">%s</a></p>
				""".formatted(Html.escape(url), other.tag(), other.tag(), PageText.LANGUAGE.in(other));
	}

}
