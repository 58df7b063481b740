package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.LoginPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The HTML of the sign-in page. One small page that must work in any application, so it
 * needs neither a template engine nor a file to be served, and no script.
 */
final class SignInPage {

	private static final String STYLE = """
			:root{color-scheme:light dark;--page:#f3f5f8;--card:#fff;--text:#1b2430;--soft:#5b6675;--line:#dfe4ea;\
			--blue:#1a66d6;--bad:#b3261e;--bad-soft:#fdeceb;--good:#1a6d3c;--good-soft:#e8f5ed;\
			--wait:#7a4d00;--wait-soft:#fdf3de}
			@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1c222b;--text:#e8edf3;--soft:#a3afbd;\
			--line:#323b47;--blue:#2f74dd;--bad:#ffb4ab;--bad-soft:#3a1f1d;--good:#8fd6ab;--good-soft:#17301f;\
			--wait:#f2c36b;--wait-soft:#352a14}}
			*{box-sizing:border-box}
			body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:1.25rem;\
			background:var(--page);color:var(--text);font:1rem/1.6 system-ui,-apple-system,"PingFang SC",\
			"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
			main{width:100%;max-width:25rem;padding:2rem;background:var(--card);border:1px solid var(--line);\
			border-radius:1rem}
			h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.3}
			.notice{margin:0 0 1.5rem;padding:.9rem 1rem;border-radius:.6rem;background:var(--bad-soft)}
			.notice h2{margin:0 0 .25rem;font-size:1.05rem;color:var(--bad)}
			.notice p{margin:0}
			.wait{background:var(--wait-soft)}
			.wait h2{color:var(--wait)}
			.done{background:var(--good-soft)}
			.done h2{color:var(--good)}
			p{margin:0 0 1rem;color:var(--soft)}
			.ref{font-size:.875rem}
			.ref code{color:var(--text);font-size:1rem;user-select:all}
			.notice p{color:var(--text)}
			ul{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
			a{display:block;padding:.8rem 1rem;border-radius:.6rem;background:var(--blue);color:#fff;\
			text-align:center;text-decoration:none;font-weight:600}
			a:hover{filter:brightness(1.08)}
			a:focus-visible{outline:3px solid var(--text);outline-offset:2px}
			""";

	/**
	 * Lets the page have its own style and nothing else.
	 */
	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
			+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final StringBuilder notice = new StringBuilder();

	private final StringBuilder ways = new StringBuilder();

	private final Locale locale;

	private final String prefix;

	private final @Nullable String returnTo;

	private int numberOfWays;

	/**
	 * Creates the page.
	 * @param prefix the path under which browsers find the application
	 * @param returnTo the page to come back to, or {@code null}
	 */
	SignInPage(Locale locale, String prefix, @Nullable String returnTo) {
		this.locale = locale;
		this.prefix = prefix;
		this.returnTo = returnTo;
	}

	void showRefusal(WeComRefusalNotice refusal) {
		notice("notice", "alert", refusal.refusal().title(this.locale), refusal.refusal().text(this.locale));
		showReference(refusal);
	}

	private void showReference(WeComRefusalNotice refusal) {
		if (refusal.reference() != null) {
			this.notice.append("<p class=\"ref\">%s <code>%s</code></p>\n"
				.formatted(escape(Messages.text("page.reference", this.locale)), escape(refusal.reference())));
		}
	}

	void showUnknownFailure() {
		notice("notice", "alert", Messages.text("unknown.title", this.locale),
				Messages.text("unknown.text", this.locale));
	}

	/**
	 * Offers to open the same address again, without writing what stands in it into the
	 * page.
	 */
	void showBusy(WeComRefusalNotice refusal) {
		notice("notice wait", "alert", refusal.refusal().title(this.locale),
				Messages.text("page.busy.text", this.locale));
		showReference(refusal);
		this.ways
			.append("<li><a href=\"\">%s</a></li>\n".formatted(escape(Messages.text("page.busy.again", this.locale))));
	}

	void showUnknownRegistration() {
		notice("notice", "alert", Messages.text("page.unknown-registration.title", this.locale),
				Messages.text("page.unknown-registration.text", this.locale));
	}

	/**
	 * Leads to the sign-in page, which shows the ways that there are.
	 */
	void addLinkToSignInPage(String signInPage) {
		this.ways.append("<li><a href=\"%s\">%s</a></li>\n".formatted(escape(this.prefix + signInPage),
				escape(Messages.text("page.title", this.locale))));
	}

	void showSignedOut() {
		notice("notice done", "status", Messages.text("page.signed-out.title", this.locale),
				Messages.text("page.signed-out.text", this.locale));
	}

	private void notice(String style, String role, String title, String text) {
		this.notice.append("<div class=\"%s\" role=\"%s\"><h2>%s</h2><p>%s</p></div>\n".formatted(style, role,
				escape(title), escape(text)));
	}

	void addWay(String basePath, String registrationId, String name) {
		String href = this.prefix + basePath + UriUtils.encodePathSegment(registrationId, StandardCharsets.UTF_8);
		if (this.returnTo != null) {
			href += "?" + LoginPaths.RETURN_TO + "=" + ReturnTarget.asParameter(this.returnTo);
		}
		this.ways.append("<li><a href=\"%s\">%s</a></li>\n".formatted(escape(href),
				escape(Messages.text("page.sign-in-with", this.locale, name))));
		this.numberOfWays++;
	}

	String html() {
		String title = Messages.text("page.title", this.locale);
		String choose = (this.numberOfWays > 1) ? "<p>" + escape(Messages.text("page.choose", this.locale)) + "</p>\n"
				: "";
		return """
				<!DOCTYPE html>
				<html lang="%s">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<meta name="referrer" content="no-referrer">
				<title>%s</title>
				<style>%s</style>
				</head>
				<body>
				<main>
				<h1>%s</h1>
				%s%s%s</main>
				</body>
				</html>
				""".formatted(Locale.CHINESE.equals(this.locale) ? "zh-CN" : "en", escape(title), STYLE, escape(title),
				this.notice, choose, this.ways.isEmpty() ? "" : "<ul>\n" + this.ways + "</ul>\n");
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-256", ex);
		}
	}

}
