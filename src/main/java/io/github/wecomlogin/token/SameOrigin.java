package io.github.wecomlogin.token;

import java.util.Set;

import io.github.wecomlogin.web.SiteAddress;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Recognizes requests that pages of this application send. {@code Sec-Fetch-Site} decides
 * if the browser sends it, and {@code Origin} otherwise; without either, the request
 * counts as one of another site.
 */
final class SameOrigin {

	private static final Set<String> READING = Set.of("GET", "HEAD");

	private final SiteAddress site;

	SameOrigin(SiteAddress site) {
		this.site = site;
	}

	/**
	 * Whether a request comes from this application, or changes nothing.
	 */
	boolean permits(HttpServletRequest request) {
		if (READING.contains(request.getMethod())) {
			return true;
		}
		String fetchSite = request.getHeader("Sec-Fetch-Site");
		if (fetchSite != null) {
			return "same-origin".equals(fetchSite);
		}
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		return origin != null && this.site.isOwn(request, origin);
	}

}
