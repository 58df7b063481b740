package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be established, so nothing was sent. Identifies the failed party:
 * name resolution, the proxy, TLS or the target.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@SuppressWarnings("serial")
public final class ApiConnectException extends ConnectException {

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason which party failed
	 * @param message host and port, and the reason
	 */
	private ApiConnectException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	static ApiConnectException proxyRefused(HttpHost target, InetSocketAddress proxy, int status) {
		return new ApiConnectException(Reason.PROXY_REFUSED, "HTTP " + status + " for " + parties(target, proxy));
	}

	static ApiConnectException of(IOException cause, HttpHost target, @Nullable InetSocketAddress proxy,
			boolean connected) {
		if (cause instanceof ApiConnectException known) {
			return known;
		}
		if (cause instanceof UnknownHostException) {
			return new ApiConnectException(Reason.HOST_NOT_FOUND,
					(proxy != null) ? proxy.getHostString() : target.getHostName());
		}
		Reason reason = (proxy != null && !connected) ? Reason.PROXY_UNREACHABLE
				: (cause instanceof SSLException) ? Reason.TLS_FAILED : Reason.UNREACHABLE;
		return new ApiConnectException(reason, parties(target, proxy) + ": " + message(cause));
	}

	static ApiConnectException timedOut(HttpHost target, @Nullable InetSocketAddress proxy, boolean connected) {
		Reason reason = (proxy != null && !connected) ? Reason.PROXY_UNREACHABLE : Reason.UNREACHABLE;
		return new ApiConnectException(reason, parties(target, proxy) + ": connect timed out");
	}

	public Reason reason() {
		return this.reason;
	}

	private static String parties(HttpHost target, @Nullable InetSocketAddress proxy) {
		String host = target.getHostName() + ":" + ApiConnection.port(target);
		return (proxy != null) ? host + " through proxy " + proxy.getHostString() + ":" + proxy.getPort() : host;
	}

	private static String message(IOException cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

	/**
	 * The party that failed.
	 */
	public enum Reason {

		/**
		 * Name resolution found no address.
		 */
		HOST_NOT_FOUND,

		/**
		 * The proxy accepted no connection.
		 */
		PROXY_UNREACHABLE,

		/**
		 * The proxy refused to connect to the target.
		 */
		PROXY_REFUSED,

		/**
		 * The TLS handshake failed.
		 */
		TLS_FAILED,

		/**
		 * The target accepted no connection.
		 */
		UNREACHABLE

	}

}
