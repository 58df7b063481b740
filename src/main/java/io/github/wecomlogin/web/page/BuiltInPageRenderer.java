package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.github.wecomlogin.web.page.WeComPage.Link;
import io.github.wecomlogin.web.page.WeComPage.Notice;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;

/**
 * Renders one small page that works in any application: without a template engine,
 * scripts, and files other than the logo.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class BuiltInPageRenderer implements WeComPageRenderer {

	private final PageStyle style;

	private final String contentSecurityPolicy;

	public BuiltInPageRenderer(Brand brand) {
		this.style = PageStyle.of(brand);
		Set<String> images = brand.imageSources();
		this.contentSecurityPolicy = "default-src 'none'; style-src " + this.style.source()
				+ (images.isEmpty() ? "" : "; img-src " + String.join(" ", images))
				+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
	}

	@Override
	public String contentSecurityPolicy() {
		return this.contentSecurityPolicy;
	}

	@Override
	public String render(WeComPage page) {
		String name = page.brand().name();
		return """
				<!DOCTYPE html>
				<html lang="%s">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<meta name="referrer" content="%s">
				<title>%s</title>
				<style>%s</style>
				</head>
				<body>
				%s<main>
				<h1>%s</h1>
				%s%s%s%s%s</main>
				<footer>
				%s</footer>
				</body>
				</html>
				""".formatted(page.languageTag(), (page.panel() != null) ? LoginPanel.REFERRER_POLICY : "no-referrer",
				escape((name != null) ? page.title() + " · " + name : page.title()), this.style.css(),
				header(page.brand()), escape(page.title()), notice(page.notice()), html(page.open()),
				paragraph(page.lead()), actions(page), html(page.panel()), footer(page));
	}

	private static String header(Brand brand) {
		String logo = (brand.logo() != null) ? logo(brand.logo(), brand.logoDark()) : "";
		String name = (brand.name() != null) ? "<span>" + escape(brand.name()) + "</span>" : "";
		return (logo + name).isEmpty() ? "" : "<header>" + logo + name + "</header>\n";
	}

	private static String logo(String logo, @Nullable String dark) {
		String image = "<img src=\"" + escape(logo) + "\" alt=\"\">";
		return (dark == null) ? image : "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\""
				+ escape(dark) + "\">" + image + "</picture>";
	}

	private static String notice(@Nullable Notice notice) {
		if (notice == null) {
			return "";
		}
		String style = switch (notice.kind()) {
			case FAILED -> "notice";
			case WAIT -> "notice wait";
			case DONE -> "notice done";
		};
		Notice.Reference reference = notice.reference();
		return "<div class=\"%s\" role=\"%s\"><h2>%s</h2><p>%s</p></div>\n".formatted(style,
				(notice.kind() == Notice.Kind.DONE) ? "status" : "alert", escape(notice.title()), escape(notice.text()))
				+ ((reference != null) ? "<p class=\"ref\">%s <code>%s</code></p>\n"
					.formatted(escape(reference.label()), escape(reference.code())) : "");
	}

	private static String html(@Nullable String html) {
		return (html != null) ? html : "";
	}

	private static String paragraph(@Nullable String text) {
		return (text != null) ? "<p>" + escape(text) + "</p>\n" : "";
	}

	private static String actions(WeComPage page) {
		StringBuilder actions = new StringBuilder();
		for (PageAction action : page.actions()) {
			String attributes = action.main() ? "" : " class=\"quiet\"";
			actions.append("<li>").append(link(new Link(action.url(), action.label()), attributes)).append("</li>\n");
		}
		return actions.isEmpty() ? "" : "<ul>\n" + actions + "</ul>\n";
	}

	private static String footer(WeComPage page) {
		String tag = page.otherLanguageTag();
		return link(page.language(), " lang=\"" + tag + "\" hreflang=\"" + tag + "\"") + "\n"
				+ ((page.support() != null) ? link(page.support(), "") + "\n" : "") + paragraph(page.brand().footer());
	}

	private static String link(Link link, String attributes) {
		return "<a href=\"" + escape(link.url()) + "\"" + attributes + ">" + escape(link.label()) + "</a>";
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

}
