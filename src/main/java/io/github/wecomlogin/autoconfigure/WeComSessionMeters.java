package io.github.wecomlogin.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.event.WeComEventFilter;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.session.WeComSessionEndedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;

/**
 * Registers the meters about session checks and WeCom callbacks.
 */
final class WeComSessionMeters implements MeterBinder, ApplicationListener<WeComSessionEndedEvent> {

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final WeComRegistrations registrations;

	private final WeComSessionChecks checks;

	private final @Nullable WeComEventFilter filter;

	private final @Nullable WeComEventQueue queue;

	WeComSessionMeters(WeComRegistrations registrations, WeComSessionChecks checks, @Nullable WeComEventFilter filter,
			@Nullable WeComEventQueue queue) {
		this.registrations = registrations;
		this.checks = checks;
		this.filter = filter;
		this.queue = queue;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		for (WeComRegistration registration : this.registrations) {
			String corpId = registration.application().corpId();
			TimeGauge
				.builder("wecom.session.recheck.interval", () -> this.checks.interval(corpId).toMillis(),
						TimeUnit.MILLISECONDS)
				.description("Current interval between session checks; longer than configured if "
						+ "the rate limit is exceeded")
				.tag("registration", registration.registrationId())
				.register(registry);
		}
		if (this.filter != null) {
			FunctionCounter.builder("wecom.events", this.filter, WeComEventFilter::accepted)
				.description("Callbacks of WeCom")
				.tag("outcome", "accepted")
				.register(registry);
			FunctionCounter.builder("wecom.events", this.filter, WeComEventFilter::refused)
				.description("Callbacks of WeCom")
				.tag("outcome", "refused")
				.register(registry);
		}
		if (this.queue != null) {
			Gauge.builder("wecom.events.pending", this.queue, WeComEventQueue::pending)
				.description("Events of WeCom still to be processed")
				.register(registry);
		}
	}

	@Override
	public void onApplicationEvent(WeComSessionEndedEvent event) {
		this.registries.forEach((registry) -> Counter.builder("wecom.session.ended")
			.description("Sessions that ended before the member signed out")
			.tag("registration", event.getUser().getRegistrationId())
			.tag("reason", event.getReason().code())
			.register(registry)
			.increment());
	}

}
