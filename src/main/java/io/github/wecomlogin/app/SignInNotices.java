package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.login.SignInPause;
import io.github.wecomlogin.login.WeComRefusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Finds out what a visitor has to know: from the address, or else from what the browser
 * remembers for five minutes.
 */
@Component
class SignInNotices {

	private final SignInPause pause;

	private final MessageSource messages;

	SignInNotices(SignInPause pause, MessageSource messages) {
		this.pause = pause;
		this.messages = messages;
	}

	@Nullable SignInNotice find(HttpServletRequest request, Locale locale) {
		VisitorBrowser browser = VisitorBrowser.of(request);
		String error = request.getParameter("error");
		WeComRefusal refusal = WeComRefusal.ofCode(error);
		if (refusal != null && !isOutdated(refusal, browser)) {
			return SignInNotice.refused(refusal, locale);
		}
		if (error != null && refusal == null) {
			return SignInNotice.failed(this.messages, locale);
		}
		if (request.getParameter("logout") != null) {
			return SignInNotice.signedOut(this.messages, locale);
		}
		return (browser == VisitorBrowser.WECHAT) ? SignInNotice.refused(WeComRefusal.WECHAT_BROWSER, locale)
				: remembered(request, locale);
	}

	private @Nullable SignInNotice remembered(HttpServletRequest request, Locale locale) {
		WeComRefusal refusal = this.pause.lastRefusal(request);
		if (refusal != null) {
			return SignInNotice.refused(refusal, locale);
		}
		return this.pause.isSignedOut(request) ? SignInNotice.signedOut(this.messages, locale) : null;
	}

	/**
	 * Whether the visitor did as told, and took the address along to another browser.
	 */
	private static boolean isOutdated(WeComRefusal refusal, VisitorBrowser browser) {
		return switch (refusal) {
			case WECHAT_BROWSER -> browser != VisitorBrowser.WECHAT;
			case PHONE_BROWSER -> browser == VisitorBrowser.WECOM || browser == VisitorBrowser.OTHER;
			default -> false;
		};
	}

}
