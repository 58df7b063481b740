package io.github.wecomlogin.app;

import java.util.stream.StreamSupport;

import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns at start-up if no rule can grant the role {@code ADMIN}, which {@code /admin}
 * requires.
 */
@Component
class AdminHint {

	private static final Log logger = LogFactory.getLog(AdminHint.class);

	private final WeComRegistrations registrations;

	private final boolean hasProviders;

	AdminHint(WeComRegistrations registrations, ObjectProvider<WeComAuthoritiesProvider> providers) {
		this.registrations = registrations;
		this.hasProviders = providers.stream().findAny().isPresent();
	}

	@EventListener(ApplicationReadyEvent.class)
	void warnWithoutAdministrator() {
		boolean granted = StreamSupport.stream(this.registrations.spliterator(), false)
			.flatMap((registration) -> registration.rules().roles().stream())
			.anyMatch((rule) -> rule.role().equals("ADMIN"));
		if (!granted && !this.hasProviders) {
			logger.warn("No rule grants the role ADMIN, so /admin is inaccessible. Add a rule, for example "
					+ "WECOM_ROLES_0_ROLE=ADMIN and WECOM_ROLES_0_USERS=<user id>. "
					+ "没有规则授予 ADMIN 角色，/admin 无法访问。请添加规则，例如 WECOM_ROLES_0_ROLE=ADMIN、WECOM_ROLES_0_USERS=<账号>。");
		}
	}

}
