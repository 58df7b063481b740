package io.github.wecomlogin.app;

import io.github.wecomlogin.app.setup.SetupAccess;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.page.PageStyle;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Configures access to the pages. Sign-in with WeCom is added by the library.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'%s; "
			+ "img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private static final String SIGN_IN_PAGE = "/login";

	private static final RequestMatcher ADMINISTRATION = PathPatternRequestMatcher.pathPattern("/admin/**");

	private static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

	private static final String OBSERVATIONS = "management.observations.enable.spring.security";

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, SetupAccess setup, Brand brand) {
		String directives = contentSecurityPolicy(brand);
		AuthorizationManager<RequestAuthorizationContext> administrators = AuthorizationManagers
			.allOf(AuthorityAuthorizationManager.hasRole("ADMIN"), setup);
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(SIGN_IN_PAGE, "/error", "/assets/**", "/favicon.ico")
						.permitAll()
						// For load balancers; details require ADMIN
						.requestMatchers("/actuator/health", "/actuator/health/**")
						.permitAll()
						.requestMatchers(EndpointRequest.to("health"))
						.permitAll()
						// Closes the set-up as well
						.requestMatchers("/admin", "/admin/**", "/actuator", "/actuator/**")
						.access(administrators)
						// Wherever the properties of Spring Boot move them
						.requestMatchers(EndpointRequest.toAnyEndpoint())
						.access(administrators)
						.requestMatchers("/setup/open")
						.permitAll()
						.requestMatchers("/setup", "/setup/**")
						.access(setup)
						.anyRequest()
						.authenticated())
			// The token of the form is the proof
			.csrf((csrf) -> csrf
				.ignoringRequestMatchers(PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/setup/open")))
			.oauth2Login((login) -> login.loginPage(SIGN_IN_PAGE))
			.logout(withDefaults())
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(directives))
				// Scripts show times in the time zone of the browser
				.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(ADMINISTRATION,
						(request, response) -> response.setHeader("Content-Security-Policy",
								directives + "; script-src 'self'")))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER))
				.crossOriginOpenerPolicy((policy) -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
				.permissionsPolicyHeader((policy) -> policy.policy(PERMISSIONS_POLICY)))
			.build();
	}

	/**
	 * The library's check of {@code return-to}, with the paths of the chain.
	 */
	@Bean
	ReturnTargets returnTargets(SiteAddress site) {
		return new ReturnTargets(site,
				LoginPaths.of(LoginPaths.AUTHORIZATION, LoginPaths.CALLBACK + "*", SIGN_IN_PAGE, "/logout"));
	}

	static String contentSecurityPolicy(Brand brand) {
		String css = brand.css();
		return CONTENT_SECURITY_POLICY.formatted(css.isEmpty() ? "" : " " + new PageStyle(css).source());
	}

	/**
	 * Creates no observations if the property of Spring Boot disables them. The property
	 * alone only discards them, after they are created for each filter of each request.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings(Environment environment) {
		boolean enabled = environment.getProperty(OBSERVATIONS, Boolean.class, false);
		return SecurityObservationSettings.withDefaults()
			.shouldObserveRequests(enabled)
			.shouldObserveAuthentications(enabled)
			.shouldObserveAuthorizations(enabled)
			.build();
	}

}
