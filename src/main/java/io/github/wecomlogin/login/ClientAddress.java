package io.github.wecomlogin.login;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where a request comes from, as the servlet container says it. Headers are not read
 * here: which proxy may say what about a client is for the container to know.
 */
final class ClientAddress {

	private static final int MAX_LENGTH = 64;

	/**
	 * What one customer gets of IPv6 at the least, and may use as many addresses of as
	 * they like.
	 */
	private static final int NETWORK_BYTES = 8;

	// In brackets with a port, as some proxies write it, or with a zone
	private static final Pattern IPV6 = Pattern
		.compile("\\[?([0-9a-fA-F:][0-9a-fA-F:.]*)(?:%[^\\]]*)?(?:\\](?::[0-9]+)?)?");

	private ClientAddress() {
	}

	/**
	 * Returns the client's address; of IPv6, its network.
	 */
	static String of(HttpServletRequest request) {
		return of(asKnown(request));
	}

	/**
	 * Returns the client's address as the container says it.
	 */
	static String asKnown(HttpServletRequest request) {
		// Tomcat knows none if the client has hung up already
		return (request.getRemoteAddr() != null) ? request.getRemoteAddr() : "";
	}

	static String of(String address) {
		if (address.length() > MAX_LENGTH) {
			return address.substring(0, MAX_LENGTH);
		}
		if (address.indexOf(':') == address.lastIndexOf(':')) {
			return withoutPort(address);
		}
		Matcher matcher = IPV6.matcher(address);
		if (!matcher.matches()) {
			return address;
		}
		try {
			// Looks nothing up: only names could be, and they have no colons
			InetAddress parsed = InetAddress.getByName(matcher.group(1));
			return (parsed instanceof Inet6Address)
					? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
					: parsed.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	/**
	 * Some proxies name the client's port too, which is another for each connection.
	 */
	private static String withoutPort(String address) {
		int colon = address.indexOf(':');
		return (colon >= 0) ? address.substring(0, colon) : address;
	}

}
