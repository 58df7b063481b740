package io.github.wecomlogin.util;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of IP addresses, and the networks that rate limits count.
 */
public final class IpAddresses {

	/**
	 * Maximum length of an address, in characters.
	 */
	public static final int MAX_LENGTH = 64;

	// Prefix of an IPv6 address that counts as one client
	private static final int CLIENT_BYTES = 8;

	// In brackets with a port, as some proxies write it, or with a zone
	private static final Pattern IPV6 = Pattern
		.compile("\\[?([0-9a-fA-F:][0-9a-fA-F:.]*)(?:%[^\\]]*)?(?:\\](?::[0-9]+)?)?");

	private static final Pattern CLIENT_OF_IPV6 = Pattern.compile("[0-9a-f]{" + 2 * CLIENT_BYTES + "}");

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private IpAddresses() {
	}

	/**
	 * Whether the host of a URL is this machine.
	 * @param host the host of a URL, in any case
	 * @return whether it is one of the usual names of the loopback interface
	 */
	public static boolean isLoopback(String host) {
		return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
	}

	/**
	 * Returns the beginning of a text, as long as an address can be.
	 * @param address any text
	 * @return up to {@value #MAX_LENGTH} characters
	 */
	public static String limited(String address) {
		return (address.length() > MAX_LENGTH) ? address.substring(0, MAX_LENGTH) : address;
	}

	/**
	 * Returns an address without brackets, zone and the port that some proxies add.
	 * @param address an address in any notation
	 * @return the address, or the text as it is if it is none
	 */
	public static String literal(String address) {
		int colon = address.indexOf(':');
		if (colon == address.lastIndexOf(':')) {
			return (colon >= 0) ? address.substring(0, colon) : address;
		}
		Matcher matcher = IPV6.matcher(address);
		return matcher.matches() ? matcher.group(1) : address;
	}

	/**
	 * Returns what counts as one client: an IPv4 address, or the /64 network of an IPv6
	 * address.
	 * @param address an address in any notation
	 * @return up to {@value #MAX_LENGTH} characters
	 */
	public static String client(String address) {
		String literal = literal(limited(address));
		if (literal.indexOf(':') == literal.lastIndexOf(':')) {
			return literal;
		}
		try {
			// Resolves no name: names have no colons
			InetAddress parsed = InetAddress.getByName(literal);
			return (parsed instanceof Inet6Address)
					? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), CLIENT_BYTES))
					: parsed.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return literal;
		}
	}

	/**
	 * Returns the network of a client, whose addresses often belong to one customer: /24
	 * of IPv4, /56 of IPv6.
	 * @param client the result of {@link #client(String)}
	 * @return the network
	 */
	public static String network(String client) {
		if (CLIENT_OF_IPV6.matcher(client).matches()) {
			return client.substring(0, client.length() - 2) + "/56";
		}
		int dot = client.lastIndexOf('.');
		return (dot >= 0) ? client.substring(0, dot) + "/24" : client;
	}

}
