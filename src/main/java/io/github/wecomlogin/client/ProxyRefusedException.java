package io.github.wecomlogin.client;

import java.io.IOException;

/**
 * A proxy did not let us through to WeCom.
 */
@SuppressWarnings("serial")
final class ProxyRefusedException extends IOException {

	private final int status;

	ProxyRefusedException(int status) {
		super("proxy answered with " + status);
		this.status = status;
	}

	int status() {
		return this.status;
	}

}
