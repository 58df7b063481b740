package io.github.wecomlogin.simulator.company;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Holds what is entered for the application in the WeCom console: complete from the
 * start, or nothing in a fresh company. Thread-safe.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ConsoleSettings {

	/**
	 * Address from which WeCom receives the API calls of all applications.
	 */
	public static final String SERVER_ADDRESS = "203.0.113.7";

	private final boolean fresh;

	private final Set<String> trustedHosts = new HashSet<>();

	private final Map<ConsoleField, String> initial = new EnumMap<>(ConsoleField.class);

	private final Map<ConsoleField, String> values = new HashMap<>();

	private ConsoleSettings(boolean fresh) {
		this.fresh = fresh;
	}

	/**
	 * Returns the settings of a fresh company, in which nothing is entered.
	 */
	public static ConsoleSettings fresh() {
		return new ConsoleSettings(true);
	}

	/**
	 * Returns complete settings.
	 * @param trustedHosts the trusted domains besides loopback
	 */
	public static ConsoleSettings complete(List<String> trustedHosts) {
		ConsoleSettings settings = new ConsoleSettings(false);
		trustedHosts.forEach((host) -> settings.trustedHosts.add(host.toLowerCase(Locale.ROOT)));
		String domain = trustedHosts.isEmpty() ? "localhost" : trustedHosts.get(0);
		settings.initial.put(ConsoleField.TRUSTED_DOMAIN, domain);
		settings.initial.put(ConsoleField.TRUSTED_IP, SERVER_ADDRESS);
		settings.initial.put(ConsoleField.HOME_PAGE, "https://" + domain + "/");
		settings.reset();
		return settings;
	}

	/**
	 * Whether the company is fresh, so that loopback is no trusted domain by itself.
	 */
	public boolean isFresh() {
		return this.fresh;
	}

	public synchronized @Nullable String get(ConsoleField field) {
		return this.values.get(field);
	}

	public synchronized void enter(ConsoleField field, String value) {
		this.values.put(field, value);
	}

	/**
	 * Restores the initial state.
	 */
	public synchronized void reset() {
		this.values.clear();
		this.values.putAll(this.initial);
	}

	/**
	 * Whether the server of the application may call the API (D/90664).
	 */
	public boolean trustsServer() {
		String addresses = get(ConsoleField.TRUSTED_IP);
		return addresses != null && Arrays.asList(addresses.split(";")).contains(SERVER_ADDRESS);
	}

	/**
	 * Returns the hosts that a redirect URI may have.
	 * @param webLogin whether the sign-in is outside the WeCom client
	 */
	public Set<String> redirectHosts(boolean webLogin) {
		Set<String> hosts = new HashSet<>(this.trustedHosts);
		add(ConsoleField.TRUSTED_DOMAIN, hosts);
		if (webLogin) {
			add(ConsoleField.LOGIN_DOMAIN, hosts);
		}
		return hosts;
	}

	private void add(ConsoleField field, Set<String> hosts) {
		String host = get(field);
		if (host != null) {
			hosts.add(host.toLowerCase(Locale.ROOT));
		}
	}

}
