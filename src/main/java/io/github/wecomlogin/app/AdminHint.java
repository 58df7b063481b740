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
			logger.warn(OperatorTexts.TEXTS.inBoth("admin-hint"));
		}
	}

}
