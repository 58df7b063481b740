package io.github.wecomlogin.simulator.page;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks redirect URIs against the trusted domains (可信域名) of the application. Hosts match
 * exactly, including the port, as in WeCom; loopback hosts match with any port, for
 * development servers.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TrustedHosts {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final Set<Integer> USUAL_PORTS = Set.of(-1, 80, 443);

	private final Set<String> hosts;

	public TrustedHosts(Collection<String> hosts) {
		this.hosts = hosts.stream()
			.map((host) -> host.toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	boolean trust(URI uri) {
		if (uri.getHost() == null || uri.getRawUserInfo() != null
				|| !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
			return false;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		return LOOPBACK.contains(host) || this.hosts.contains(host + ":" + uri.getPort())
				|| (USUAL_PORTS.contains(uri.getPort()) && this.hosts.contains(host));
	}

}
