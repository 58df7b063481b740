package io.github.wecomlogin.autoconfigure.properties;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.directory.DirectoryAges;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.event.CallbackKeys;
import io.github.wecomlogin.session.SessionCheckSettings;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Validates {@link WeComProperties} and maps them to the types of the library. Makes no
 * network calls.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComPropertiesMapper {

	static final String DEFAULT_REGISTRATION_ID = "wecom";

	/**
	 * WeCom's limit per API and company (D/90312).
	 */
	private static final int MAX_CALLS_PER_MINUTE = 10_000;

	/**
	 * Path segment of the callback URL for events of the contact-sync helper.
	 */
	private static final String CONTACTS = "contacts";

	private static final Pattern REGISTRATION_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

	private static final Pattern VERIFICATION_FILE = Pattern.compile("(WW_verify_([A-Za-z0-9]{1,64})\\.txt)(?:=(.+))?",
			Pattern.DOTALL);

	private final WeComProperties properties;

	private final ConfigurableEnvironment environment;

	private final DurationChecks durations;

	/**
	 * Creates a mapper.
	 * @param properties the bound properties
	 * @param environment the environment they were bound from
	 */
	public WeComPropertiesMapper(WeComProperties properties, ConfigurableEnvironment environment) {
		this.properties = properties;
		this.environment = environment;
		this.durations = new DurationChecks(environment);
	}

	/**
	 * Returns the applications by registration ID, in configuration order.
	 */
	public Map<String, WeComRegistrationProperties> registrations() {
		Map<String, WeComRegistrationProperties> registrations = new LinkedHashMap<>();
		if (hasMainRegistration()) {
			registrations.put(DEFAULT_REGISTRATION_ID, this.properties);
		}
		else {
			// Rules without an application would have no effect
			refuseUnusedRules("roles", !this.properties.getRoles().isEmpty());
			refuseUnusedRules("allow", this.properties.getAllow() != null);
		}
		this.properties.getRegistration().forEach((id, registration) -> {
			if (!REGISTRATION_ID.matcher(id).matches()) {
				throw new InvalidWeComPropertyException("wecom.registration." + id,
						Texts.OPERATORS.both("problem.registration-id", OddCharacter.remark(id)),
						Texts.OPERATORS.both("remedy.registration-id"));
			}
			String same = same(id, registrations.keySet());
			if (same != null) {
				throw new InvalidWeComPropertyException("wecom.registration." + id,
						same.equals(DEFAULT_REGISTRATION_ID) ? Texts.OPERATORS.both("problem.duplicate-of-main")
								: Texts.OPERATORS.both("problem.duplicate-registration", same),
						Texts.OPERATORS.both("remedy.duplicate-registration-id"));
			}
			registrations.put(id, registration);
		});
		ruleVariables().stream().findFirst().ifPresent((problem) -> {
			throw problem;
		});
		return registrations;
	}

	/**
	 * Returns the problems of rules that are given by variables.
	 */
	List<InvalidWeComPropertyException> ruleVariables() {
		return new RuleVariables(this.properties).problems(this.environment);
	}

	/**
	 * Whether the properties directly under {@code wecom} are an application.
	 */
	boolean hasMainRegistration() {
		return !this.properties.isEmpty() || this.properties.getRegistration().isEmpty();
	}

	/**
	 * Returns an ID that is equal by Spring Boot's relaxed comparison, or {@code null}.
	 */
	private static @Nullable String same(String id, Set<String> others) {
		return others.stream().filter((other) -> uniform(other).equals(uniform(id))).findFirst().orElse(null);
	}

	private static String uniform(String id) {
		return id.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	private static void refuseUnusedRules(String key, boolean present) {
		if (present) {
			throw new InvalidWeComPropertyException("wecom." + key,
					Texts.OPERATORS.both("problem.rules-of-no-registration"),
					Texts.OPERATORS.both("remedy.rules-of-no-registration", key));
		}
	}

	public WeComApplication application(String registrationId, WeComRegistrationProperties registration,
			WeComServers servers) {
		String prefix = prefix(registrationId, registration);
		WeComApplication application = new WeComApplication(
				PropertyChecks.corpId(prefix + "corp-id", registration.getCorpId()),
				PropertyChecks.agentId(prefix + "agent-id", registration.getAgentId()),
				PropertyChecks.secret(prefix + "secret", registration.getSecret()));
		refuseDemoCompanyOfRealServers(prefix, registration, application, servers);
		return application;
	}

	private static void refuseDemoCompanyOfRealServers(String prefix, WeComRegistrationProperties registration,
			WeComApplication application, WeComServers servers) {
		boolean demo = application.corpId().equals(DemoCredentials.CORP_ID)
				|| DemoCredentials.SECRET.equals(registration.getSecret());
		boolean local = PropertyChecks.isLoopback(servers.api()) && PropertyChecks.isLoopback(servers.authorize())
				&& PropertyChecks.isLoopback(servers.webLogin());
		if (demo && !local) {
			throw new InvalidWeComPropertyException(prefix + "corp-id", Texts.OPERATORS.both("problem.demo-company"),
					Texts.OPERATORS.both("remedy.demo-company"));
		}
	}

	public AccessRules rules(String registrationId, WeComRegistrationProperties registration) {
		return new AccessPropertiesMapper(prefix(registrationId, registration)).map(registration);
	}

	public Duration signInTimeout() {
		return this.durations.timeout("wecom.sign-in-timeout", this.properties.getSignInTimeout());
	}

	/**
	 * Returns the directory data that is needed of a company.
	 */
	public OrganisationNeeds needs(AccessRules rules) {
		OrganisationNeeds needs = rules.needs();
		return new OrganisationNeeds(needs.departments() || this.properties.isDepartmentNames(), needs.tags());
	}

	public DirectoryAges directoryAges() {
		WeComProperties.Session session = this.properties.getSession();
		Duration interval = this.durations.period("wecom.session.recheck-interval", session.getRecheckInterval());
		Duration grace = this.durations.period("wecom.session.recheck-grace", session.getRecheckGrace());
		if (grace.compareTo(interval) <= 0) {
			// Otherwise data would expire before it is refreshed
			throw new InvalidWeComPropertyException("wecom.session.recheck-grace",
					Texts.OPERATORS.both("problem.grace", grace, interval), Texts.OPERATORS.both("remedy.grace"));
		}
		return new DirectoryAges(interval, grace);
	}

	public SessionCheckSettings sessionChecks(int waitingRequests) {
		DirectoryAges ages = directoryAges();
		int perMinute = this.properties.getSession().getRechecksPerMinute();
		if (perMinute < 1 || perMinute > MAX_CALLS_PER_MINUTE) {
			throw new InvalidWeComPropertyException("wecom.session.rechecks-per-minute",
					Texts.OPERATORS.both("problem.rechecks-per-minute", perMinute, MAX_CALLS_PER_MINUTE),
					Texts.OPERATORS.both("remedy.rechecks-per-minute"));
		}
		return new SessionCheckSettings(ages.refreshAfter(), ages.usableFor(), perMinute, signInTimeout(),
				waitingRequests);
	}

	/**
	 * Returns the addresses of WeCom.
	 * @throws InvalidWeComPropertyException if an address is malformed, or if the
	 * simulator is enabled, which must then provide its addresses
	 */
	public WeComServers servers() {
		if (this.properties.getSimulator().isEnabled()) {
			throw new InvalidWeComPropertyException("wecom.simulator.enabled",
					Texts.OPERATORS.both("problem.simulator"), Texts.OPERATORS.both("remedy.simulator"));
		}
		WeComProperties.Endpoints endpoints = this.properties.getEndpoints();
		return new WeComServers(PropertyChecks.endpoint("wecom.endpoints.api", endpoints.getApi()),
				PropertyChecks.endpoint("wecom.endpoints.authorize", endpoints.getAuthorize()),
				PropertyChecks.endpoint("wecom.endpoints.web-login", endpoints.getWebLogin()));
	}

	public WeComHttpSettings http(WeComServers servers) {
		WeComProperties.Http http = this.properties.getHttp();
		return new WeComHttpSettings(servers.api(),
				this.durations.timeout("wecom.http.connect-timeout", http.getConnectTimeout()),
				this.durations.timeout("wecom.http.read-timeout", http.getReadTimeout()), proxy(http.getProxy()));
	}

	static @Nullable InetSocketAddress proxy(@Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		URI uri = PropertyChecks.proxy("wecom.http.proxy", value.strip());
		// Unresolved, to avoid a DNS lookup at start-up
		return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
	}

	public @Nullable String baseUrl() {
		return PropertyChecks.baseUrl("wecom.base-url", this.properties.getBaseUrl());
	}

	public String loginPanelScript() {
		return PropertyChecks.script("wecom.login-panel.script", this.properties.getLoginPanel().getScript());
	}

	public @Nullable String appLink() {
		return PropertyChecks.appLink("wecom.app-link", this.properties.getAppLink());
	}

	public Map<String, String> domainVerificationFiles() {
		Map<String, String> files = new LinkedHashMap<>();
		this.properties.getDomainVerification().forEach((entry) -> files.putAll(domainVerificationFile(entry)));
		return files;
	}

	static Map<String, String> domainVerificationFile(String entry) {
		Matcher matcher = VERIFICATION_FILE.matcher(entry);
		if (!matcher.matches()) {
			throw new InvalidWeComPropertyException("wecom.domain-verification",
					Texts.OPERATORS.both("problem.domain-verification", entry, OddCharacter.remark(entry)),
					Texts.OPERATORS.both("remedy.domain-verification"));
		}
		return Map.of(matcher.group(1), (matcher.group(3) != null) ? matcher.group(3) : matcher.group(2));
	}

	/**
	 * Returns the keys of all configured callbacks.
	 */
	public List<CallbackKeys> callbacks() {
		List<CallbackKeys> callbacks = new ArrayList<>();
		Set<String> corpIds = new LinkedHashSet<>();
		registrations().forEach((id, registration) -> {
			String prefix = prefix(id, registration);
			String corpId = PropertyChecks.corpId(prefix + "corp-id", registration.getCorpId());
			corpIds.add(corpId);
			if (!registration.getCallback().isEmpty()) {
				callbacks.add(callback(prefix + "callback.", id, corpId, registration.getCallback()));
			}
		});
		CallbackKeys contacts = contactCallback(corpIds);
		if (contacts != null) {
			callbacks.add(contacts);
		}
		return callbacks;
	}

	/**
	 * Returns the keys of the contact-sync helper, or {@code null} if it has none.
	 * @param corpIds the corp IDs of the registrations
	 */
	@Nullable CallbackKeys contactCallback(Set<String> corpIds) {
		WeComProperties.ContactCallback contacts = this.properties.getContactCallback();
		if (contacts.isEmpty()) {
			if (contacts.getCorpId() != null) {
				PropertyChecks.corpId("wecom.contact-callback.corp-id", contacts.getCorpId());
			}
			return null;
		}
		WeComRegistrationProperties same = this.properties.getRegistration().get(CONTACTS);
		if (same != null && !same.getCallback().isEmpty()) {
			throw new InvalidWeComPropertyException("wecom.registration." + CONTACTS + ".callback",
					Texts.OPERATORS.both("problem.contacts-id", CONTACTS), Texts.OPERATORS.both("remedy.contacts-id"));
		}
		return callback("wecom.contact-callback.", CONTACTS, contactsCorpId(contacts, corpIds), contacts);
	}

	static CallbackKeys callback(String prefix, String sourceId, String corpId, CallbackProperties callback) {
		if (callback.hasKey()) {
			// Reports an invalid key before a missing token
			PropertyChecks.aesKey(prefix + "encoding-aes-key", callback.getEncodingAesKey());
		}
		String token = PropertyChecks.callbackToken(prefix + "token", callback.getToken());
		return new CallbackKeys(sourceId, corpId, token,
				PropertyChecks.aesKey(prefix + "encoding-aes-key", callback.getEncodingAesKey()));
	}

	/**
	 * Returns the corp ID of the contact-sync helper; optional with a single company.
	 */
	private static String contactsCorpId(WeComProperties.ContactCallback contacts, Set<String> corpIds) {
		String property = "wecom.contact-callback.corp-id";
		if (contacts.getCorpId() == null && corpIds.size() == 1) {
			return corpIds.iterator().next();
		}
		String corpId = PropertyChecks.corpId(property, contacts.getCorpId());
		if (!corpIds.contains(corpId)) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.contacts-corp-id"),
					Texts.OPERATORS.both("remedy.contacts-corp-id"));
		}
		return corpId;
	}

	String prefix(String registrationId, WeComRegistrationProperties registration) {
		return (registration == this.properties) ? "wecom." : "wecom.registration." + registrationId + ".";
	}

}
