package io.github.wecomlogin.web.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.IpAddresses;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Determines the address of the client that sent a request: the one that the servlet
 * container reports, which is configured to read forwarded headers or not. An address
 * that a filter has taken from forwarded headers of any sender, as Spring's
 * {@code ForwardedHeaderFilter} does, is replaced: the headers count only if the request
 * came from a trusted proxy, and then the rightmost address that is not one.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ClientAddress {

	static final String FORWARDED_FOR = "X-Forwarded-For";

	static final String FORWARDED = "Forwarded";

	private static final int MAX_HOPS = 100;

	private static final Pattern FORWARDED_ELEMENT = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]*)\"?");

	private final TrustedProxies proxies;

	public ClientAddress(TrustedProxies proxies) {
		this.proxies = proxies;
	}

	/**
	 * Returns the client's address, in the form in which it was received.
	 * @return up to {@value IpAddresses#MAX_LENGTH} characters, empty if the container
	 * knows none
	 */
	public String find(HttpServletRequest request) {
		HttpServletRequest received = received(request);
		String peer = address(received);
		if (!isRewritten(request, received)) {
			return IpAddresses.limited(peer);
		}
		return IpAddresses.limited(this.proxies.contains(peer) ? forwardedFor(received, peer) : peer);
	}

	/**
	 * Returns the request as the container handed it over.
	 */
	static HttpServletRequest received(HttpServletRequest request) {
		ServletRequest received = request;
		while (received instanceof ServletRequestWrapper wrapper) {
			received = wrapper.getRequest();
		}
		return (received instanceof HttpServletRequest http) ? http : request;
	}

	/**
	 * Whether a filter has applied forwarded headers: it hides them, or names another
	 * address.
	 */
	private static boolean isRewritten(HttpServletRequest request, HttpServletRequest received) {
		return !address(request).equals(address(received)) || isHidden(FORWARDED_FOR, request, received)
				|| isHidden(FORWARDED, request, received);
	}

	private static boolean isHidden(String header, HttpServletRequest request, HttpServletRequest received) {
		return request.getHeader(header) == null && received.getHeader(header) != null;
	}

	private String forwardedFor(HttpServletRequest received, String peer) {
		List<String> hops = hops(received);
		for (int i = hops.size() - 1; i >= 0; i--) {
			if (!this.proxies.contains(hops.get(i))) {
				return hops.get(i);
			}
		}
		return hops.isEmpty() ? peer : hops.get(0);
	}

	/**
	 * Returns the addresses through which the request came, without the last one.
	 */
	private static List<String> hops(HttpServletRequest received) {
		List<String> hops = new ArrayList<>(elements(received, FORWARDED_FOR));
		if (hops.isEmpty()) {
			for (String element : elements(received, FORWARDED)) {
				Matcher matcher = FORWARDED_ELEMENT.matcher(element);
				hops.add(matcher.find() ? matcher.group(1).strip() : "");
			}
		}
		return (hops.size() > MAX_HOPS) ? hops.subList(hops.size() - MAX_HOPS, hops.size()) : hops;
	}

	private static List<String> elements(HttpServletRequest request, String header) {
		return Collections.list(request.getHeaders(header))
			.stream()
			.flatMap((value) -> Arrays.stream(value.split(",")))
			.map(String::strip)
			.filter((element) -> !element.isEmpty())
			.toList();
	}

	static String address(HttpServletRequest request) {
		// Tomcat knows none if the client has hung up already
		return (request.getRemoteAddr() != null) ? request.getRemoteAddr() : "";
	}

}
