package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.client.ClientState;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters about WeCom, which are read without calling WeCom.
 */
final class WeComMeters implements MeterBinder {

	private final WeComRegistrations registrations;

	private final PerRegistration<WeComClient> clients;

	private final PerRegistration<CompanyDirectory> directories;

	private final SignInBulkhead bulkhead;

	private final Clock clock;

	WeComMeters(WeComRegistrations registrations, PerRegistration<WeComClient> clients,
			PerRegistration<CompanyDirectory> directories, SignInBulkhead bulkhead, Clock clock) {
		this.registrations = registrations;
		this.clients = clients;
		this.directories = directories;
		this.bulkhead = bulkhead;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wecom.sign.in.working", this.bulkhead, SignInBulkhead::working)
			.description("Sign-ins currently calling WeCom on this node")
			.register(registry);
		Gauge.builder("wecom.sign.in.waiting", this.bulkhead, SignInBulkhead::waiting)
			.description("Sign-ins queued on this node")
			.register(registry);
		Gauge.builder("wecom.sign.in.limit", this.bulkhead, (bulkhead) -> bulkhead.limit())
			.description("Current limit of sign-ins concurrently calling WeCom on this node")
			.register(registry);
		for (WeComRegistration registration : this.registrations) {
			WeComClient client = this.clients.get(registration);
			OrganisationDirectory organisation = this.directories.get(registration).organisation();
			Tags tags = Tags.of("registration", registration.registrationId());
			for (ClientState.Circuit circuit : ClientState.Circuit.values()) {
				Gauge.builder("wecom.circuit.state", () -> (client.state().circuit() == circuit) ? 1 : 0)
					.description("State of the circuit breaker for WeCom: 1 for the current state, otherwise 0")
					.tags(tags.and("state", circuit.name().toLowerCase(Locale.ROOT)))
					.register(registry);
			}
			TimeGauge
				.builder("wecom.token.usable.for", () -> millisUntil(client.state().tokenUsableUntil()),
						TimeUnit.MILLISECONDS)
				.description("Remaining time the application token is used; 0 without a token")
				.tags(tags)
				.register(registry);
			lists(organisation).forEach((list) -> TimeGauge
				.builder("wecom.directory.age", () -> millisSince(readAt(organisation, list)), TimeUnit.MILLISECONDS)
				.description("Age of the cached departments or tag; NaN if none is usable")
				.tags(tags.and("list", list))
				.register(registry));
		}
	}

	/**
	 * Departments are also loaded for tags that contain departments, which is unknown
	 * until a tag has been loaded.
	 */
	private static Set<String> lists(OrganisationDirectory organisation) {
		Set<String> lists = organisation.parts().stream().map(DirectoryLists::name).collect(Collectors.toSet());
		if (!lists.isEmpty()) {
			lists.add(DirectoryLists.DEPARTMENTS);
		}
		return lists;
	}

	private static @Nullable Instant readAt(OrganisationDirectory organisation, String list) {
		return organisation.parts()
			.stream()
			.filter((part) -> DirectoryLists.name(part).equals(list))
			.findFirst()
			.map(DirectoryPart::readAt)
			.orElse(null);
	}

	private double millisUntil(@Nullable Instant time) {
		return (time != null) ? Math.max(0, Duration.between(this.clock.instant(), time).toMillis()) : 0;
	}

	private double millisSince(@Nullable Instant time) {
		return (time != null) ? Math.max(0, Duration.between(time, this.clock.instant()).toMillis()) : Double.NaN;
	}

}
