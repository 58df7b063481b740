package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.github.wecomlogin.client.WeComError;
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

	private final WeComError error;

	/**
	 * Creates the exception.
	 * @param error the failed party
	 * @param message host and port, and the reason
	 */
	private ApiConnectException(WeComError error, String message) {
		super(message);
		this.error = error;
	}

	static ApiConnectException proxyRefused(HttpHost target, InetSocketAddress proxy, int status) {
		return new ApiConnectException(WeComError.PROXY_REFUSED, "HTTP " + status + " for " + parties(target, proxy));
	}

	static ApiConnectException of(IOException cause, HttpHost target, @Nullable InetSocketAddress proxy,
			boolean connected) {
		if (cause instanceof ApiConnectException known) {
			return known;
		}
		if (cause instanceof UnknownHostException) {
			return new ApiConnectException(WeComError.HOST_NOT_FOUND,
					(proxy != null) ? proxy.getHostString() : target.getHostName());
		}
		WeComError error = (proxy != null && !connected) ? WeComError.PROXY_UNREACHABLE
				: (cause instanceof SSLException) ? WeComError.TLS_FAILED : WeComError.UNREACHABLE;
		return new ApiConnectException(error, parties(target, proxy) + ": " + reason(cause));
	}

	static ApiConnectException timedOut(HttpHost target, @Nullable InetSocketAddress proxy, boolean connected) {
		WeComError error = (proxy != null && !connected) ? WeComError.PROXY_UNREACHABLE : WeComError.UNREACHABLE;
		return new ApiConnectException(error, parties(target, proxy) + ": connect timed out");
	}

	public WeComError error() {
		return this.error;
	}

	private static String parties(HttpHost target, @Nullable InetSocketAddress proxy) {
		String host = target.getHostName() + ":" + ApiConnector.port(target);
		return (proxy != null) ? host + " through proxy " + proxy.getHostString() + ":" + proxy.getPort() : host;
	}

	private static String reason(IOException cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

}
