package io.github.wecomlogin.login;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * What the visitor's User-Agent says it is (D/90315). A hint for choosing the way to sign
 * in, never a security control.
 */
enum Browser {

	/**
	 * WeCom's own webview, on a phone or a computer.
	 */
	WECOM,

	/**
	 * The webview of plain WeChat, where a member of the company cannot be recognized.
	 */
	WECHAT,

	/**
	 * Another browser on a phone, for which WeCom documents no way to sign in.
	 */
	PHONE,

	/**
	 * Everything else.
	 */
	DESKTOP;

	static Browser of(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.USER_AGENT);
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

}
