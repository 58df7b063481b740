package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Selects the notice for the sign-in page: from the query parameters, or else from the
 * cookie that keeps the last refusal for five minutes.
 */
@Component
class SignInNotices {

	private final SignInSuppression suppression;

	private final MessageSource messages;

	SignInNotices(SignInSuppression suppression, MessageSource messages) {
		this.suppression = suppression;
		this.messages = messages;
	}

	@Nullable SignInNotice find(HttpServletRequest request, Locale locale) {
		String reference = request.getParameter(WeComRefusalNotice.REFERENCE);
		WeComRefusalNotice refusal = WeComRefusalNotice.of(request.getParameter(WeComRefusalNotice.ERROR), reference);
		// A link with a browser-specific code may have been opened in another browser, so
		// the User-Agent decides
		if (refusal != null && refusal.refusal().isWorthTryingAgain()) {
			return SignInNotice.refused(refusal, locale);
		}
		if (refusal == null && has(request, WeComRefusalNotice.ERROR)) {
			return SignInNotice.failed(this.messages, locale);
		}
		if (has(request, "logout")) {
			return SignInNotice.signedOut(this.messages, locale);
		}
		WeComRefusal ofBrowser = Browser.of(request).refusal();
		return (ofBrowser != null) ? SignInNotice.refused(new WeComRefusalNotice(ofBrowser, reference), locale)
				: remembered(request, locale);
	}

	private @Nullable SignInNotice remembered(HttpServletRequest request, Locale locale) {
		WeComRefusalNotice refusal = this.suppression.lastRefusal(request);
		if (refusal != null) {
			return SignInNotice.refused(refusal, locale);
		}
		return this.suppression.isSignedOut(request) ? SignInNotice.signedOut(this.messages, locale) : null;
	}

	private static boolean has(HttpServletRequest request, String parameter) {
		return request.getParameterMap().containsKey(parameter);
	}

}
