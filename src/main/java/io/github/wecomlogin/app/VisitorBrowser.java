package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.login.WeComRefusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Where a visitor opened the page, by the same rules as the library's: a refusal for the
 * browser must not follow the address into another one, and need not wait for a click.
 */
enum VisitorBrowser {

	/**
	 * WeCom itself, on a phone or a computer.
	 */
	WECOM(null),

	/**
	 * Plain WeChat.
	 */
	WECHAT(WeComRefusal.WECHAT_BROWSER),

	/**
	 * Another browser on a phone.
	 */
	PHONE(WeComRefusal.PHONE_BROWSER),

	/**
	 * Everything else.
	 */
	DESKTOP(null);

	private final @Nullable WeComRefusal refusal;

	VisitorBrowser(@Nullable WeComRefusal refusal) {
		this.refusal = refusal;
	}

	static VisitorBrowser of(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.USER_AGENT);
		String userAgent = (header != null) ? header.toLowerCase(Locale.ROOT) : "";
		// First, because WeCom calls itself MicroMessenger too
		if (userAgent.contains("wxwork/")) {
			return WECOM;
		}
		if (userAgent.contains("micromessenger")) {
			return WECHAT;
		}
		boolean tablet = userAgent.contains("ipad") || userAgent.contains("tablet");
		return (userAgent.contains("mobile") && !tablet) ? PHONE : DESKTOP;
	}

	/**
	 * Returns why nobody can sign in with WeCom from here.
	 * @return the refusal, or {@code null} if they can
	 */
	@Nullable WeComRefusal refusal() {
		return this.refusal;
	}

}
