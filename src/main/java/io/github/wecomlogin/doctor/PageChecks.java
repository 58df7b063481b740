package io.github.wecomlogin.doctor;

import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.client.http.ConnectionProbe;
import io.github.wecomlogin.registration.WeComEndpoints;

/**
 * Checks the servers of the sign-in pages. Browsers open them, so that a server without
 * access to them is only a warning.
 */
final class PageChecks {

	private final WeComHttpSettings http;

	private final Findings findings;

	PageChecks(WeComHttpSettings http, Findings findings) {
		this.http = http;
		this.findings = findings;
	}

	void check(WeComEndpoints endpoints) {
		check(Check.AUTHORIZE_PAGE, endpoints.authorizeUrl());
		check(Check.WEB_LOGIN_PAGE, endpoints.webLoginUrl());
	}

	private void check(Check check, String url) {
		ConnectionProbe probe = ConnectionProbe.of(url, this.http.connectTimeout(), this.http.proxy());
		if (probe.failure() == null) {
			this.findings.ok(check, Certificates.describe(check.text("ok", url), probe));
		}
		else {
			this.findings.warn(check,
					Certificates.describe(check.text("unreachable", url, FailureReason.of(probe.failure())), probe),
					check.remedy("unreachable"));
		}
	}

}
