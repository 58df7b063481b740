package io.github.wecomlogin.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.CookieAttemptStore;
import io.github.wecomlogin.autoconfigure.properties.DemoCredentials;
import io.github.wecomlogin.autoconfigure.properties.PropertyChecks;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComPropertiesMapper;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.fixture.RegistrationParts;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.DomainVerificationFilter;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.page.RedirectingRefusalHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class WeComAutoConfigurationTests {

	private static final MemberSelector LISI_AND_ZHAOLIU = new MemberSelector(
			List.of(new Criterion.Users(Set.of("lisi", "zhaoliu"))), MemberSelector.Match.ANY);

	private static final String[] COMPANY = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
			"wecom.secret=the-secret-of-the-application-0123456789abc" };

	private static final String[] HR = { "wecom.registration.hr.corp-id=wwhrhr", "wecom.registration.hr.agent-id=7",
			"wecom.registration.hr.secret=hr-secret-of-the-application-0123456789abcd", "wecom.registration.hr.name=HR",
			"wecom.registration.hr.scope=snsapi_privateinfo", "wecom.registration.hr.roles[0].role=ADMIN",
			"wecom.registration.hr.roles[0].users=lisi, ZhaoLiu" };

	private final WebApplicationContextRunner runner = Runners.web();

	@Test
	void whenCompanyIsConfiguredThenBeansOfASignIn() {
		this.runner.withPropertyValues(COMPANY).run((context) -> {
			assertThat(context).hasSingleBean(WeComRegistrations.class)
				.hasSingleBean(WeComEndpoints.class)
				.hasSingleBean(SignInSuppression.class)
				.hasSingleBean(ClientRegistrationRepository.class)
				.hasSingleBean(SecurityFilterChain.class)
				.doesNotHaveBean(SimulatedWeCom.class);
			assertThat(context).getBean(ClientRegistrationRepository.class)
				.isInstanceOf(WeComClientRegistrationRepository.class);
			assertThat(context).getBean(ApplicationTokenStore.class).isInstanceOf(InMemoryApplicationTokenStore.class);
			assertThat(context).getBean(AttemptStore.class).isInstanceOf(CookieAttemptStore.class);
			assertThat(context).getBean(WeComRefusalHandler.class).isInstanceOf(RedirectingRefusalHandler.class);
		});
	}

	@Test
	void whenCompanyIsConfiguredThenItsRegistration() {
		this.runner.withPropertyValues(COMPANY).run((context) -> {
			WeComRegistration registration = registrations(context).get("wecom");
			assertThat(registrations(context)).containsOnlyKeys("wecom");
			assertThat(registration.application()).isEqualTo(
					new WeComApplication("ww0123456789abcdef", 1000002, "the-secret-of-the-application-0123456789abc"));
			assertThat(registration.scope()).isEqualTo(WeComScope.SNSAPI_BASE);
			assertThat(registration.name()).isNull();
			assertThat(context.getBean(WeComEndpoints.class))
				.isEqualTo(new WeComEndpoints("https://open.weixin.qq.com/connect/oauth2/authorize",
						"https://login.work.weixin.qq.com/wwlogin/sso/login"));
		});
	}

	@Test
	void whenValuesHaveBlanksAroundThenTheyAreCut() {
		this.runner
			.withPropertyValues("wecom.corp-id= ww0123456789abcdef ", "wecom.agent-id= 1000002 ",
					"wecom.secret= the-secret-of-the-application-0123456789abc ")
			.run((context) -> assertThat(registrations(context).get("wecom").application())
				.isEqualTo(new WeComApplication("ww0123456789abcdef", 1000002,
						"the-secret-of-the-application-0123456789abc")));
	}

	@Test
	void whenUserBringsBeansThenOursBackOff() {
		this.runner.withPropertyValues(COMPANY)
			.withBean("ownStore", ApplicationTokenStore.class, OwnStore::new)
			.withBean("ownAttempts", AttemptStore.class, () -> Mockito.mock(AttemptStore.class))
			.withBean("ownHandler", WeComRefusalHandler.class, () -> (request, response, refusal, page) -> {
			})
			.run((context) -> {
				assertThat(context).hasSingleBean(WeComRegistrations.class);
				assertThat(context.getBeanNamesForType(ApplicationTokenStore.class)).containsExactly("ownStore");
				assertThat(context.getBeanNamesForType(AttemptStore.class)).containsExactly("ownAttempts");
				assertThat(context.getBeanNamesForType(WeComRefusalHandler.class)).containsExactly("ownHandler");
			});
	}

	@Test
	void whenUserBringsStoreAndCustomizerThenTheyAreUsed() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			OwnStore store = new OwnStore();
			List<String> hosts = new ArrayList<>();
			this.runner.withPropertyValues(demoAt(weCom))
				.withBean(ApplicationTokenStore.class, () -> store)
				.withBean(WeComRestClientCustomizer.class,
						() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
							hosts.add(request.getURI().getHost());
							return execution.execute(request, body);
						}))
				.run((context) -> {
					RegistrationParts.of(context, "wecom", CompanyDirectory.class)
						.members()
						.read("zhangsan", Deadline.after(Duration.ofSeconds(20)));
					assertThat(store.saved).containsOnlyKeys("wwdemocompany00000/1000002");
					assertThat(hosts).containsExactly("127.0.0.1", "127.0.0.1");
				});
		}
	}

	@Test
	void whenThereIsNoServletApplicationThenNothingOfOurs() {
		new ApplicationContextRunner().withConfiguration(Runners.autoConfigurations())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WeComRegistrations.class));
	}

	@Test
	void whenDisabledThenNothingOfOurs() {
		this.runner.withPropertyValues("wecom.enabled=false", "wecom.simulator.enabled=true", "wecom.corp-id=")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(List.of(context.getBeanDefinitionNames())).noneMatch((name) -> isOurs(context, name));
			});
	}

	@Test
	void whenEnabledThenOursAreThere() {
		this.runner.withPropertyValues(COMPANY)
			.run((context) -> assertThat(List.of(context.getBeanDefinitionNames()))
				.anyMatch((name) -> isOurs(context, name)));
	}

	private static boolean isOurs(AssertableWebApplicationContext context, String name) {
		Class<?> type = context.getType(name);
		return name.toLowerCase(Locale.ROOT).contains("wecom")
				|| (type != null && type.getName().startsWith("io.github.wecomlogin"));
	}

	@Test
	void whenStartedThenNobodyHasBeenAsked() {
		WireMockServer weCom = new WireMockServer(WireMockConfiguration.options().dynamicPort());
		weCom.start();
		try {
			this.runner.withPropertyValues(COMPANY)
				.withPropertyValues(HR)
				.withPropertyValues("wecom.endpoints.api=" + weCom.baseUrl(),
						"wecom.endpoints.authorize=" + weCom.baseUrl() + "/authorize",
						"wecom.endpoints.web-login=" + weCom.baseUrl() + "/login",
						"wecom.http.proxy=http://127.0.0.1:" + weCom.port())
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(weCom.getAllServeEvents()).isEmpty();
				});
		}
		finally {
			weCom.stop();
		}
	}

	@Test
	void whenValuesComeFromTheEnvironmentThenTheSame() {
		for (String corpId : List.of("WECOM_CORPID", "WECOM_CORP_ID")) {
			runInEnvironment(
					Map.of(corpId, "ww0123456789abcdef", "WECOM_AGENTID", "1000002", "WECOM_SECRET",
							"the-secret-of-the-application-0123456789abc", "WECOM_ROLES_0_ROLE", "ADMIN",
							"WECOM_ROLES_0_USERS", "lisi,zhaoliu", "WECOM_REGISTRATION_HR_CORPID", "wwhrhr",
							"WECOM_REGISTRATION_HR_AGENTID", "7", "WECOM_REGISTRATION_HR_SECRET",
							"hr-secret-of-the-application-0123456789abcd", "WECOM_LOGIN_BROWSER", "/usr/bin/chromium"),
					(context) -> {
						assertThat(context).hasNotFailed();
						assertThat(registrations(context)).containsOnlyKeys("wecom", "hr");
						assertThat(registrations(context).get("wecom").application().corpId())
							.isEqualTo("ww0123456789abcdef");
						assertThat(registrations(context).get("hr").application().corpId()).isEqualTo("wwhrhr");
						assertThat(registrations(context).get("wecom").rules().roles())
							.containsExactly(new RoleRule("wecom.roles[0]", "ADMIN", LISI_AND_ZHAOLIU));
					});
		}
	}

	@Test
	void whenOptionalValuesAreEmptyInTheEnvironmentThenLikeAbsent() {
		runInEnvironment(Map.of("WECOM_CORPID", "ww0123456789abcdef", "WECOM_AGENTID", "1000002", "WECOM_SECRET",
				"the-secret-of-the-application-0123456789abc", "WECOM_BASE_URL", "", "WECOM_HTTP_PROXY", "",
				"WECOM_DOMAIN_VERIFICATION", ""), (context) -> assertThat(context).hasNotFailed());
	}

	private void runInEnvironment(Map<String, Object> environment,
			ContextConsumer<AssertableWebApplicationContext> consumer) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								new LinkedHashMap<>(environment))))
			.run(consumer);
	}

	@Test
	void whenThereAreSeveralApplicationsThenAllOfThemInOrder() {
		this.runner.withPropertyValues(HR)
			.withPropertyValues("wecom.registration.shop.corp-id=wwshopshop", "wecom.registration.shop.agent-id=8",
					"wecom.registration.shop.secret=shop-secret-of-the-application-0123456789ab")
			.withPropertyValues(COMPANY)
			.run((context) -> {
				assertThat(registrations(context).keySet()).containsExactly("wecom", "hr", "shop");
				WeComRegistration hr = registrations(context).get("hr");
				assertThat(hr.scope()).isEqualTo(WeComScope.SNSAPI_PRIVATEINFO);
				assertThat(hr.name()).isEqualTo("HR");
				assertThat(hr.rules().roles())
					.containsExactly(new RoleRule("wecom.registration.hr.roles[0]", "ADMIN", LISI_AND_ZHAOLIU));
			});
	}

	@Test
	void whenOnlyOtherApplicationsAreConfiguredThenNoneOfTheShortForm() {
		this.runner.withPropertyValues(HR).run((context) -> assertThat(registrations(context)).containsOnlyKeys("hr"));
	}

	@Test
	void whenRegistrationsAreListedThenWithoutSecret() {
		this.runner.withPropertyValues(COMPANY).withPropertyValues(HR).run((context) -> {
			WeComClientRegistrationRepository repository = context.getBean(WeComClientRegistrationRepository.class);
			assertThat(repository).hasSize(2).allSatisfy((registration) -> {
				assertThat(registration.getClientSecret()).isEmpty();
				assertThat(registration.toString()).doesNotContain("the-secret-of-the-application-0123456789abc",
						"hr-secret-of-the-application-0123456789abcd");
			});
			assertThat(context.getBean(WeComRegistrations.class))
				.allSatisfy((registration) -> assertThat(registration.toString() + registration.application())
					.doesNotContain("secret"));
		});
	}

	@Test
	void whenThereAreOtherProvidersInPropertiesThenTheyAreFoundToo() {
		this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("spring.security.oauth2.client.registration.github.client-id=id",
					"spring.security.oauth2.client.registration.github.client-secret=secret")
			.run((context) -> {
				ClientRegistrationRepository repository = context.getBean(ClientRegistrationRepository.class);
				assertThat(repository.findByRegistrationId("github").getClientId()).isEqualTo("id");
				assertThat(repository.findByRegistrationId("wecom").getClientId()).isEqualTo("ww0123456789abcdef");
				assertThat(repository.findByRegistrationId("other")).isNull();
				assertThat(context.getBean(WeComClientRegistrationRepository.class))
					.extracting(ClientRegistration::getRegistrationId)
					.containsExactly("wecom", "github");
			});
	}

	@Test
	void whenOwnRepositoryHasOtherProvidersThenTheyAreFoundToo() {
		this.runner.withPropertyValues(COMPANY).withUserConfiguration(OwnRepository.class).run((context) -> {
			ClientRegistrationRepository repository = context.getBean(ClientRegistrationRepository.class);
			assertThat(repository).isInstanceOf(WeComClientRegistrationRepository.class);
			assertThat(repository.findByRegistrationId("own").getClientId()).isEqualTo("own-id");
			assertThat(repository.findByRegistrationId("wecom")).isNotNull();
		});
	}

	@Test
	void whenSimulatorIsEnabledThenItServesTheDemoCompany() {
		this.runner.withPropertyValues("wecom.simulator.enabled=true").run((context) -> {
			SimulatedWeCom weCom = context.getBean(SimulatedWeCom.class);
			assertThat(context.getBean(WeComEndpoints.class))
				.isEqualTo(new WeComEndpoints(weCom.authorizeUrl(), weCom.webLoginUrl()));
			assertThat(weCom.calls(SimulatedWeCom.GETTOKEN)).isZero();
			assertThat(RegistrationParts.of(context, "wecom", CompanyDirectory.class)
				.members()
				.read("zhangsan", Deadline.after(Duration.ofSeconds(20)))
				.name()).isEqualTo("张三");
		});
	}

	@Test
	void whenSimulatorIsTheUsersOwnThenItIsUsed() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			this.runner.withPropertyValues("wecom.simulator.enabled=true")
				.withBean(SimulatedWeCom.class, () -> weCom)
				.run((context) -> assertThat(context.getBean(WeComEndpoints.class).authorizeUrl())
					.isEqualTo(weCom.authorizeUrl()));
		}
	}

	@Test
	void whenSimulatorRunsInAnotherProcessThenDemoCompanyIsServed() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			this.runner.withPropertyValues(demoAt(weCom)).run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void whenContextClosesThenSimulatorStops() {
		SimulatedWeCom[] weCom = new SimulatedWeCom[1];
		this.runner.withPropertyValues("wecom.simulator.enabled=true")
			.run((context) -> weCom[0] = context.getBean(SimulatedWeCom.class));
		assertThat(catchThrowable(() -> weCom[0].port())).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void whenDemoCompanyIsComparedThenSameHereAndThere() {
		assertThat(DemoCredentials.CORP_ID).isEqualTo(SimulatedWeCom.CORP_ID);
		assertThat(DemoCredentials.AGENT_ID).isEqualTo(String.valueOf(SimulatedWeCom.AGENT_ID));
		assertThat(DemoCredentials.SECRET).isEqualTo(SimulatedWeCom.SECRET);
	}

	@Test
	void whenDomainFilesAreConfiguredThenFilterBeforeSecurity() {
		this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("wecom.domain-verification=WW_verify_abc123.txt,WW_verify_x.txt=a=b")
			.run((context) -> {
				FilterRegistrationBean<?> filter = context.getBean("weComDomainVerificationFilter",
						FilterRegistrationBean.class);
				assertThat(filter.getFilter()).isInstanceOf(DomainVerificationFilter.class);
				assertThat(filter.getOrder()).isLessThan(-100);
				assertThat(new WeComPropertiesMapper(context.getBean(WeComProperties.class), context.getEnvironment())
					.domainVerificationFiles())
					.isEqualTo(Map.of("WW_verify_abc123.txt", "abc123", "WW_verify_x.txt", "a=b"));
			});
	}

	@Test
	void whenUrlsEndWithASlashThenItIsCut() {
		this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("wecom.base-url=https://hr.example.com/app/",
					"wecom.endpoints.api=https://wecom.example.com/", "wecom.http.proxy=proxy.example.com:3128")
			.run((context) -> {
				WeComPropertiesMapper mapper = new WeComPropertiesMapper(context.getBean(WeComProperties.class),
						context.getEnvironment());
				assertThat(mapper.baseUrl()).isEqualTo("https://hr.example.com/app");
				assertThat(mapper.servers().api()).isEqualTo("https://wecom.example.com");
				assertThat(mapper.http(mapper.servers()).proxy().isUnresolved()).isTrue();
				assertThat(mapper.http(mapper.servers()).proxy().getPort()).isEqualTo(3128);
				assertThat(context.getBean(ClientRegistrationRepository.class)
					.findByRegistrationId("wecom")
					.getRedirectUri()).startsWith("https://hr.example.com/app/login/oauth2/code/");
			});
	}

	@ParameterizedTest
	@CsvSource({ "HTTPS://HR.Example.com, https://hr.example.com", "https://hr.example.com:443, https://hr.example.com",
			"HTTP://localhost:80/hr//, http://localhost/hr",
			"https://hr.example.com:8443/a/b/, https://hr.example.com:8443/a/b",
			"https://hr.example.com///, https://hr.example.com",
			"' https://hr.example.com/ ', https://hr.example.com" })
	void whenBaseUrlIsSpelledOtherwiseThenItIsNormalised(String spelled, String normalised) {
		assertThat(PropertyChecks.baseUrl("wecom.base-url", spelled)).isEqualTo(normalised);
	}

	@ParameterizedTest
	@CsvSource({ "http://hr.example.com, , plain http", "HTTP://hr.example.com, , plain http",
			"https://hr.example.com/hr, , context path", "https://hr.example.com, /hr, context path",
			"https://hr.example.com/crm, /hr, context path" })
	void whenBaseUrlIsProbablyWrongThenAWarningSaysSo(String baseUrl, String contextPath, String warning,
			CapturedOutput output) {
		warnings(baseUrl, contextPath);
		assertThat(output).contains("'wecom.base-url'", warning);
	}

	@ParameterizedTest
	@CsvSource({ "https://hr.example.com,", "https://hr.example.com/hr/, /hr", "http://localhost:8080,",
			"http://127.0.0.1:8080/hr, /hr" })
	void whenBaseUrlIsRightThenThereIsNoWarning(String baseUrl, String contextPath, CapturedOutput output) {
		warnings(baseUrl, contextPath);
		assertThat(output).doesNotContain("wecom.base-url");
	}

	private void warnings(String baseUrl, String contextPath) {
		this.runner.withPropertyValues(COMPANY)
			.withPropertyValues("wecom.base-url=" + baseUrl)
			.withInitializer((context) -> {
				MockServletContext servletContext = new MockServletContext();
				servletContext.setContextPath((contextPath != null) ? contextPath : "");
				context.setServletContext(servletContext);
			})
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static String[] demoAt(SimulatedWeCom weCom) {
		return new String[] { "wecom.corp-id=" + SimulatedWeCom.CORP_ID, "wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
				"wecom.secret=" + SimulatedWeCom.SECRET, "wecom.endpoints.api=" + weCom.apiUrl(),
				"wecom.endpoints.authorize=" + weCom.authorizeUrl(),
				"wecom.endpoints.web-login=" + weCom.webLoginUrl() };
	}

	private static Map<String, WeComRegistration> registrations(AssertableWebApplicationContext context) {
		Map<String, WeComRegistration> registrations = new LinkedHashMap<>();
		StreamSupport.stream(context.getBean(WeComRegistrations.class).spliterator(), false)
			.forEach((registration) -> registrations.put(registration.registrationId(), registration));
		return registrations;
	}

	private static final class OwnStore implements ApplicationTokenStore {

		private final Map<String, ApplicationToken> saved = new LinkedHashMap<>();

		@Override
		public ApplicationToken find(String application) {
			return this.saved.get(application);
		}

		@Override
		public void save(String application, ApplicationToken token) {
			this.saved.put(application, token);
		}

		@Override
		public void remove(String application, String failedToken) {
			this.saved.remove(application);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRepository {

		@Bean
		ClientRegistrationRepository ownRepository() {
			return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId("own")
				.clientId("own-id")
				.clientSecret("own-secret")
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
				.authorizationUri("https://own.example.com/authorize")
				.tokenUri("https://own.example.com/token")
				.build());
		}

	}

}
