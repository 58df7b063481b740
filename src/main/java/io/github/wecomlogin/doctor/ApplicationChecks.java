package io.github.wecomlogin.doctor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.wecomlogin.client.AgentResponse;
import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.client.http.ConnectionProbe;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Checks one registration against the server API, with a token of its own.
 */
final class ApplicationChecks implements AutoCloseable {

	/**
	 * The checks that need an answer of the server API.
	 */
	private static final List<Check> ALL = List.of(Check.API_CONNECTION, Check.SECRET, Check.TRUSTED_IP, Check.AGENT_ID,
			Check.APPLICATION, Check.VISIBLE_RANGE, Check.DEPARTMENTS, Check.DEPARTMENT_NAMES, Check.TAGS,
			Check.MEMBER_LIST, Check.RULE, Check.MEMBER, Check.TRUSTED_DOMAIN, Check.WEB_LOGIN_DOMAIN, Check.HOME_PAGE);

	/**
	 * The checks that need the application as set in the console.
	 */
	private static final List<Check> OF_AGENT = List.of(Check.APPLICATION, Check.VISIBLE_RANGE, Check.TRUSTED_DOMAIN,
			Check.WEB_LOGIN_DOMAIN, Check.HOME_PAGE);

	private static final Duration TIME_PER_CALL = Duration.ofSeconds(15);

	private final WeComRegistration registration;

	private final WeComHttpSettings http;

	private final WeComClient client;

	private final Findings findings;

	private final Clock clock;

	private final @Nullable String userId;

	/**
	 * Creates the checks.
	 * @param userId the member to look up, or {@code null}
	 */
	ApplicationChecks(WeComRegistration registration, WeComHttpSettings http,
			List<WeComRestClientCustomizer> customizers, Findings findings, Clock clock, @Nullable String userId) {
		this.registration = registration;
		this.http = http;
		this.findings = findings;
		this.clock = clock;
		this.userId = userId;
		this.client = WeComClient.forApplication(registration.application(), http)
			.customizers(customizers)
			.clock(clock)
			.build();
	}

	/**
	 * Returns the checks of a registration.
	 * @param userId the member to look up, or {@code null}
	 */
	static List<Check> all(@Nullable String userId) {
		return ALL.stream().filter((check) -> check != Check.MEMBER || userId != null).toList();
	}

	/**
	 * Checks the registration.
	 * @param baseUrl the external address of the site, or {@code null}
	 * @param incompleteRules whether its rules are malformed
	 */
	void check(@Nullable String baseUrl, boolean incompleteRules) {
		if (!authenticate()) {
			return;
		}
		AgentResponse agent;
		try {
			agent = this.client.getAgent(Deadline.after(TIME_PER_CALL));
		}
		catch (WeComApiException ex) {
			if (blockedBy(ex, Check.AGENT_ID) != null) {
				return;
			}
			agent = null;
			this.findings.skip(Check.AGENT_ID, OF_AGENT);
		}
		this.findings.ok(Check.TRUSTED_IP, "ok");
		if (agent != null) {
			check(agent);
		}
		if (incompleteRules) {
			this.findings.skip(Check.PROPERTIES, all(this.userId).stream().filter(RuleChecks.ALL::contains).toList());
		}
		else {
			new RuleChecks(this.registration, this.client, this.findings, this.clock).check(agent, this.userId);
		}
		if (agent != null) {
			checkDomains(agent, baseUrl);
		}
	}

	private boolean authenticate() {
		try {
			this.client.authenticate(Deadline.after(TIME_PER_CALL));
			this.findings.ok(Check.API_CONNECTION,
					Certificates.describe(Check.API_CONNECTION.text("ok", this.http.apiUrl()),
							ConnectionProbe.of(this.http.apiUrl(), this.http.connectTimeout(), this.http.proxy())));
			this.findings.ok(Check.SECRET, "ok");
			return true;
		}
		catch (WeComApiException ex) {
			Check failed = blockedBy(ex, Check.SECRET);
			if (failed == null) {
				skipFollowing(Check.SECRET);
			}
			return false;
		}
	}

