package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.token.HandOverCookies;
import io.github.wecomlogin.token.HandOverHandler;
import io.github.wecomlogin.token.PendingMembers;
import io.github.wecomlogin.token.RedeemedHandOvers;
import io.github.wecomlogin.token.TokenAnswers;
import io.github.wecomlogin.token.TokenExchange;
import io.github.wecomlogin.token.TokenFilter;
import io.github.wecomlogin.token.TokenRefusals;
import io.github.wecomlogin.token.WeComPendingMember;
import io.github.wecomlogin.token.WeComTokenIssuer;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.request.ClientAddress;
import io.github.wecomlogin.web.request.RequestPath;
import io.github.wecomlogin.web.request.TrustedProxies;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Auto-configuration for back ends without sessions. With a bean {@link WeComTokenIssuer}
 * a stateless security filter chain serves the sign-in and {@code POST /wecom/token}.
 * Runs after Spring Boot's security auto-configurations, so that this chain does not
 * count as one of the application.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration" })
@ConditionalOnBean(WeComRegistrations.class)
public final class WeComTokenAutoConfiguration {

	/**
	 * Before the chains of applications. Serves paths of the sign-in only.
	 */
	static final int CHAIN_ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	static final String CHAIN = "weComTokenSecurityFilterChain";

	@Bean
	HandOverCookies weComHandOverCookies(WeComRegistrations registrations, LocalCookies cookies,
			SignInSuppression suppression) {
		return new HandOverCookies(registrations, cookies, suppression, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	WeComPendingMember weComPendingMember(HandOverCookies cookies, SiteAddress site) {
		return new PendingMembers(cookies, site);
	}

	/**
	 * The sign-in page is the front end, which shows what was handed over.
	 */
	@Bean(CHAIN)
	@Order(CHAIN_ORDER)
	@ConditionalOnBean(WeComTokenIssuer.class)
	@ConditionalOnMissingBean(name = CHAIN)
	SecurityFilterChain weComTokenSecurityFilterChain(HttpSecurity http, WeComTokenIssuer issuer,
			WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores, ApplicationContext context) {
		HandOverCookies cookies = context.getBean(HandOverCookies.class);
		SignInSuppression suppression = context.getBean(SignInSuppression.class);
		SiteAddress site = context.getBean(SiteAddress.class);
		// Not a bean: it is the refusal handler of this chain only
		HandOverHandler handler = new HandOverHandler(cookies, registrations, context.getBean(AttemptStore.class), site,
				context.getBean(WeComRefusalHandler.class));
		http.setSharedObject(WeComRefusalHandler.class, handler);
		TokenExchange exchange = new TokenExchange(issuer, context.getBean(AccountLookup.class),
				context.getBean(WeComAccess.class), context.getBean(ChangeStamps.class),
				context.getBean(SignInBulkhead.class), context.getBean(SignInTimeout.class));
		TokenFilter tokens = new TokenFilter(cookies, new RedeemedHandOvers(sharedStores, Ticker.systemTicker()),
				exchange, new TokenAnswers(() -> TokenConverters.of(context), registrations, suppression, site),
				new TokenRefusals(context, suppression, clientAddress(context)), site);
		Set<String> paths = paths(registrations);
		return http.securityMatcher((request) -> paths.contains(RequestPath.of(request)))
			.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.oauth2Login((login) -> login.loginPage("/").successHandler(handler))
			.addFilterBefore(tokens, OAuth2AuthorizationRequestRedirectFilter.class)
			.build();
	}

	private static ClientAddress clientAddress(ApplicationContext context) {
		return new ClientAddress(context.getBeanProvider(TrustedProxies.class)
			.getIfAvailable(() -> new TrustedProxies(TrustedProxies.LOOPBACK)));
	}

	private static Set<String> paths(WeComRegistrations registrations) {
		Set<String> paths = new HashSet<>(Set.of(TokenFilter.PATH));
		registrations.forEach((registration) -> {
			paths.add(LoginPaths.AUTHORIZATION + registration.registrationId());
			paths.add(LoginPaths.CALLBACK + registration.registrationId());
		});
		return paths;
	}

}
