package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.session.WeComSessionChecks;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that records ended sessions as audit events, beside the sign-ins
 * that Spring Boot records.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class)
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnBean(WeComSessionChecks.class)
public final class WeComAuditAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WeComSessionAudit weComSessionAudit(ApplicationEventPublisher events) {
		return new WeComSessionAudit(events);
	}

}