	/**
	 * Reports a failed call, under another check than the given one if the connection or
	 * the address is to blame.
	 * @return the check that blocks all further calls, or {@code null} if only the given
	 * one has failed
	 */
	private @Nullable Check blockedBy(WeComApiException ex, Check check) {
		WeComError error = ex.getError();
		if (error.code() == null || error.isPassing()) {
			failConnection(ex);
			return skipFollowing(Check.API_CONNECTION);
		}
		if (error.saysAddressIsNotTrusted()) {
			this.findings.fail(Check.TRUSTED_IP, true, ex);
			return skipFollowing(Check.TRUSTED_IP);
		}
		this.findings.fail(check, true, ex);
		return null;
	}

	private Check skipFollowing(Check failed) {
		this.findings.skip(failed, all(this.userId).stream().filter((check) -> check.compareTo(failed) > 0).toList());
		return failed;
	}

	private void failConnection(WeComApiException ex) {
		this.findings.remove(Check.API_CONNECTION);
		if (ex.getError().equals(WeComError.TLS_FAILED)) {
			ConnectionProbe probe = ConnectionProbe.of(this.http.apiUrl(), this.http.connectTimeout(),
					this.http.proxy());
			this.findings.fail(Check.API_CONNECTION, true, Certificates.describe(Findings.text(ex), probe),
					ex.getRemedy());
		}
		else {
			this.findings.fail(Check.API_CONNECTION, true, ex);
		}
	}

	private void check(AgentResponse agent) {
		this.findings.ok(Check.AGENT_ID, "ok", (agent.name() != null) ? agent.name() : "?");
		if (agent.disabled()) {
			this.findings.fail(Check.APPLICATION, false,
					new WeComApiException(ApiPaths.AGENT_GET, WeComError.DISABLED, null));
		}
		else {
			this.findings.ok(Check.APPLICATION, "ok");
		}
		if (agent.visibleMembers().size() + agent.visibleDepartments() + agent.visibleTags() == 0) {
			this.findings.fail(Check.VISIBLE_RANGE, "empty");
		}
		else {
			this.findings.ok(Check.VISIBLE_RANGE, "ok", agent.visibleMembers().size(), agent.visibleDepartments(),
					agent.visibleTags());
		}
	}

	private void checkDomains(AgentResponse agent, @Nullable String baseUrl) {
		if (baseUrl == null) {
			this.findings.skip(Check.BASE_URL, List.of(Check.TRUSTED_DOMAIN, Check.WEB_LOGIN_DOMAIN, Check.HOME_PAGE));
			return;
		}
		String host = URI.create(baseUrl).getRawAuthority();
		String domain = (agent.redirectDomain() != null) ? agent.redirectDomain() : "";
		boolean trusted = host.equalsIgnoreCase(domain);
		if (trusted) {
			this.findings.ok(Check.TRUSTED_DOMAIN, "ok", host);
			this.findings.ok(Check.WEB_LOGIN_DOMAIN, "ok", host);
		}
		else {
			this.findings.fail(Check.TRUSTED_DOMAIN, false,
					Check.TRUSTED_DOMAIN.text(domain.isEmpty() ? "missing" : "other", host, domain),
					new WeComApiException(ApiPaths.AGENT_GET, WeComError.REDIRECT_NOT_TRUSTED, host).getRemedy());
			this.findings.warn(Check.WEB_LOGIN_DOMAIN, "unknown", host);
		}
		checkHomePage(agent, host);
	}

	private void checkHomePage(AgentResponse agent, String host) {
		String home = (agent.homeUrl() != null) ? agent.homeUrl() : "";
		if (home.isEmpty()) {
			this.findings.warn(Check.HOME_PAGE, "missing", host);
		}
		else if (!host.equalsIgnoreCase(authority(home))) {
			this.findings.warn(Check.HOME_PAGE, "other", host);
		}
		else {
			this.findings.ok(Check.HOME_PAGE, "ok");
		}
	}

	private static @Nullable String authority(String url) {
		try {
			return URI.create(url).getRawAuthority();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

}
