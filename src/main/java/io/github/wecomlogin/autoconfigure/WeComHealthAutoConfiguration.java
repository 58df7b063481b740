package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of WeCom in {@code /actuator/health}. Disabled with
 * {@code management.health.wecom.enabled=false}.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class, before = HealthContributorAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(WeComRegistrations.class)
public final class WeComHealthAutoConfiguration {

	// The bean name determines the name of the health component
	@Bean
	@ConditionalOnEnabledHealthIndicator("wecom")
	@ConditionalOnMissingBean(name = { "wecomHealthIndicator", "wecomHealthContributor" })
	WeComHealthIndicator wecomHealthIndicator(WeComRegistrations registrations, PerRegistration<WeComClient> clients,
			PerRegistration<CompanyDirectory> directories) {
		return new WeComHealthIndicator(registrations, clients, directories);
	}

}
