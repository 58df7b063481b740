package io.github.wecomlogin.web.request;

import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * Tells a navigation, with which a person opens a page, from the requests that a browser
 * sends by itself or for a script: only a navigation may begin a sign-in.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CallerKind {

	/**
	 * Headers that announce a page which may never be shown.
	 */
	private static final List<String> SPECULATIVE = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz",
			"X-Sec-Purpose");

	private static final String NAVIGATION = CallerKind.class.getName() + ".NAVIGATION";

	private CallerKind() {
	}

	/**
	 * Whether a person opens a page in a window of its own: by {@code GET} or by sending
	 * a form; not a prefetch or prerender, not a frame, not a part of a page, not a
	 * script. Browsers say so in {@code Sec-Fetch-*}, but not on plain http. There, a
	 * navigation accepts {@code text/html} by name, which neither {@code fetch} nor
	 * pictures, styles, scripts, manifests or event streams do. No browser leaves out
	 * {@code Accept} except for a WebSocket.
	 */
	public static boolean wantsPage(HttpServletRequest request) {
		// Spring Security's firewall checks a header each time it is read
		if (request.getAttribute(NAVIGATION) instanceof Boolean navigation) {
			return navigation;
		}
		boolean navigation = isNavigation(request);
		request.setAttribute(NAVIGATION, navigation);
		return navigation;
	}

	private static boolean isNavigation(HttpServletRequest request) {
		String method = request.getMethod();
		if (!"GET".equals(method) && !"POST".equals(method)) {
			return false;
		}
		if (SPECULATIVE.stream().anyMatch((name) -> StringUtils.hasText(request.getHeader(name)))
				|| request.getHeader("Service-Worker") != null || isWebSocket(request) || wantsData(request)) {
			return false;
		}
		String destination = RequestHeaders.find(request, "Sec-Fetch-Dest");
		if (destination != null) {
			return "document".equals(destination);
		}
		String accept = RequestHeaders.find(request, HttpHeaders.ACCEPT);
		return accept == null || accept.isBlank() || isHtml(accept);
	}

	/**
	 * Whether a script asks, which reads JSON if it is told anything.
	 */
	public static boolean wantsData(HttpServletRequest request) {
		// Only this value: the webviews of Android send their own name with every page
		if ("XMLHttpRequest".equalsIgnoreCase(RequestHeaders.find(request, "X-Requested-With"))) {
			return true;
		}
		String mode = RequestHeaders.find(request, "Sec-Fetch-Mode");
		if (mode != null && !"navigate".equals(mode)) {
			return true;
		}
		String accept = RequestHeaders.find(request, HttpHeaders.ACCEPT);
		return accept != null && accept.contains("json") && !isHtml(accept);
	}

	/**
	 * Whether the answer may be {@code application/problem+json}.
	 */
	public static boolean acceptsProblem(HttpServletRequest request) {
		String accept = RequestHeaders.find(request, HttpHeaders.ACCEPT);
		if (accept == null || wantsData(request)) {
			return true;
		}
		try {
			return MediaType.parseMediaTypes(accept)
				.stream()
				.anyMatch((type) -> type.includes(MediaType.APPLICATION_PROBLEM_JSON)
						|| type.includes(MediaType.APPLICATION_JSON));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isHtml(String accept) {
		String types = accept.toLowerCase(Locale.ROOT);
		return types.contains("text/html") || types.contains("application/xhtml+xml");
	}

	private static boolean isWebSocket(HttpServletRequest request) {
		String upgrade = RequestHeaders.find(request, HttpHeaders.UPGRADE);
		return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
	}

}
