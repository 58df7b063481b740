package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.RefusalAction;
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
			label{display:block;font-size:.875rem;color:var(--soft)}
			input,button{width:100%;margin:.25rem 0 1rem;padding:.7rem .8rem;border:1px solid var(--line);\
			border-radius:.6rem;background:none;color:inherit;font:inherit}
			button:focus-visible,input:focus-visible{outline:3px solid var(--text);outline-offset:2px}
			[hidden]{display:none}
			.qr{display:block;width:100%;max-width:16rem;margin:0 auto 1rem;background:#fff;border-radius:.6rem}
			ul{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
			a{display:block;padding:.8rem 1rem;border-radius:.6rem;background:var(--blue);color:#fff;\
			text-align:center;text-decoration:none;font-weight:600}
			a.quiet{background:none;border:1px solid var(--line);color:var(--text)}
			a:hover{filter:brightness(1.08)}
			a:focus-visible{outline:3px solid var(--text);outline-offset:2px}
			""";

	/**
	 * Lets the page have its own style and nothing else.
	 */
	static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src '" + ContentHash.of(STYLE)
			+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final StringBuilder notice = new StringBuilder();

	private final List<PageAction> ways = new ArrayList<>();

	private final Locale locale;

	private final String prefix;

	private final @Nullable String returnTo;

	private OpenInWeCom.@Nullable Ways openInWeCom;

	private LoginPanel.@Nullable Content panel;

	private @Nullable RefusalAction help;

	private @Nullable String reference;

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

	/**
	 * Shows a refusal.
	 * @param help what can help in this browser
	 */
	void showRefusal(WeComRefusalNotice refusal, RefusalAction help) {
		this.help = help;
		this.reference = refusal.reference();
		notice("notice", "alert", refusal.refusal().title(this.locale), refusal.refusal().text(this.locale));
		showReference(refusal);
	}

	private void showReference(WeComRefusalNotice refusal) {
		if (refusal.reference() != null) {
			this.notice.append("<p class=\"ref\">%s <code>%s</code></p>\n"
				.formatted(escape(Messages.text("page.reference", this.locale)), escape(refusal.reference())));
		}
	}

	void showOpenInWeCom(OpenInWeCom.Ways ways) {
		this.openInWeCom = ways;
	}

	void showPanel(LoginPanel.@Nullable Content panel) {
		this.panel = panel;
	}

	void showUnknownFailure() {
		this.help = RefusalAction.TRY_AGAIN;
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
		this.ways.add(new PageAction("", RefusalAction.TRY_AGAIN.label(this.locale), true));
	}

	void showUnknownRegistration() {
		notice("notice", "alert", Messages.text("page.unknown-registration.title", this.locale),
				Messages.text("page.unknown-registration.text", this.locale));
	}

	/**
	 * Leads to the sign-in page, which shows the ways that there are.
	 */
	void addLinkToSignInPage(String signInPage) {
		this.ways.add(new PageAction(this.prefix + signInPage, Messages.text("page.title", this.locale), true));
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
		this.ways.add(new PageAction(href, Messages.text("page.sign-in-with", this.locale, name), true));
	}

	String contentSecurityPolicy() {
		if (this.panel != null) {
			return CONTENT_SECURITY_POLICY + this.panel.contentSecurityPolicy();
		}
		return (this.openInWeCom != null) ? CONTENT_SECURITY_POLICY + OpenInWeCom.SCRIPT_SOURCE
				: CONTENT_SECURITY_POLICY;
	}

	String html() {
		String title = Messages.text("page.title", this.locale);
		String choose = (this.ways.size() > 1) ? "<p>" + escape(Messages.text("page.choose", this.locale)) + "</p>\n"
				: "";
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
				<main>
				<h1>%s</h1>
				%s%s%s%s%s</main>
				</body>
				</html>
				""".formatted(Locale.CHINESE.equals(this.locale) ? "zh-CN" : "en",
				(this.panel != null) ? LoginPanel.REFERRER_POLICY : "no-referrer", escape(title), STYLE, escape(title),
				this.notice, (this.openInWeCom != null) ? OpenInWeComSection.html(this.openInWeCom, this.locale) : "",
				choose, actions(), (this.panel != null) ? this.panel.html() : "");
	}

	private String actions() {
		String actions = PageAction.of(this.help, this.reference, this.ways, null, this.locale)
			.stream()
			.map((action) -> "<li><a%s href=\"%s\">%s</a></li>\n".formatted(action.main() ? "" : " class=\"quiet\"",
					escape(action.url()), escape(action.label())))
			.collect(Collectors.joining());
		return actions.isEmpty() ? "" : "<ul>\n" + actions + "</ul>\n";
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

}
