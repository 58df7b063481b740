package io.github.wecomlogin.simulator;

import com.github.tomakehurst.wiremock.common.Notifier;

/**
 * Says nothing, since what WireMock has to say contains URLs, and these contain secrets,
 * tokens and codes.
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
