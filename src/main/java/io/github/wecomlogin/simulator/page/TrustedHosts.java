package io.github.wecomlogin.simulator.page;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import io.github.wecomlogin.simulator.company.ConsoleSettings;

/**
 * Checks redirect URIs against the trusted domains (可信域名) of the application. Hosts match
 * exactly, including the port, as in WeCom; unless the company is fresh, loopback hosts
 * match with any port, for development servers.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TrustedHosts {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final Set<Integer> USUAL_PORTS = Set.of(-1, 80, 443);

	private final ConsoleSettings console;

	public TrustedHosts(ConsoleSettings console) {
		this.console = console;
	}

	boolean trust(Flow flow, URI uri) {
		if (uri.getHost() == null || uri.getRawUserInfo() != null
				|| !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
			return false;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		Set<String> hosts = this.console.redirectHosts(flow == Flow.WEB_LOGIN);
		return (!this.console.isFresh() && LOOPBACK.contains(host)) || hosts.contains(host + ":" + uri.getPort())
				|| (USUAL_PORTS.contains(uri.getPort()) && hosts.contains(host));
	}

	/**
	 * Returns the explanation for a host that is not trusted.
	 */
	PageText explanation() {
		return this.console.isFresh() ? PageText.ERROR_REDIRECT_URI_CONSOLE : PageText.ERROR_REDIRECT_URI_HOST;
	}

}
