package io.github.wecomlogin.web.request;

import java.util.Locale;

import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.WeComRefusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What the visitor's User-Agent says it is (D/90315). A hint for choosing the way to sign
 * in, never a security control.
 */
public enum Browser {

	/**
	 * WeCom's own webview, on a phone or a computer.
	 */
	WECOM(null),

	/**
	 * The webview of plain WeChat, where a member of the company cannot be recognized.
	 */
	WECHAT(WeComRefusal.WECHAT_BROWSER),

	/**
	 * Another browser on a phone, for which WeCom documents no way to sign in.
	 */
	PHONE(WeComRefusal.PHONE_BROWSER),

	/**
	 * Everything else.
	 */
	DESKTOP(null);

	private final @Nullable WeComRefusal refusal;

	Browser(@Nullable WeComRefusal refusal) {
		this.refusal = refusal;
	}

	/**
	 * Returns what the visitor uses.
	 * @param request the current request
	 * @return the kind of browser; {@link #DESKTOP} for whatever is not known
	 */
	public static Browser of(HttpServletRequest request) {
		String header = RequestHeaders.find(request, HttpHeaders.USER_AGENT);
		return of((header != null) ? header : "");
	}

	static Browser of(String header) {
		String userAgent = header.toLowerCase(Locale.ROOT);
		// First, because WeCom's webview calls itself MicroMessenger too
		if (userAgent.contains("wxwork/")) {
			return WECOM;
		}
		if (userAgent.contains("micromessenger")) {
			return WECHAT;
		}
		// Tablets show the page with the QR code as well as computers do
		if (userAgent.contains("mobile") && !userAgent.contains("ipad") && !userAgent.contains("tablet")) {
			return PHONE;
		}
		return DESKTOP;
	}

	/**
	 * Returns why this browser cannot sign in with WeCom.
	 * @return the refusal, or {@code null} if it can
	 */
	public @Nullable WeComRefusal refusal() {
		return this.refusal;
	}

	/**
	 * Returns what can help in this browser after a refusal. Inside WeCom there is no
	 * other account.
	 */
	public RefusalAction actionAfter(WeComRefusal refusal) {
		return (this == WECOM && refusal.action() == RefusalAction.OTHER_ACCOUNT) ? RefusalAction.SUPPORT
				: refusal.action();
	}

}
