package io.github.wecomlogin.client.http;

import java.net.ConnectException;

/**
 * No connection could be established, so nothing was sent. The message has host and port.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@SuppressWarnings("serial")
public final class ApiConnectException extends ConnectException {

	private final Reason reason;

	ApiConnectException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * The party that failed: name resolution, the proxy, TLS or the target.
	 */
	public enum Reason {

		HOST_NOT_FOUND, PROXY_UNREACHABLE, PROXY_REFUSED, TLS_FAILED, UNREACHABLE

	}

}
