package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.account.WeComAccounts;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.CookieAttemptStore;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.autoconfigure.properties.BaseUrlCheck;
import io.github.wecomlogin.autoconfigure.properties.BrandPropertiesMapper;
import io.github.wecomlogin.autoconfigure.properties.BulkheadSettingsMapper;
import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.autoconfigure.properties.OverriddenRules;
import io.github.wecomlogin.autoconfigure.properties.UnusableValues;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComPropertiesMapper;
import io.github.wecomlogin.autoconfigure.properties.WeComServers;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComHttpSettings;
import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.client.token.SharedApplicationTokenStore;
import io.github.wecomlogin.config.SignInPageSettings;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.invalidation.LastChecks;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.session.GoneMembers;
import io.github.wecomlogin.session.ResolvedMemberChecks;
import io.github.wecomlogin.session.RevalidationLimiters;
import io.github.wecomlogin.session.SessionCheckSettings;
import io.github.wecomlogin.session.SessionEndReporter;
import io.github.wecomlogin.session.WeComMemberResolver;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.DomainVerificationFilter;
import io.github.wecomlogin.token.HandOverCookies;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComLogoutHandler;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.page.BuiltInPageRenderer;
import io.github.wecomlogin.web.page.LoginPanel;
import io.github.wecomlogin.web.page.OpenInWeCom;
import io.github.wecomlogin.web.page.RedirectingRefusalHandler;
import io.github.wecomlogin.web.page.SignInPages;
import io.github.wecomlogin.web.page.WeComPageRenderer;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration for signing in with WeCom. Runs before Spring Boot's OAuth2 client
 * auto-configuration, which protects every page unless the application defines a
 * {@code SecurityFilterChain}.
 */
@AutoConfiguration(before = OAuth2ClientAutoConfiguration.class, after = WeComSimulatorAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ OAuth2LoginConfigurer.class, RestClient.class, Caffeine.class })
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ WeComProperties.class, OAuth2ClientProperties.class })
public final class WeComAutoConfiguration {

	/**
	 * Before Spring Security's filters, whose order is -100.
	 */
	static final int BEFORE_SECURITY = -200;

	private static final Log logger = LogFactory.getLog(WeComAutoConfiguration.class);

	private final WeComProperties properties;

	private final WeComPropertiesMapper mapper;

	private final Clock clock = Clock.systemUTC();

	WeComAutoConfiguration(WeComProperties properties, ConfigurableEnvironment environment) {
		this.properties = properties;
		this.mapper = new WeComPropertiesMapper(properties, environment);
	}

	@Bean
	static OverriddenRules weComOverriddenRules() {
		return new OverriddenRules();
	}

	@Bean
	static UnusableValues weComUnusableValues(Environment environment) {
		return new UnusableValues(environment);
	}

	@Bean
	@ConditionalOnMissingBean({ ApplicationTokenStore.class, SharedStore.class })
	ApplicationTokenStore weComApplicationTokenStore() {
		return new InMemoryApplicationTokenStore();
	}

	@Bean
	WeComRegistrations weComRegistrations(ObjectProvider<WeComServers> simulator) {
		WeComServers servers = servers(simulator);
		List<WeComRegistration> registrations = new ArrayList<>();
		this.mapper.registrations()
			.forEach((id,
					registration) -> registrations.add(new WeComRegistration(id, registration.getName(),
							this.mapper.application(id, registration, servers), registration.getScope(),
							this.mapper.rules(id, registration))));
		// Validated here, together with the other properties
		this.mapper.callbacks();
		warnOfSameApplications(registrations);
		return new WeComRegistrations(registrations);
	}

	@Bean
	PerRegistration<SealedStore> weComSharedStores(WeComRegistrations registrations,
			ObjectProvider<SharedStore> sharedStore) {
		SharedStore store = sharedStore.getIfAvailable();
		return new PerRegistration<>(registrations, (registration) -> sealedStore(store, registration));
	}

	@Bean
	PerRegistration<WeComClient> weComClients(WeComRegistrations registrations,
			PerRegistration<SealedStore> sharedStores, ObjectProvider<WeComServers> simulator,
			ObjectProvider<ApplicationTokenStore> tokenStores, ObjectProvider<WeComRestClientCustomizer> customizers,
			ObjectProvider<ObservationRegistry> observations) {
		WeComHttpSettings http = this.mapper.http(servers(simulator));
		return new PerRegistration<>(registrations,
				(registration) -> WeComClient.forApplication(registration.application(), http)
					.customizers(customizers.orderedStream().toList())
					.tokenStore(tokenStores.getIfAvailable(() -> tokenStore(sharedStores.find(registration))))
					.observations(observations.getIfUnique(() -> ObservationRegistry.NOOP))
					.clock(this.clock)
					.build());
	}

	@Bean
	PerRegistration<CompanyDirectory> weComDirectories(WeComRegistrations registrations,
			PerRegistration<WeComClient> clients) {
		return new PerRegistration<>(registrations, (registration) -> {
			WeComClient client = clients.get(registration);
			return new CompanyDirectory(client,
					new OrganisationDirectory(client, this.mapper.needs(registration.rules()),
							this.mapper.directoryAges(), BackgroundThreads.refusingOnceClosed("directory"),
							this.clock));
		});
	}

