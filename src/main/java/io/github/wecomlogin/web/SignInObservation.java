package io.github.wecomlogin.web;

import java.io.IOException;
import java.util.Locale;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.SignInWay;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Lets operators see how long sign-ins take and how they end, and never whose they are.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInObservation {

	static final String NAME = "wecom.sign.in";

	private static final String UNKNOWN = "unknown";

	private final ObservationRegistry registry;

	public SignInObservation(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Lets a callback be handled.
	 */
	void observe(WeComCallback callback, FilterChain filterChain, ServletRequest request, ServletResponse response)
			throws ServletException, IOException {
		Observation observation = Observation.createNotStarted(NAME, this.registry)
			.contextualName("wecom sign-in")
			.lowCardinalityKeyValue("registration", callback.registration().registrationId())
			.lowCardinalityKeyValue("way", way(callback))
			.lowCardinalityKeyValue("repeat", String.valueOf(callback.isRepeat()))
			// Whatever ends without one of ours
			.lowCardinalityKeyValue("outcome", "error")
			.start();
		Observation.Scope scope = observation.openScope();
		try {
			filterChain.doFilter(request, response);
			observation.lowCardinalityKeyValue(outcome(callback));
		}
		finally {
			scope.close();
			// Without the exception, whose message may hold anything
			observation.stop();
		}
	}

	private static String way(WeComCallback callback) {
		SignInWay way = callback.way();
		return (way != null) ? way.name().toLowerCase(Locale.ROOT) : UNKNOWN;
	}

	private static KeyValue outcome(WeComCallback callback) {
		WeComRefusal refusal = callback.refusal();
		return KeyValue.of("outcome", (refusal != null) ? refusal.code() : "success");
	}

}
