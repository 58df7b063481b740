package io.github.wecomlogin.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.session.ContainerSessions;
import io.github.wecomlogin.session.RegisteredSessions;
import io.github.wecomlogin.session.SessionEndReporter;
import io.github.wecomlogin.session.SessionIndex;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.session.WeComSessions;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.session.SessionRegistry;

/**
 * Auto-configuration for listing and ending sessions of members, in all session stores
 * that have an index.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class,
		afterName = "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration")
@ConditionalOnBean(WeComSessionChecks.class)
public final class WeComSessionsAutoConfiguration {

	/**
	 * Not a bean of its own, because Spring Session would register it as a session
	 * listener.
	 */
	@Bean
	ServletListenerRegistrationBean<ContainerSessions> weComContainerSessions() {
		return new ServletListenerRegistrationBean<>(new ContainerSessions());
	}

	@Bean
	@ConditionalOnMissingBean
	WeComSessions weComSessions(ChangeStamps stamps, WeComSessionChecks checks, SessionEndReporter ends,
			ListableBeanFactory beans, ServletListenerRegistrationBean<ContainerSessions> container,
			ObjectProvider<SessionIndex> indexes, ObjectProvider<SessionRegistry> registries) {
		StoredSessions stored = StoredSessions.find(beans);
		List<SessionIndex> all = new ArrayList<>(stored.indexes());
		all.add(container.getListener());
		indexes.orderedStream().forEach(all::add);
		registries.orderedStream().map(RegisteredSessions::new).forEach(all::add);
		return new WeComSessions(stamps, checks, ends, all, stored.haveIndex());
	}

}
