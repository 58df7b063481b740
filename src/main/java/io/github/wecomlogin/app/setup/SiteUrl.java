package io.github.wecomlogin.app.setup;

import java.net.URI;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The address of the site to enter in the WeCom console: {@code wecom.base-url} if it is
 * set, the address of the request otherwise.
 */
final class SiteUrl {

	private final @Nullable String baseUrl;

	/**
	 * Creates the address.
	 * @param baseUrl the fixed address without a trailing slash, or {@code null}
	 */
	SiteUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	boolean isFixed() {
		return this.baseUrl != null;
	}

	String atStart(String port, String contextPath, boolean tls) {
		return (this.baseUrl != null) ? this.baseUrl : (tls ? "https" : "http") + "://localhost:" + port + contextPath;
	}

	String of(HttpServletRequest request) {
		return (this.baseUrl != null) ? this.baseUrl
				: ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
	}

	/**
	 * Returns the host as the console expects it: with a port unless it is the default
	 * one (D/91335).
	 */
	static String host(String url) {
		return URI.create(url).getRawAuthority();
	}

}
