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
			<html lang="%s">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<meta name="robots" content="noindex">
			<title>%s · 模拟的企业微信 Simulated WeCom</title>
			<link rel="stylesheet" href="%s">
			</head>
			<body>
			<header class="banner">
			<p><strong lang="zh-CN">模拟的企业微信</strong> <strong lang="en">Simulated WeCom</strong>
			<span class="banner-note"><span lang="zh-CN">仅限演示企业</span> · <span lang="en">demo company only</span></span></p>
			</header>
			<main>
			%s</main>
			<footer>
			<p>%s</p>
			%s</footer>
			</body>
			</html>
			""";

	private final Language language;

	Page(Language language) {
		this.language = language;
	}

	String render(String title, String content, @Nullable String otherLanguageUrl) {
		return SKELETON.formatted(this.language.tag(), Html.escape(title), STYLESHEET, content, text(Wording.FOOTER),
				(otherLanguageUrl != null) ? languageLink(otherLanguageUrl) : "");
	}

	String text(Wording wording) {
		return Html.escape(wording.in(this.language));
	}

	private String languageLink(String url) {
		String label = (this.language == Language.CHINESE) ? "English" : "中文";
		String tag = this.language.other().tag();
		return """
				<p><a href="%s" hreflang="%s" lang="%s">%s</a></p>
				""".formatted(Html.escape(url), tag, tag, label);
	}

}
