package io.github.wecomlogin.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/**
 * Resolves the registration and authorities of a member with the beans of the application
 * under test, as far as it has them.
 */
final class ApplicationUnderTest {

	private static final String USUAL_REGISTRATION_ID = "wecom";

	private final @Nullable WeComRegistrations registrations;

	private final @Nullable WeComAccess access;

	ApplicationUnderTest(@Nullable ApplicationContext context) {
		this.registrations = bean(context, WeComRegistrations.class);
		this.access = bean(context, WeComAccess.class);
	}

	private static <T> @Nullable T bean(@Nullable ApplicationContext context, Class<T> type) {
		return (context != null) ? context.getBeanProvider(type).getIfAvailable() : null;
	}

	OAuth2AuthenticationToken signIn(StatedMember member) {
		WeComRegistration registration = registration(member.registrationId());
		String registrationId = firstOf((registration != null) ? registration.registrationId() : null,
				member.registrationId(), USUAL_REGISTRATION_ID);
		String corpId = firstOf(member.corpId(), (registration != null) ? registration.application().corpId() : null,
				SimulatedWeCom.CORP_ID);
		WeComUser user = member.user(registrationId, corpId);
		if (member.wantsConfiguredRules()) {
			user = applyRules(user, member, registration);
		}
		List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
		authorities.addAll(member.authorities());
		return authenticated(user.toBuilder().authorities(authorities).build());
	}

	private @Nullable WeComRegistration registration(@Nullable String registrationId) {
		if (this.registrations == null) {
			return null;
		}
		List<WeComRegistration> all = StreamSupport.stream(this.registrations.spliterator(), false).toList();
		if (registrationId == null && all.size() == 1) {
			return all.get(0);
		}
		String wanted = (registrationId != null) ? registrationId : USUAL_REGISTRATION_ID;
		WeComRegistration registration = this.registrations.find(wanted);
		if (registration == null) {
			throw new IllegalStateException(all.stream()
				.map(WeComRegistration::registrationId)
				.collect(Collectors.joining(", ", "The application has no registration '" + wanted
						+ "' of WeCom: set registrationId(…) to one of ", "")));
		}
		return registration;
	}

	private static String firstOf(@Nullable String first, @Nullable String second, String third) {
		if (first != null) {
			return first;
		}
		return (second != null) ? second : third;
	}

	private WeComUser applyRules(WeComUser user, StatedMember member, @Nullable WeComRegistration registration) {
		if (this.access == null) {
			throw new IllegalStateException(
					"withConfiguredRules() requires a bean of type " + WeComAccess.class.getName()
							+ ": test with the application's context, as @SpringBootTest and @WebMvcTest do, with"
							+ " wecom.corp-id, wecom.agent-id and wecom.secret set and without wecom.enabled=false,"
							+ " or give the member roles(…)");
		}
		try {
			return this.access.apply(user, member.organisation((registration != null) ? registration.rules() : null));
		}
		catch (WeComRefusalException ex) {
			throw new AssertionError("The application refuses the member '" + user.getUserId() + "': " + ex.getRefusal()
					+ ", " + ex.getRefusal().title(Locale.ENGLISH)
					+ ". To its rules, whatever the test does not say of the member is not so", ex);
		}
	}

	/**
	 * Completes the authentication as Spring Security does after an OAuth2 login.
	 */
	private static OAuth2AuthenticationToken authenticated(WeComUser user) {
		List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
		authorities.add(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY));
		return new OAuth2AuthenticationToken(user, authorities, user.getRegistrationId());
	}

}
