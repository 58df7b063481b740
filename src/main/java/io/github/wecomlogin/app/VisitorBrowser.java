package io.github.wecomlogin.app;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Where a visitor opened the page, as far as the sign-in page has to know: a refusal that
 * is about the browser says nothing once the address is opened in another one.
 */
enum VisitorBrowser {

	/**
	 * WeCom itself, on a phone or a computer.
	 */
	WECOM,

	/**
	 * Plain WeChat.
	 */
	WECHAT,

	/**
	 * Another browser that calls itself mobile.
	 */
	MOBILE,

	/**
	 * Everything else.
	 */
	OTHER;

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
		return userAgent.contains("mobile") ? MOBILE : OTHER;
	}

}
