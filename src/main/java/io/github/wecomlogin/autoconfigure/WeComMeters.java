package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.client.ClientState;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Measures what is known of WeCom without asking it anything.
 */
final class WeComMeters implements MeterBinder {

	private final WeComRegistrations registrations;

	private final SignInGate gate;

	private final Clock clock;

	WeComMeters(WeComRegistrations registrations, SignInGate gate, Clock clock) {
		this.registrations = registrations;
		this.gate = gate;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wecom.sign.in.working", this.gate, SignInGate::working)
			.description("Sign-ins that wait for WeCom on this node")
			.register(registry);
		Gauge.builder("wecom.sign.in.waiting", this.gate, SignInGate::waiting)
			.description("Sign-ins that wait for their turn on this node")
			.register(registry);
		Gauge.builder("wecom.sign.in.limit", this.gate, (gate) -> gate.limits().concurrent())
			.description("How many sign-ins may wait for WeCom at once on this node")
			.register(registry);
		for (WeComRegistration registration : this.registrations) {
			Tags tags = Tags.of("registration", registration.registrationId());
			for (ClientState.Circuit circuit : ClientState.Circuit.values()) {
				Gauge.builder("wecom.circuit.state", () -> (registration.client().state().circuit() == circuit) ? 1 : 0)
					.description("Whether calls to WeCom are made: 1 for the state that is")
					.tags(tags.and("state", circuit.name().toLowerCase(Locale.ROOT)))
					.register(registry);
			}
			TimeGauge
				.builder("wecom.token.usable.for", () -> millisUntil(registration.client().state().tokenUsableUntil()),
						TimeUnit.MILLISECONDS)
				.description("How long the application's token is still used; 0 without one")
				.tags(tags)
				.register(registry);
			lists(registration).forEach((list) -> TimeGauge
				.builder("wecom.directory.age", () -> millisSince(readAt(registration, list)), TimeUnit.MILLISECONDS)
				.description("How long ago departments or a tag were read; NaN if there is nothing to use")
				.tags(tags.and("list", list))
				.register(registry));
		}
	}

	/**
	 * Departments are read for tags too, which is not known before a tag was read.
	 */
	private static Set<String> lists(WeComRegistration registration) {
		Set<String> lists = registration.organisation()
			.parts()
			.stream()
			.map(DirectoryLists::name)
			.collect(Collectors.toSet());
		if (!lists.isEmpty()) {
			lists.add(DirectoryLists.DEPARTMENTS);
		}
		return lists;
	}

	private static @Nullable Instant readAt(WeComRegistration registration, String list) {
		return registration.organisation()
			.parts()
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
