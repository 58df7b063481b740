package io.github.wecomlogin.web.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wecomlogin.util.IpAddresses;
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
		logger.warn("Forwarded headers (X-Forwarded-For and the like) came from " + shown(received)
				+ ", which is not in wecom.trusted-proxies " + this.proxies.ranges()
				+ ": they do not determine the address of a client. If it is a reverse proxy of yours, add its address; "
				+ "otherwise a visitor has sent the headers. Logged once. "
				+ "收到了来自未列入 wecom.trusted-proxies 的地址的转发请求头（X-Forwarded-For 等），客户端地址不取自其中。"
				+ "若该地址是您的反向代理，请将其加入；否则是访问者自行发送的。仅记录一次。");
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
	 * Returns an address of an internal network, where proxies are. A public one may be a
	 * visitor's and does not go to the log.
	 */
	private static String shown(HttpServletRequest request) {
		String address = IpAddresses.literal(ClientAddress.address(request));
		return isInternal(address) ? address : "a public address";
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
