package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.doctor.SetUp;
import io.github.wecomlogin.event.CallbackKeys;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.SharedStore;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads what is configured and collects all problems, where the mapping for a start fails
 * with the first one. Each value is mapped by itself, so that a malformed one does not
 * hide another.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SetUpReader {

	private final WeComProperties properties;

	private final WeComPropertiesMapper mapper;

	private final ConfigurableEnvironment environment;

	private final Problems problems;

	private final Map<String, WeComRegistrationProperties> all = new LinkedHashMap<>();

	private SetUpReader(WeComProperties properties, ConfigurableEnvironment environment, Problems problems) {
		this.properties = properties;
		this.environment = environment;
		this.mapper = new WeComPropertiesMapper(properties, environment);
		this.problems = problems;
		if (this.mapper.hasMainRegistration()) {
			this.all.put(WeComPropertiesMapper.DEFAULT_REGISTRATION_ID, properties);
		}
		this.all.putAll(properties.getRegistration());
	}

	/**
	 * Reads a set-up that may be malformed, without starting the application.
	 * @param environment the environment with the properties
	 * @param store supplies the shared store, if one is configured
	 * @return the set-up
	 */
	public static SetUp read(ConfigurableEnvironment environment, Supplier<SharedStore> store) {
		Problems problems = new Problems();
		WeComProperties properties = LenientBinding.bind(environment, problems);
		return new SetUpReader(properties, environment, problems).readAll(null, store);
	}

	/**
	 * Reads the set-up of an application that has started.
	 * @param properties the bound properties
	 * @param environment the environment they were bound from
	 * @param simulator the addresses of the simulator, or {@code null} if there is none
	 * @param store supplies the shared store, if one is configured
	 * @return the set-up
	 */
	public static SetUp read(WeComProperties properties, ConfigurableEnvironment environment,
			@Nullable WeComServers simulator, Supplier<SharedStore> store) {
		return new SetUpReader(properties, environment, new Problems()).readAll(simulator, store);
	}

	private SetUp readAll(@Nullable WeComServers simulator, Supplier<SharedStore> store) {
		this.problems.collect(this.mapper::registrations);
		this.mapper.ruleVariables().forEach(this.problems::add);
		WeComServers servers = (simulator != null) ? simulator : servers();
		WeComHttpSettings http = http(servers);
		String baseUrl = this.problems.collect(this.mapper::baseUrl);
		Map<String, String> domainFiles = domainFiles();
		List<WeComRegistration> registrations = new ArrayList<>();
		List<String> unusable = new ArrayList<>();
		this.all.forEach((id, properties) -> {
			WeComRegistration registration = registration(id, properties, servers);
			if (registration != null) {
				registrations.add(registration);
			}
			else {
				unusable.add(id);
			}
		});
		List<CallbackKeys> callbacks = callbacks();
		checkOthers();
		return new SetUp(this.problems.all(), registrations, unusable, incompleteRules(), http,
				(servers != null) ? new WeComEndpoints(servers.authorize(), servers.webLogin()) : null, baseUrl,
				domainFiles, callbacks, (this.properties.getStore() == WeComProperties.Store.REDIS) ? store : null);
	}

	private @Nullable WeComServers servers() {
		WeComProperties.Endpoints endpoints = this.properties.getEndpoints();
		this.problems.collect(() -> PropertyChecks.endpoint("wecom.endpoints.authorize", endpoints.getAuthorize()));
		this.problems.collect(() -> PropertyChecks.endpoint("wecom.endpoints.web-login", endpoints.getWebLogin()));
		return this.problems.collect(this.mapper::servers);
	}

	private @Nullable WeComHttpSettings http(@Nullable WeComServers servers) {
		WeComProperties.Http http = this.properties.getHttp();
		DurationChecks durations = new DurationChecks(this.environment);
		this.problems.collect(() -> durations.timeout("wecom.http.read-timeout", http.getReadTimeout()));
		this.problems.collect(() -> WeComPropertiesMapper.proxy(http.getProxy()));
		return (servers != null) ? this.problems.collect(() -> this.mapper.http(servers))
				: this.problems.collect(() -> {
					durations.timeout("wecom.http.connect-timeout", http.getConnectTimeout());
					return null;
				});
	}

	private Map<String, String> domainFiles() {
		Map<String, String> files = new LinkedHashMap<>();
		this.properties.getDomainVerification().forEach((entry) -> {
			Map<String, String> file = this.problems.collect(() -> WeComPropertiesMapper.domainVerificationFile(entry));
			files.putAll((file != null) ? file : Map.of());
		});
		return files;
	}

	private @Nullable WeComRegistration registration(String id, WeComRegistrationProperties registration,
			@Nullable WeComServers servers) {
		String prefix = this.mapper.prefix(id, registration);
		String corpId = this.problems
			.collect(() -> PropertyChecks.corpId(prefix + "corp-id", registration.getCorpId()));
		Long agentId = this.problems
			.collect(() -> PropertyChecks.agentId(prefix + "agent-id", registration.getAgentId()));
		String secret = this.problems.collect(() -> PropertyChecks.secret(prefix + "secret", registration.getSecret()));
		AccessRules rules = rules(prefix, registration);
		if (corpId == null || agentId == null || secret == null || servers == null) {
			return null;
		}
		WeComApplication application = this.problems.collect(() -> this.mapper.application(id, registration, servers));
		return (application != null)
				? new WeComRegistration(id, registration.getName(), application, registration.getScope(), rules) : null;
	}

	private AccessRules rules(String prefix, WeComRegistrationProperties registration) {
		AccessPropertiesMapper rules = new AccessPropertiesMapper(prefix);
		List<WeComRegistrationProperties.Role> roles = registration.getRoles();
		AccessRules wellFormed = new AccessRules(this.problems.collect(() -> rules.allow(registration.getAllow())),
				IntStream.range(0, roles.size())
					.mapToObj((i) -> this.problems.collect(() -> rules.role(i, roles.get(i))))
					.filter(Objects::nonNull)
					.toList());
		this.problems.collect(() -> rules.map(registration));
		return wellFormed;
	}

	private List<String> incompleteRules() {
		return this.all.entrySet()
			.stream()
			.filter((registration) -> concernRules(this.mapper.prefix(registration.getKey(), registration.getValue())))
			.map(Map.Entry::getKey)
			.toList();
	}

	private boolean concernRules(String prefix) {
		return this.problems.concern(prefix + "roles") || this.problems.concern(prefix + "allow");
	}

	private List<CallbackKeys> callbacks() {
		List<CallbackKeys> whole = this.problems.collect(this.mapper::callbacks);
		if (whole != null) {
			return whole;
		}
		List<CallbackKeys> wellFormed = new ArrayList<>();
		Set<String> corpIds = new LinkedHashSet<>();
		this.all.forEach((id, registration) -> {
			CallbackProperties callback = registration.getCallback();
			String prefix = this.mapper.prefix(id, registration);
			String corpId = this.problems
				.collect(() -> PropertyChecks.corpId(prefix + "corp-id", registration.getCorpId()));
			corpIds.add((corpId != null) ? corpId : "");
			CallbackKeys keys = callback.isEmpty() ? null : this.problems.collect(() -> WeComPropertiesMapper
				.callback(prefix + "callback.", id, (corpId != null) ? corpId : "", callback));
			if (keys != null && corpId != null) {
				wellFormed.add(keys);
			}
		});
		if (!corpIds.contains("")) {
			CallbackKeys contacts = this.problems.collect(() -> this.mapper.contactCallback(corpIds));
			if (contacts != null) {
				wellFormed.add(contacts);
			}
		}
		else if (!this.properties.getContactCallback().isEmpty()) {
			// Which company they belong to is not known
			this.problems.collect(() -> WeComPropertiesMapper.callback("wecom.contact-callback.", "contacts", "",
					this.properties.getContactCallback()));
		}
		return wellFormed;
	}

	private void checkOthers() {
		this.problems
			.collect(() -> PropertyChecks.setupToken("wecom.setup.token", this.properties.getSetup().getToken()));
		this.problems.collect(this.mapper::appLink);
		if (this.properties.getLoginPanel().isEnabled()) {
			this.problems.collect(this.mapper::loginPanelScript);
		}
		new BrandPropertiesMapper(this.properties.getBrand()).check(this.problems);
		this.problems.collect(this.mapper::signInTimeout);
		this.problems.collect(this.mapper::directoryAges);
		this.problems.collect(() -> this.mapper.sessionChecks(1));
		this.problems.collect(() -> new BulkheadSettingsMapper(this.properties.getLimits(), this.environment).map());
		this.problems
			.collect(() -> PropertyChecks.trustedProxies("wecom.trusted-proxies", this.properties.getTrustedProxies()));
	}

}
