package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.RefusalReference;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.page.WeComPage.Link;
import io.github.wecomlogin.web.page.WeComPage.Notice;
import io.github.wecomlogin.web.request.RequestLanguage;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Collects the content of a page.
 */
final class SignInPage {

	private final Locale locale;

	private final String prefix;

	private final @Nullable String returnTo;

	private final Brand brand;

	private final List<PageAction> ways = new ArrayList<>();

	private @Nullable Notice notice;

	private @Nullable RefusalAction help;

	private @Nullable String reference;

	private @Nullable String openInWeCom;

	private LoginPanel.@Nullable Content panel;

	private String otherLanguage;

	/**
	 * Creates the page.
	 * @param prefix the path under which browsers find the application
	 * @param returnTo the page to come back to, or {@code null}
	 * @param brand the brand, with logos as browsers find them
	 */
	SignInPage(Locale locale, String prefix, @Nullable String returnTo, Brand brand) {
		this.locale = locale;
		this.prefix = prefix;
		this.returnTo = returnTo;
		this.brand = brand;
		this.otherLanguage = "?" + RequestLanguage.parameterOfOther(locale);
	}

	/**
	 * Shows a refusal.
	 * @param help what can help in this browser
	 */
	void showRefusal(WeComRefusalNotice refusal, RefusalAction help) {
		this.help = help;
		notice(Notice.Kind.FAILED, refusal, refusal.refusal().text(this.locale));
	}

	private void notice(Notice.Kind kind, WeComRefusalNotice refusal, String text) {
		this.reference = refusal.reference();
		this.notice = new Notice(kind, refusal.refusal().title(this.locale), text,
				(this.reference != null) ? new Notice.Reference(text("page.reference"), this.reference) : null);
	}

	void showUnknownFailure() {
		this.help = RefusalAction.TRY_AGAIN;
		this.notice = new Notice(Notice.Kind.FAILED, text("unknown.title"), text("unknown.text"), null);
	}

	void showOpenInWeCom(OpenInWeCom.Ways ways) {
		this.openInWeCom = OpenInWeComSection.html(ways, this.locale);
	}

	void showPanel(LoginPanel.@Nullable Content panel) {
		this.panel = panel;
	}

	/**
	 * Offers to open the same address again, without writing what stands in it into the
	 * page. For that reason the other language leads to the sign-in page.
	 */
	void showBusy(WeComRefusalNotice refusal, String signInPage) {
		notice(Notice.Kind.WAIT, refusal, text("page.busy.text"));
		this.ways.add(new PageAction("", RefusalAction.TRY_AGAIN.label(this.locale), true));
		this.otherLanguage = this.prefix + refusal.addTo(signInPage) + "&"
				+ RequestLanguage.parameterOfOther(this.locale)
				+ ((this.returnTo != null) ? "&" + returnToParameter(this.returnTo) : "");
	}

	void showUnknownRegistration() {
		this.notice = new Notice(Notice.Kind.FAILED, text("page.unknown-registration.title"),
				text("page.unknown-registration.text"), null);
	}

	/**
	 * Leads to the sign-in page, which shows the ways that there are.
	 */
	void addLinkToSignInPage(String signInPage) {
		this.ways.add(new PageAction(this.prefix + signInPage, text("page.title"), true));
	}

	void showSignedOut() {
		this.notice = new Notice(Notice.Kind.DONE, text("page.signed-out.title"), text("page.signed-out.text"), null);
	}

	/**
	 * Sets where the page is shown in the other language.
	 * @param url a URL relative to the page
	 */
	void setOtherLanguage(String url) {
		this.otherLanguage = url;
	}

	void addWay(String basePath, String registrationId, String name, boolean wecom) {
		String url = this.prefix + basePath + UriUtils.encodePathSegment(registrationId, StandardCharsets.UTF_8);
		this.ways.add(new PageAction((this.returnTo != null) ? url + "?" + returnToParameter(this.returnTo) : url,
				Messages.text("page.sign-in-with", this.locale, name), wecom));
	}

	private static String returnToParameter(String returnTo) {
		return LoginPaths.RETURN_TO + "=" + ReturnTarget.asParameter(returnTo);
	}

	/**
	 * Returns what the content security policy of the page must allow in addition.
	 */
	String additionalPolicy() {
		if (this.panel != null) {
			return this.panel.contentSecurityPolicy();
		}
		return (this.openInWeCom != null) ? OpenInWeCom.SCRIPT_SOURCE : "";
	}

	WeComPage content() {
		String supportUrl = this.brand.supportUrl();
		return new WeComPage(this.locale, text("page.title"), this.notice,
				(this.ways.size() > 1) ? text("page.choose") : null,
				PageAction.of(this.help, this.reference, this.ways, supportUrl, this.locale), this.openInWeCom,
				(this.panel != null) ? this.panel.html() : null, new Link(this.otherLanguage, text("page.language")),
				(supportUrl != null)
						? new Link(RefusalReference.withReference(supportUrl, this.reference), text("page.support"))
						: null,
				this.brand);
	}

	private String text(String key) {
		return Messages.text(key, this.locale);
	}

}
