package io.github.wecomlogin.login;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.util.UrlUtils;

/**
 * Where a member is sent after signing in: a path of this very site, and not one that
 * would sign them in or out again.
 */
final class ReturnTarget {

	private static final int MAX_LENGTH = 512;

	// Visible ASCII as it stands in an address; no backslash, which browsers read as a
	// slash
	private static final Pattern LOCAL = Pattern.compile("/(?!/)[!-\\[\\]-~]*");

	private static final List<String> NOT_A_TARGET = List.of("/login", "/logout", "/favicon.ico",
			"/oauth2/authorization/");

	private ReturnTarget() {
	}

	/**
	 * Returns the page that a request asked for.
	 * @return the path with its query, or {@code null} if it is not a page to come back
	 * to
	 */
	static @Nullable String ofPage(HttpServletRequest request) {
		// The page of an error is not what anybody asked for
		if (!"GET".equals(request.getMethod()) || request.getDispatcherType() != DispatcherType.REQUEST
				|| !CallerKind.wantsPage(request)) {
			return null;
		}
		String query = request.getQueryString();
		return checked(request, request.getRequestURI() + ((query != null) ? "?" + query : ""));
	}

	/**
	 * Returns what a request says in {@code return-to}.
	 * @return the path, or {@code null} if there is none or it leads elsewhere
	 */
	static @Nullable String ofParameter(HttpServletRequest request) {
		String[] values = RequestParameters.findAll(request, LoginPaths.RETURN_TO);
		return (values != null && values.length == 1) ? checked(request, values[0]) : null;
	}

	/**
	 * Returns a target that is safe to redirect to.
	 * @param target a path as the browser sees it, the context path included
	 * @return the target, or {@code null}
	 */
	static @Nullable String checked(HttpServletRequest request, @Nullable String target) {
		if (target == null || target.length() > MAX_LENGTH || !LOCAL.matcher(target).matches()) {
			return null;
		}
		String contextPath = request.getContextPath();
		if (!target.equals(contextPath) && !target.startsWith(contextPath + "/")) {
			return null;
		}
		String path = target.substring(contextPath.length());
		if (path.startsWith("//")) {
			return null;
		}
		return NOT_A_TARGET.stream().anyMatch((each) -> startsWithPath(path, each)) ? null : target;
	}

	private static boolean startsWithPath(String path, String prefix) {
		if (!path.startsWith(prefix)) {
			return false;
		}
		return prefix.endsWith("/") || path.length() == prefix.length()
				|| "/?#;".indexOf(path.charAt(prefix.length())) >= 0;
	}

	/**
	 * Returns a checked target as the whole address that handlers expect of a saved
	 * request.
	 */
	static String absolute(HttpServletRequest request, @Nullable String baseUrl, String target) {
		if (baseUrl != null) {
			URI base = URI.create(baseUrl);
			return base.getScheme() + "://" + base.getRawAuthority() + target;
		}
		return UrlUtils.buildFullRequestUrl(request.getScheme(), request.getServerName(), request.getServerPort(),
				target, null);
	}

	/**
	 * Returns a checked target in the form that Spring's redirects want, which put the
	 * context path in front themselves.
	 */
	static String withinApplication(HttpServletRequest request, @Nullable String target) {
		String path = (target != null) ? target.substring(request.getContextPath().length()) : "";
		return path.isEmpty() ? "/" : path;
	}

}
