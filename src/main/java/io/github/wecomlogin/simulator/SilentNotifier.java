package io.github.wecomlogin.simulator;

import com.github.tomakehurst.wiremock.common.Notifier;

/**
 * Discards WireMock's log messages, which contain URLs with secrets, tokens and codes.
 */
final class SilentNotifier implements Notifier {

	@Override
	public void info(String message) {
	}

	@Override
	public void error(String message) {
	}

	@Override
	public void error(String message, Throwable throwable) {
	}

}