	/**
	 * Warns about registrations of the same application. They may differ in scope and
	 * rules, but are usually an unchanged copy.
	 */
	private void warnOfSameApplications(List<WeComRegistration> registrations) {
		Map<List<Object>, String> ids = new LinkedHashMap<>();
		for (WeComRegistration registration : registrations) {
			WeComApplication application = registration.application();
			String id = registration.registrationId();
			String same = ids.putIfAbsent(List.of(application.corpId(), application.agentId()), id);
			if (same != null && !this.properties.getSimulator().isEnabled()) {
				logger.warn(Texts.OPERATORS.inBoth("startup.same-application", same, id));
			}
		}
	}

	private ApplicationTokenStore tokenStore(@Nullable SealedStore shared) {
		return (shared != null) ? new SharedApplicationTokenStore(shared, this.clock)
				: new InMemoryApplicationTokenStore();
	}

	private @Nullable SealedStore sealedStore(@Nullable SharedStore store, WeComRegistration registration) {
		WeComApplication application = registration.application();
		return (store != null) ? new SealedStore(store, registration.registrationId(),
				application.deriveKey("shared-store-name"), application.deriveKey("shared-store-seal"), this.clock)
				: null;
	}

	@Bean
	WeComEndpoints weComEndpoints(ObjectProvider<WeComServers> simulator) {
		WeComServers servers = servers(simulator);
		return new WeComEndpoints(servers.authorize(), servers.webLogin());
	}

	private WeComServers servers(ObjectProvider<WeComServers> simulator) {
		return simulator.getIfAvailable(this.mapper::servers);
	}

	@Bean
	@Primary
	WeComClientRegistrationRepository weComClientRegistrationRepository(WeComRegistrations registrations,
			WeComEndpoints endpoints, OAuth2ClientProperties otherProviders,
			ObjectProvider<ClientRegistrationRepository> repositories) {
		ClientRegistrationRepository others = OtherProviders.repository(repositories, otherProviders);
		for (WeComRegistration registration : registrations) {
			if (others.findByRegistrationId(registration.registrationId()) != null) {
				throw new InvalidWeComPropertyException(
						"spring.security.oauth2.client.registration." + registration.registrationId(),
						Texts.OPERATORS.both("problem.id-of-other-provider"),
						Texts.OPERATORS.both("remedy.id-of-other-provider"));
			}
		}
		return new WeComClientRegistrationRepository(registrations, endpoints, this.mapper.baseUrl(), others);
	}

	@Bean
	LocalCookies weComCookies(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores) {
		return new LocalCookies(this.mapper.baseUrl(), registrations, !sharedStores.isEmpty());
	}

	@Bean
	@ConditionalOnMissingBean
	AttemptStore weComAttemptStore(WeComRegistrations registrations, LocalCookies cookies) {
		return new CookieAttemptStore(registrations, cookies, this.clock);
	}

	@Bean
	Brand weComBrand() {
		return new BrandPropertiesMapper(this.properties.getBrand()).map();
	}

	@Bean
	@ConditionalOnMissingBean
	WeComPageRenderer weComPageRenderer(Brand brand) {
		return new BuiltInPageRenderer(brand);
	}

	@Bean
	SignInPages weComSignInPages(WeComPageRenderer renderer, Brand brand, SiteAddress site) {
		return new SignInPages(renderer, brand, site);
	}

	@Bean
	@ConditionalOnMissingBean
	WeComRefusalHandler weComRefusalHandler(SignInPages pages) {
		return new RedirectingRefusalHandler(pages);
	}

	@Bean
	OpenInWeCom weComOpenInWeCom(SiteAddress site) {
		return new OpenInWeCom(site, this.mapper.appLink());
	}

	/**
	 * Not with the simulator: WeCom's script has its own address of WeCom.
	 */
	@Bean
	@ConditionalOnBooleanProperty("wecom.login-panel.enabled")
	@ConditionalOnBooleanProperty(name = "wecom.simulator.enabled", havingValue = false, matchIfMissing = true)
	LoginPanel.Settings weComLoginPanel(WeComEndpoints endpoints) {
		return new LoginPanel.Settings(this.mapper.loginPanelScript(), endpoints.webLoginUrl());
	}

	@Bean
	SignInPageSettings weComSignInPageSettings() {
		return new SignInPageSettings(this.properties.isLoginPageInsideWecom());
	}

	@Bean
	SignInSuppression weComSignInSuppression(LocalCookies cookies, AttemptStore attempts) {
		return new SignInSuppression(cookies, attempts);
	}

	@Bean
	SignInBulkhead weComSignInBulkhead(Environment environment) {
		return new SignInBulkhead(new BulkheadSettingsMapper(this.properties.getLimits(), environment).map(),
				BackgroundThreads.droppingOnceClosed("queue"), Ticker.systemTicker());
	}

