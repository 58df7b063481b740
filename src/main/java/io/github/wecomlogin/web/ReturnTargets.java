package io.github.wecomlogin.web;

import java.nio.charset.StandardCharsets;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestParameters;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Finds out where a member is sent after signing in through one security filter chain: a
 * path of this very site, and not one that would sign them in or out again. All paths are
 * as browsers see them, the prefix of the site included, and percent-encoded.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ReturnTargets {

	private static final int MAX_REFERER_LENGTH = 2 * ReturnTarget.MAX_LENGTH;

	private final SiteAddress site;

	private final LoginPaths paths;

	public ReturnTargets(SiteAddress site, LoginPaths paths) {
		this.site = site;
		this.paths = paths;
	}

	/**
	 * Returns the page that a request asked for, or the page of the form that it sent.
	 * @return the path with its query, or {@code null} if it is not a page to come back
	 * to
	 */
	@Nullable String ofPage(HttpServletRequest request) {
		if (!CallerKind.wantsPage(request)) {
			return null;
		}
		if (!isReading(request)) {
			return checked(request, this.site.pathOf(request, referer(request)));
		}
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			// The page of an error, which no one asked for
			return null;
		}
		String query = request.getQueryString();
		return checked(request,
				this.site.withoutContextPath(request, request.getRequestURI()) + ((query != null) ? "?" + query : ""));
	}

	/**
	 * Returns the page to come back to from a sign-in that a request requires.
	 * @return the path with its query, or {@code null} for the home page, which opens
	 * anyway, and if there is none
	 */
	@Nullable String ofProtectedPage(HttpServletRequest request) {
		String page = ofPage(request);
		return this.site.path(request, "/").equals(page) ? null : page;
	}

	private static boolean isReading(HttpServletRequest request) {
		return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
	}

	/**
	 * Returns what a request says in {@code return-to}.
	 * @return the path, or {@code null} if there is none or it leads elsewhere
	 */
	public @Nullable String ofParameter(HttpServletRequest request) {
		String[] values = RequestParameters.values(request, LoginPaths.RETURN_TO);
		return (values.length == 1) ? checked(request, values[0]) : null;
	}

	/**
	 * Returns what the sign-in page was told in {@code return-to} from which a request
	 * comes, so that each tab has its own target even if the page does not know the
	 * parameter.
	 * @return the path, or {@code null} if there is none or it leads elsewhere
	 */
	@Nullable String ofSignInPage(HttpServletRequest request) {
		String page = this.site.pathOf(request, referer(request));
		String beginning = this.site.path(request, this.paths.signInPagePath()) + "?";
		if (page == null || !page.startsWith(beginning)) {
			return null;
		}
		for (String parameter : page.substring(beginning.length()).split("&")) {
			if (parameter.startsWith(LoginPaths.RETURN_TO + "=")) {
				String value = parameter.substring(LoginPaths.RETURN_TO.length() + 1);
				try {
					return checked(request, UriUtils.decode(value, StandardCharsets.UTF_8));
				}
				catch (IllegalArgumentException ex) {
					return null;
				}
			}
		}
		return null;
	}

	/**
	 * Returns the page to come back to from a sign-in that a request starts: the one that
	 * it names, that of the sign-in page that it comes from, or the carried one, in this
	 * order.
	 * @param carried the unchecked page of the {@link ReturnTargetRequestCache.Cookie
	 * cookie}, or {@code null}
	 * @return the path, or {@code null} if there is none
	 */
	@Nullable String ofStart(HttpServletRequest request, @Nullable String carried) {
		String target = ofParameter(request);
		if (target == null) {
			target = ofSignInPage(request);
		}
		return (target != null) ? target : checked(request, carried);
	}

	/**
	 * Returns the sign-in page with the page to come back to, for a request that could
	 * not start a sign-in. If it is itself a page that requires a sign-in, it is that
	 * page.
	 * @param carried the unchecked page of the {@link ReturnTargetRequestCache.Cookie
	 * cookie}, or {@code null}
	 */
	public String signInPage(HttpServletRequest request, @Nullable String carried) {
		boolean start = this.paths.startedId(RequestPath.of(request)) != null;
		String returnTo = start ? ofStart(request, carried) : ofProtectedPage(request);
		UriComponentsBuilder page = UriComponentsBuilder.fromUriString(this.paths.signInPage());
		if (returnTo != null) {
			page.queryParam(LoginPaths.RETURN_TO, ReturnTarget.asParameter(returnTo));
		}
		return page.build(true).toUriString();
	}

	/**
	 * Returns the page that a saved request asked for.
	 * @return the path, or {@code null} if it is not a page to come back to
	 */
	@Nullable String ofSavedRequest(HttpServletRequest request, @Nullable SavedRequest saved) {
		if (saved == null || !"GET".equals(saved.getMethod())) {
			return null;
		}
		String path = this.site.pathOf(request, saved.getRedirectUrl());
		return (path != null) ? checked(request, this.site.withoutContextPath(request, path)) : null;
	}

	private static @Nullable String referer(HttpServletRequest request) {
		String referer = request.getHeader(HttpHeaders.REFERER);
		return (referer != null && referer.length() <= MAX_REFERER_LENGTH) ? referer : null;
	}

	/**
	 * Returns a target that is safe to redirect to.
	 * @param target a path as the browser sees it
	 * @return the normalised target, or {@code null}
	 */
	@Nullable String checked(HttpServletRequest request, @Nullable String target) {
		ReturnTarget parsed = ReturnTarget.parse(target);
		String prefix = this.site.prefix(request);
		String decodedPrefix = ReturnTarget.decode(prefix);
		if (parsed == null || !isWithin(prefix, parsed.value()) || !isWithin(decodedPrefix, parsed.path())) {
			return null;
		}
		return this.paths.isOwn(parsed.path().substring(decodedPrefix.length())) ? null : parsed.value();
	}

	private static boolean isWithin(String prefix, String path) {
		return path.equals(prefix) || path.startsWith(prefix + "/");
	}

	/**
	 * Returns a checked target as the whole URL that handlers expect of a saved request.
	 */
	String absolute(HttpServletRequest request, String target) {
		return this.site.absolute(request, target);
	}

	/**
	 * Returns the location of a redirect to a checked target.
	 * @param target the target, or {@code null} for the home page
	 */
	String location(HttpServletRequest request, @Nullable String target) {
		return this.site.toReturnTarget(request, target);
	}

}
