package io.github.wecomlogin.doctor;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;

import io.github.wecomlogin.client.http.ApiConnectException;
import io.github.wecomlogin.client.http.ConnectionProbe;
import io.github.wecomlogin.event.CallbackKeys;
import io.github.wecomlogin.event.CallbackSelfTest;
import io.github.wecomlogin.util.IpAddresses;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

/**
 * Checks what WeCom and browsers reach at the external address of the site.
 */
final class SiteChecks {

	private static final int OK = 200;

	private static final int NOT_FOUND = 404;

	private static final int FORBIDDEN = 403;

	private final SetUp setUp;

	private final Findings findings;

	private final Clock clock;

	SiteChecks(SetUp setUp, Findings findings, Clock clock) {
		this.setUp = setUp;
		this.findings = findings;
		this.clock = clock;
	}

	void check() {
		String baseUrl = this.setUp.baseUrl();
		if (baseUrl == null) {
			this.findings.warn(Check.BASE_URL, Check.BASE_URL.text("missing"), Texts.OPERATORS.both("remedy.base-url"));
			this.findings.skip(Check.BASE_URL, List.of(Check.DOMAIN_FILE, Check.CALLBACK));
			return;
		}
		if (!isReached(baseUrl)) {
			this.findings.skip(Check.BASE_URL, List.of(Check.DOMAIN_FILE, Check.CALLBACK));
			return;
		}
		try (SiteClient client = new SiteClient()) {
			checkDomainFiles(client, URI.create(baseUrl));
			if (this.setUp.callbacks().isEmpty()) {
				this.findings.skip(Check.CALLBACK, "none");
			}
			this.setUp.callbacks().forEach((keys) -> checkCallback(client, baseUrl, keys));
		}
	}

	private boolean isReached(String baseUrl) {
		ConnectionProbe probe = ConnectionProbe.of(baseUrl, SiteClient.CONNECT_TIMEOUT, null);
		ApiConnectException failure = probe.failure();
		if (failure != null) {
			String outcome = switch (failure.reason()) {
				case HOST_NOT_FOUND -> "unknown-host";
				case TLS_FAILED -> "untrusted";
				default -> "unreachable";
			};
			LocalizedText text = Certificates.describe(Check.BASE_URL.text(outcome, baseUrl, FailureReason.of(failure)),
					probe);
			if (outcome.equals("unreachable")) {
				this.findings.warn(Check.BASE_URL, text, Check.BASE_URL.remedy(outcome));
			}
			else {
				this.findings.fail(Check.BASE_URL, true, text, Check.BASE_URL.remedy(outcome));
			}
		}
		else if (baseUrl.startsWith("https://") || IpAddresses.isLoopback(URI.create(baseUrl).getHost())) {
			this.findings.ok(Check.BASE_URL, Certificates.describe(Check.BASE_URL.text("ok", baseUrl), probe));
		}
		else {
			this.findings.warn(Check.BASE_URL, Texts.OPERATORS.both("startup.plain-http", baseUrl),
					Texts.OPERATORS.both("remedy.base-url"));
		}
		return failure == null;
	}

	private void checkDomainFiles(SiteClient client, URI baseUrl) {
		if (this.setUp.domainFiles().isEmpty()) {
			this.findings.skip(Check.DOMAIN_FILE, "none");
		}
		// At the root of the host, also of a site below a path (D/90315)
		String root = baseUrl.getScheme() + "://" + baseUrl.getRawAuthority() + "/";
		this.setUp.domainFiles().forEach((name, content) -> {
			try {
				SiteClient.Page page = client.get(root + name);
				if (page.is(content)) {
					this.findings.ok(Check.DOMAIN_FILE, "ok", root + name);
				}
				else {
					this.findings.fail(Check.DOMAIN_FILE, (page.status() != OK) ? "status" : "content", root + name,
							page.status());
				}
			}
			catch (IOException ex) {
				this.findings.warn(Check.DOMAIN_FILE, "unreachable", root + name, FailureReason.of(ex));
			}
		});
	}

	private void checkCallback(SiteClient client, String baseUrl, CallbackKeys keys) {
		CallbackSelfTest test = CallbackSelfTest.of(keys, this.clock);
		String url = baseUrl + test.path();
		try {
			SiteClient.Page page = client.get(url + "?" + test.query());
			if (page.is(test.echo())) {
				this.findings.ok(Check.CALLBACK, "ok", url);
			}
			else {
				String outcome = switch (page.status()) {
					case FORBIDDEN -> "refused";
					case NOT_FOUND -> "missing";
					default -> "other";
				};
				this.findings.fail(Check.CALLBACK, outcome, url, page.status());
			}
		}
		catch (IOException ex) {
			this.findings.warn(Check.CALLBACK, "unreachable", url, FailureReason.of(ex));
		}
	}

}
