package io.github.wecomlogin.login;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;

/**
 * An application whose operator wants to see everything.
 */
@Configuration(proxyBeanMethods = false)
@Import(ProtectedApplication.class)
class AuditedApplication {

	@Bean
	AuditEventRepository auditEventRepository() {
		return new InMemoryAuditEventRepository(1_000);
	}

	@Bean
	AuthenticationEvents authenticationEvents() {
		return new AuthenticationEvents();
	}

	@Bean
	Observations recordedObservations() {
		return new Observations();
	}

	static class AuthenticationEvents {

		private final List<AbstractAuthenticationEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void add(AbstractAuthenticationEvent event) {
			this.events.add(event);
		}

		<T extends AbstractAuthenticationEvent> List<T> of(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}

		void clear() {
			this.events.clear();
		}

	}

	static class Observations implements ObservationHandler<Observation.Context> {

		private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		List<Observation.Context> all() {
			return this.contexts;
		}

		List<Observation.Context> named(String name) {
			return this.contexts.stream().filter((context) -> name.equals(context.getName())).toList();
		}

		void clear() {
			this.contexts.clear();
		}

	}

}
