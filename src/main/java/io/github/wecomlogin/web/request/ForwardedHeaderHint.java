package io.github.wecomlogin.web.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wecomlogin.util.IpAddresses;
import io.github.wecomlogin.util.Texts;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs once that forwarded headers came from an address that is not a trusted proxy: an
 * operator whose proxy is not listed would otherwise only see that all visitors share one
 * address, or that redirects have the wrong scheme.
 */
public final class ForwardedHeaderHint implements Filter {

	/**
	 * Request attribute that Tomcat's {@code RemoteIpValve} sets when it has applied the
	 * headers.
	 */
	private static final String APPLIED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

	private static final String[] HEADERS = { ClientAddress.FORWARDED_FOR, "X-Forwarded-Proto", "X-Forwarded-Host",
			ClientAddress.FORWARDED };

	private static final Log logger = LogFactory.getLog(ForwardedHeaderHint.class);

	private final AtomicBoolean logged = new AtomicBoolean();

	private final TrustedProxies proxies;

	/**
	 * Creates the filter.
	 * @param proxies the proxies whose headers are believed
	 */
	public ForwardedHeaderHint(TrustedProxies proxies) {
		this.proxies = proxies;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		if (!this.logged.get() && request instanceof HttpServletRequest http) {
			check(ClientAddress.received(http));
		}
		filterChain.doFilter(request, response);
	}

	private void check(HttpServletRequest received) {
		if (!hasForwardedHeaders(received) || Boolean.TRUE.equals(received.getAttribute(APPLIED_BY_TOMCAT))
				|| this.proxies.contains(received.getRemoteAddr()) || !this.logged.compareAndSet(false, true)) {
			return;
		}
		logger.warn(origin(received) + " " + Texts.OPERATORS.inBoth("web.forwarded-headers-ignored"));
	}

	private static boolean hasForwardedHeaders(HttpServletRequest request) {
		for (String header : HEADERS) {
			if (request.getHeader(header) != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Names the origin of the headers: the address if it is in an internal network, where
	 * proxies are. A public address may be a visitor's and is not logged.
	 */
	private String origin(HttpServletRequest request) {
		String address = IpAddresses.literal(ClientAddress.address(request));
		return isInternal(address) ? Texts.OPERATORS.inBoth("web.forwarded-by-address", address, this.proxies.ranges())
				: Texts.OPERATORS.inBoth("web.forwarded-by-public-address", this.proxies.ranges());
	}

	private static boolean isInternal(String address) {
		if (!TrustedProxies.isLiteral(address)) {
			return false;
		}
		try {
			InetAddress parsed = InetAddress.getByName(address);
			byte[] bytes = parsed.getAddress();
			boolean uniqueLocal = bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc;
			boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
			return uniqueLocal || shared || parsed.isSiteLocalAddress() || parsed.isLinkLocalAddress()
					|| parsed.isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
