package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Tells a person who opens a page from a script that wants data.
 */
final class CallerKind {

	private CallerKind() {
	}

	/**
	 * Whether the address is that of a page rather than of a picture or a style sheet in
	 * one.
	 */
	static boolean wantsPage(HttpServletRequest request) {
		String accept = RequestHeaders.find(request, HttpHeaders.ACCEPT);
		return !wantsData(request) && (accept == null || accept.equals("*/*") || accept.contains("text/html"));
	}

	static boolean wantsData(HttpServletRequest request) {
		// Only this value: the webviews of Android send their own name with every page
		if ("XMLHttpRequest".equalsIgnoreCase(RequestHeaders.find(request, "X-Requested-With"))) {
			return true;
		}
		String mode = RequestHeaders.find(request, "Sec-Fetch-Mode");
		if (mode != null && !"navigate".equals(mode)) {
			return true;
		}
		String accept = RequestHeaders.find(request, HttpHeaders.ACCEPT);
		return accept != null && accept.contains("json") && !accept.contains("text/html");
	}

}
