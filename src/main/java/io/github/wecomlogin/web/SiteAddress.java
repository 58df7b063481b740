package io.github.wecomlogin.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.util.UrlUtils;

/**
 * The address at which browsers reach this application: {@code wecom.base-url} if it is
 * set, the address of the request otherwise. Its path differs from the context path
 * behind a proxy that adds or removes a prefix.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SiteAddress {

	private final @Nullable URI baseUrl;

	/**
	 * Creates the address.
	 * @param baseUrl the fixed external address, without a trailing slash, or
	 * {@code null} to take it from each request
	 */
	public SiteAddress(@Nullable String baseUrl) {
		this.baseUrl = (baseUrl != null) ? URI.create(baseUrl) : null;
	}

	public boolean isFixed() {
		return this.baseUrl != null;
	}

	/**
	 * Returns the path under which browsers find the application, without a trailing
	 * slash.
	 */
	public String prefix(HttpServletRequest request) {
		return (this.baseUrl != null) ? this.baseUrl.getRawPath() : request.getContextPath();
	}

	/**
	 * Returns a path of the application in the form that browsers need.
	 * @param path a path within the application, or with the context path in front
	 */
	public String path(HttpServletRequest request, String path) {
		return prefix(request) + path;
	}

	/**
	 * Returns a path that has the context path in front in the form that browsers need.
	 */
	String withoutContextPath(HttpServletRequest request, String path) {
		String contextPath = request.getContextPath();
		return isWithin(contextPath, path) ? path(request, path.substring(contextPath.length())) : path;
	}

	/**
	 * Returns the target of a redirect in the form that browsers need. A target under the
	 * path of {@code wecom.base-url} has that form already, as return targets do.
	 */
	String ofRedirect(HttpServletRequest request, String path) {
		String prefix = prefix(request);
		return (!prefix.isEmpty() && isWithin(prefix, path)) ? path : withoutContextPath(request, path);
	}

	/**
	 * Returns the location of a redirect to a return target. The context path is in front
	 * only where {@link #ofRedirect} removes it again.
	 * @param target a path that browsers see, or {@code null} for the home page
	 */
	public String toReturnTarget(HttpServletRequest request, @Nullable String target) {
		String prefix = prefix(request);
		String path = (target == null || target.equals(prefix)) ? prefix + "/" : target;
		return prefix.isEmpty() ? request.getContextPath() + path : path;
	}

	private static boolean isWithin(String prefix, String path) {
		String end = path.startsWith(prefix) ? path.substring(prefix.length()) : "x";
		return end.isEmpty() || "/?#".indexOf(end.charAt(0)) >= 0;
	}

	/**
	 * Returns the whole URL of a path that browsers see.
	 */
	public String absolute(HttpServletRequest request, String path) {
		if (this.baseUrl != null) {
			return this.baseUrl.getScheme() + "://" + this.baseUrl.getRawAuthority() + path;
		}
		return UrlUtils.buildFullRequestUrl(request.getScheme(), request.getServerName(), request.getServerPort(), path,
				null);
	}

	/**
	 * Whether a URL or an origin is of this host.
	 */
	public boolean isOwn(HttpServletRequest request, String url) {
		return pathOf(request, url) != null;
	}

	/**
	 * Returns the path and the query of a URL of this host.
	 * @return the path as a browser sees it, or {@code null} if the URL is of another
	 * host or malformed
	 */
	@Nullable String pathOf(HttpServletRequest request, @Nullable String url) {
		if (url == null) {
			return null;
		}
		try {
			URI uri = new URI(url);
			if (uri.getHost() == null || uri.getRawPath() == null || !isOwn(uri, request)) {
				return null;
			}
			String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
			return (uri.getRawQuery() != null) ? path + "?" + uri.getRawQuery() : path;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private boolean isOwn(URI uri, HttpServletRequest request) {
		String authority = authority(uri.getHost(), uri.getPort());
		return authority.equals(authority(request.getServerName(), request.getServerPort())) || (this.baseUrl != null
				&& authority.equals(authority(this.baseUrl.getHost(), this.baseUrl.getPort())));
	}

	/**
	 * Without a default port: behind a proxy the server may take https for http.
	 */
	private static String authority(String host, int port) {
		return host.toLowerCase(Locale.ROOT) + ":" + ((port == 80 || port == 443) ? -1 : port);
	}

}
