package io.github.wecomlogin.autoconfigure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.wecomlogin.client.ClientState;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports the health of WeCom from recent calls, without calling WeCom. The worst status
 * is {@code DEGRADED}: signed-in members are not affected, and all nodes depend on the
 * same WeCom, so removing nodes from a load balancer would not help.
 */
final class WeComHealthIndicator extends AbstractHealthIndicator {

	/**
	 * Custom status, which does not affect the aggregate status of the application and is
	 * answered with 200.
	 */
	static final Status DEGRADED = new Status("DEGRADED");

	private final WeComRegistrations registrations;

	private final PerRegistration<WeComClient> clients;

	private final PerRegistration<CompanyDirectory> directories;

	WeComHealthIndicator(WeComRegistrations registrations, PerRegistration<WeComClient> clients,
			PerRegistration<CompanyDirectory> directories) {
		super("WeCom health check failed");
		this.registrations = registrations;
		this.clients = clients;
		this.directories = directories;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean degraded = false;
		Map<String, Object> details = new LinkedHashMap<>();
		for (WeComRegistration registration : this.registrations) {
			ClientState state = this.clients.get(registration).state();
			List<DirectoryPart> parts = this.directories.get(registration).organisation().parts();
			boolean impaired = isImpaired(state) || parts.stream().anyMatch(WeComHealthIndicator::isMissing);
			degraded |= impaired;
			details.put(registration.registrationId(), details(impaired, state, parts));
		}
		builder.status(degraded ? DEGRADED : Status.UP).withDetail("registrations", details);
	}

	/**
	 * Whether sign-ins fail: the circuit is open, or the last call failed with an error
	 * that does not resolve by itself. A single transient failure does not count, since
	 * it would be reported until the next sign-in.
	 */
	private static boolean isImpaired(ClientState state) {
		if (state.circuit() != ClientState.Circuit.CLOSED) {
			return true;
		}
		WeComApiException failure = state.failure();
		return failure != null && failure.getError().retry() != WeComError.Retry.LATER
				&& isAfter(state.lastFailure(), state.lastSuccess());
	}

	private static boolean isAfter(@Nullable Instant failure, @Nullable Instant success) {
		return failure != null && (success == null || failure.isAfter(success));
	}

	/**
	 * Whether a list that rules need is missing. A stale list still counts as present.
	 */
	private static boolean isMissing(DirectoryPart part) {
		return !part.isUsable() && part.problem() != null;
	}

	private static Map<String, Object> details(boolean impaired, ClientState state, List<DirectoryPart> parts) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", (impaired ? DEGRADED : Status.UP).getCode());
		details.put("circuit", state.circuit().name().toLowerCase(Locale.ROOT));
		putTime(details, "lastSuccess", state.lastSuccess());
		if (state.lastFailure() != null && state.failure() != null) {
			Map<String, Object> failure = failure(state.failure());
			putTime(failure, "at", state.lastFailure());
			details.put("lastFailure", failure);
		}
		putTime(details, "tokenUsableUntil", state.tokenUsableUntil());
		if (!parts.isEmpty()) {
			details.put("directory", parts.stream().map(WeComHealthIndicator::details).toList());
		}
		return details;
	}

	private static Map<String, Object> details(DirectoryPart part) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("list", DirectoryLists.name(part));
		putTime(details, "readAt", part.readAt());
		if (part.problem() != null) {
			details.put("problem", failure(part.problem()));
		}
		return details;
	}

	/**
	 * Returns the message for administrators, which contains no credentials and no user
	 * IDs.
	 */
	private static Map<String, Object> failure(WeComApiException failure) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("endpoint", failure.getEndpoint());
		details.put("error", failure.getError().toString());
		details.put("message", String.valueOf(failure.getMessage()));
		return details;
	}

	private static void putTime(Map<String, Object> details, String name, @Nullable Instant time) {
		if (time != null) {
			details.put(name, time.truncatedTo(ChronoUnit.SECONDS).toString());
		}
	}

}
