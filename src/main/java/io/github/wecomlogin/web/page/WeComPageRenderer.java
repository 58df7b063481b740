package io.github.wecomlogin.web.page;

/**
 * Renders the pages of this library: sign-in, refusals, busy, unsuitable browsers and
 * unknown registrations. A bean of this type replaces the built-in pages.
 */
@FunctionalInterface
public interface WeComPageRenderer {

	/**
	 * Renders a page.
	 * @param page the content, whose texts and URLs must be escaped
	 * @return the HTML, sent as UTF-8
	 */
	String render(WeComPage page);

	/**
	 * Returns the header {@code Content-Security-Policy} of all pages.
	 * @return a policy; by default the page may load styles, scripts, fonts and images of
	 * its own site, and images from https and data URLs
	 */
	default String contentSecurityPolicy() {
		return "default-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
	}

}
