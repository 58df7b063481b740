package io.github.wecomlogin.simulator;

import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * Checks that a form was submitted on the simulator's own pages. Rejects other sites,
 * including those that use DNS rebinding.
 */
final class FormOrigin {

	/**
	 * An IP address, or {@code localhost}, which always resolves to this machine.
	 */
	private static final Pattern SAFE_HOST = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:[0-9]+)?");

	private FormOrigin() {
	}

	static boolean isOwn(Request request) {
		String site = request.getHeader("Sec-Fetch-Site");
		String origin = request.getHeader("Origin");
		String host = request.getHeader("Host");
		return host != null && SAFE_HOST.matcher(host).matches() && (site == null || site.equals("same-origin"))
				&& (origin == null || origin.equals("http://" + host));
	}

}