	@Bean
	ChangeStamps weComChangeStamps(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			PerRegistration<CompanyDirectory> directories) {
		return new ChangeStamps(registrations, sharedStores,
				(registration, stamp) -> directories.get(registration).organisation().validate(stamp),
				this.mapper.directoryAges().usableFor(), this.clock);
	}

	@Bean
	WeComAccess weComAccess(WeComRegistrations registrations, PerRegistration<CompanyDirectory> directories,
			SignInBulkhead bulkhead, ChangeStamps stamps, ListableBeanFactory beans) {
		return new WeComAccess(registrations, directories, () -> providers(beans), bulkhead,
				this.mapper.signInTimeout(), stamps);
	}

	@Bean
	GoneMembers weComGoneMembers(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			ApplicationEventPublisher events) {
		return new GoneMembers(registrations, sharedStores, events);
	}

	@Bean
	AccountLookup weComAccountLookup(ObjectProvider<WeComAccounts> accounts) {
		return new AccountLookup(accounts.getIfAvailable());
	}

	@Bean
	WeComSessionChecks weComSessionChecks(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			WeComAccess access, ChangeStamps stamps, SignInBulkhead bulkhead, GoneMembers gone) {
		SessionCheckSettings settings = this.mapper.sessionChecks(bulkhead.settings().waitingPages());
		return new WeComSessionChecks(access, stamps,
				new RevalidationLimiters(registrations, sharedStores, settings, this.clock), gone, settings,
				this.clock);
	}

	@Bean
	ResolvedMemberChecks weComResolvedMemberChecks(WeComRegistrations registrations,
			PerRegistration<SealedStore> sharedStores, WeComSessionChecks checks,
			ObjectProvider<WeComMemberResolver> resolvers) {
		return new ResolvedMemberChecks(() -> resolvers.orderedStream().toList(), checks,
				new LastChecks(registrations, sharedStores, this.mapper.directoryAges().usableFor()), registrations);
	}

	@Bean
	SessionEndReporter weComSessionEndReporter(WeComRegistrations registrations,
			PerRegistration<SealedStore> sharedStores, ApplicationEventPublisher events) {
		return new SessionEndReporter(registrations, sharedStores, events);
	}

	private static Map<String, WeComAuthoritiesProvider> providers(ListableBeanFactory beans) {
		Map<String, WeComAuthoritiesProvider> names = BeanFactoryUtils.beansOfTypeIncludingAncestors(beans,
				WeComAuthoritiesProvider.class);
		Map<String, WeComAuthoritiesProvider> providers = new LinkedHashMap<>();
		beans.getBeanProvider(WeComAuthoritiesProvider.class).orderedStream().forEach((provider) -> {
			// A bean of prototype scope has no name of its own
			String name = names.entrySet()
				.stream()
				.filter((bean) -> bean.getValue() == provider)
				.map(Map.Entry::getKey)
				.findFirst()
				.orElse(provider.getClass().getName());
			providers.put(providers.containsKey(name) ? name + " #" + (providers.size() + 1) : name, provider);
		});
		return providers;
	}

	@Bean
	SignInTimeout weComSignInTimeout() {
		return new SignInTimeout(this.mapper.signInTimeout());
	}

	@Bean
	ReplayCache weComReplayCache(PerRegistration<SealedStore> sharedStores, ChangeStamps stamps) {
		return new ReplayCache(sharedStores, stamps, BackgroundThreads.droppingOnceClosed("login"),
				Ticker.systemTicker());
	}

	@Bean
	AuthorityRenewal weComAuthorityRenewal() {
		return new AuthorityRenewal();
	}

	@Bean
	SiteAddress weComSiteAddress() {
		return new SiteAddress(this.mapper.baseUrl());
	}

	@Bean
	ReturnTargetRequestCache.Cookie weComReturnTargetCookie(LocalCookies cookies) {
		return new ReturnTargetRequestCache.Cookie(cookies);
	}

	@Bean
	WeComLogoutHandler weComLogoutHandler(AttemptStore attempts, ChangeStamps stamps, SignInSuppression suppression,
			ReturnTargetRequestCache.Cookie returnTargets, ObjectProvider<HandOverCookies> handOver) {
		return new WeComLogoutHandler(attempts, stamps, suppression, returnTargets, (request, response,
				authentication) -> handOver.ifAvailable((cookies) -> cookies.clear(request, response)));
	}

	@Bean
	BaseUrlCheck weComBaseUrlCheck(ObjectProvider<ServletContext> servletContext) {
		return new BaseUrlCheck(this.mapper.baseUrl(), servletContext);
	}

	@Bean
	FilterRegistrationBean<DomainVerificationFilter> weComDomainVerificationFilter() {
		Map<String, String> files = this.mapper.domainVerificationFiles();
		FilterRegistrationBean<DomainVerificationFilter> registration = new FilterRegistrationBean<>(
				new DomainVerificationFilter(files));
		registration.setOrder(BEFORE_SECURITY);
		return registration;
	}

}
