package io.github.wecomlogin.web.page;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.RefusalLog;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Selects the notice of the sign-in page: a refusal, the way to WeCom in a browser that
 * cannot sign in, or that the visitor has signed out.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPageNotices {

	private final RefusalLog log = new RefusalLog(Ticker.systemTicker());

	private final SignInSuppression suppression;

	private final OpenInWeCom openInWeCom;

	public SignInPageNotices(SignInSuppression suppression, OpenInWeCom openInWeCom) {
		this.suppression = suppression;
		this.openInWeCom = openInWeCom;
	}

	/**
	 * Adds the notice, if there is one.
	 * @param returnTo the page to come back to, or {@code null}
	 */
	void add(SignInPage page, HttpServletRequest request, @Nullable String returnTo) {
		String error = RequestParameters.first(request, WeComRefusalNotice.ERROR);
		String reference = RequestParameters.first(request, WeComRefusalNotice.REFERENCE);
		WeComRefusalNotice refusal = (error != null) ? WeComRefusalNotice.of(error, reference)
				: this.suppression.lastRefusal(request);
		Browser browser = Browser.of(request);
		WeComRefusal ofBrowser = browser.refusal();
		// A code about the browser may come from another one, so the visitor's own
		// decides
		boolean aboutBrowser = refusal != null && !refusal.refusal().isWorthTryingAgain();
		if (refusal != null && !aboutBrowser) {
			page.showRefusal(refusal, browser.actionAfter(refusal.refusal()));
		}
		else if (ofBrowser != null) {
			page.showRefusal(this.log.notice(ofBrowser, reference), ofBrowser.action());
		}
		else if (error != null && !aboutBrowser) {
			page.showUnknownFailure();
		}
		else if (this.suppression.isSignedOut(request) || RequestParameters.has(request, "logout")) {
			page.showSignedOut();
		}
		if (ofBrowser != null) {
			page.showOpenInWeCom(this.openInWeCom.to(request, returnTo));
		}
	}

}
