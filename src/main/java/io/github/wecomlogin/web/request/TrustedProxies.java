package io.github.wecomlogin.web.request;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.IpAddresses;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Addresses of the reverse proxies whose statements about a client are believed. Internal
 * to this library; public for its configuration.
 */
public final class TrustedProxies {

	/**
	 * The ranges that are trusted unless others are configured.
	 */
	public static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

	private static final Pattern RANGE = Pattern.compile("([0-9a-fA-F:.]+)(?:/([0-9]{1,3}))?");

	private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

	private static final int IPV4_BITS = 32;

	private static final int IPV6_BITS = 128;

	private final List<String> ranges;

	private final List<IpAddressMatcher> matchers;

	/**
	 * Creates the list.
	 * @param ranges addresses and CIDR ranges of IPv4 and IPv6
	 * @throws IllegalArgumentException if one is neither; the message is that entry
	 */
	public TrustedProxies(Collection<String> ranges) {
		this.ranges = ranges.stream().map(String::strip).map(TrustedProxies::checked).toList();
		this.matchers = this.ranges.stream().map(IpAddressMatcher::new).toList();
	}

	private static String checked(String range) {
		Matcher matcher = RANGE.matcher(range);
		if (!matcher.matches() || !isLiteral(matcher.group(1))) {
			throw new IllegalArgumentException(range);
		}
		int bits = (matcher.group(1).indexOf(':') >= 0) ? IPV6_BITS : IPV4_BITS;
		int prefix = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : bits;
		if (prefix > bits) {
			throw new IllegalArgumentException(range);
		}
		String checked = matcher.group(1) + "/" + prefix;
		try {
			new IpAddressMatcher(checked);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(range, ex);
		}
		return checked;
	}

	/**
	 * Returns the list.
	 * @return ranges in CIDR notation
	 */
	public List<String> ranges() {
		return this.ranges;
	}

	/**
	 * Whether an address is that of a trusted proxy.
	 * @param address an address, also with a port or in brackets; anything else is not
	 * trusted, and no name is looked up
	 */
	boolean contains(@Nullable String address) {
		String literal = (address != null) ? IpAddresses.literal(address) : "";
		return isLiteral(literal) && this.matchers.stream().anyMatch((matcher) -> matches(matcher, literal));
	}

	private static boolean matches(IpAddressMatcher matcher, String literal) {
		try {
			return matcher.matches(literal);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Whether parsing the address asks no name server: names have no colons.
	 */
	static boolean isLiteral(String address) {
		return address.indexOf(':') != address.lastIndexOf(':') || IPV4.matcher(address).matches();
	}

}
