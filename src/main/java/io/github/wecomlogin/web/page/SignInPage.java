package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.WeComRefusal;
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

	private final List<Link> actions = new ArrayList<>();

	private @Nullable Notice notice;

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

	void showRefusal(WeComRefusal refusal) {
		this.notice = new Notice(Notice.Kind.FAILED, refusal.title(this.locale), refusal.text(this.locale));
	}

	void showUnknownFailure() {
		this.notice = new Notice(Notice.Kind.FAILED, text("unknown.title"), text("unknown.text"));
	}

	/**
	 * Offers to open the same address again, without writing what stands in it into the
	 * page. For that reason the other language leads to the sign-in page.
	 */
	void showBusy(String signInPage) {
		this.notice = new Notice(Notice.Kind.WAIT, WeComRefusal.BUSY.title(this.locale), text("page.busy.text"));
		this.actions.add(new Link("", text("page.busy.again")));
		this.otherLanguage = this.prefix + signInPage + ((signInPage.indexOf('?') >= 0) ? "&" : "?") + "error="
				+ WeComRefusal.BUSY.code() + "&" + RequestLanguage.parameterOfOther(this.locale)
				+ ((this.returnTo != null) ? "&" + returnToParameter(this.returnTo) : "");
	}

	void showUnknownRegistration() {
		this.notice = new Notice(Notice.Kind.FAILED, text("page.unknown-registration.title"),
				text("page.unknown-registration.text"));
	}

	/**
	 * Leads to the sign-in page, which shows the ways that there are.
	 */
	void addLinkToSignInPage(String signInPage) {
		this.actions.add(new Link(this.prefix + signInPage, text("page.title")));
	}

	void showSignedOut() {
		this.notice = new Notice(Notice.Kind.DONE, text("page.signed-out.title"), text("page.signed-out.text"));
	}

	/**
	 * Sets where the page is shown in the other language.
	 * @param url a URL relative to the page
	 */
	void setOtherLanguage(String url) {
		this.otherLanguage = url;
	}

	void addWay(String basePath, String registrationId, String name) {
		String url = this.prefix + basePath + UriUtils.encodePathSegment(registrationId, StandardCharsets.UTF_8);
		this.actions.add(new Link((this.returnTo != null) ? url + "?" + returnToParameter(this.returnTo) : url,
				Messages.text("page.sign-in-with", this.locale, name)));
	}

	private static String returnToParameter(String returnTo) {
		return LoginPaths.RETURN_TO + "=" + ReturnTarget.asParameter(returnTo);
	}

	WeComPage content() {
		String supportUrl = this.brand.supportUrl();
		return new WeComPage(this.locale, text("page.title"), this.notice,
				(this.actions.size() > 1) ? text("page.choose") : null, this.actions,
				new Link(this.otherLanguage, text("page.language")),
				(supportUrl != null) ? new Link(supportUrl, text("page.support")) : null, this.brand);
	}

	private String text(String key) {
		return Messages.text(key, this.locale);
	}

}
