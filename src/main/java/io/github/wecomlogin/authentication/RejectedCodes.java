package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.util.IpAddresses;

/**
 * Rate-limits codes that WeCom rejects. Such calls count against the company's limit of
 * 10,000 a minute and 150,000 an hour for one API, calls with a genuine code do not
 * (D/90312). Three limits apply:
 * <ul>
 * <li>one client address: the configured number, one a minute is forgiven</li>
 * <li>its network (IPv4 /24, IPv6 /56): {@value #CLIENTS_PER_NETWORK} times as many</li>
 * <li>all addresses together: {@value #ALL}, and {@value #ALL_PER_MINUTE} a minute are
 * forgiven, which one node cannot exceed by an attack and which leaves the company's
 * limit unreached</li>
 * </ul>
 * An address from which a member signed in within {@code TRUSTED_FOR} is subject to the
 * first limit only. Trust is kept on this node and lost with it; the limits are wide
 * enough to do without.
 */
final class RejectedCodes {

	static final int CLIENTS_PER_NETWORK = 8;

	static final int ALL = 7_500;

	static final int ALL_PER_MINUTE = 2_000;

	static final Duration FORGIVEN_EVERY = Duration.ofMinutes(1);

	private static final Duration TRUSTED_FOR = Duration.ofHours(24);

	private static final int MAX_TRUSTED = 10_000;

	private static final String EVERY_ADDRESS = "";

	private final boolean limited;

	private final LeakyBuckets clients;

	private final LeakyBuckets networks;

	private final LeakyBuckets all;

	private final ConcurrentMap<String, Boolean> trusted;

	/**
	 * Creates empty limits.
	 * @param allowed how many one address may bring at once, or 0 for no limit
	 */
	RejectedCodes(int allowed, Ticker ticker) {
		this.limited = allowed > 0;
		this.clients = new LeakyBuckets(allowed, FORGIVEN_EVERY, ticker);
		this.networks = new LeakyBuckets(allowed * CLIENTS_PER_NETWORK, FORGIVEN_EVERY.dividedBy(CLIENTS_PER_NETWORK),
				ticker);
		this.all = new LeakyBuckets(ALL, FORGIVEN_EVERY.dividedBy(ALL_PER_MINUTE), ticker);
		this.trusted = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(TRUSTED_FOR)
			.maximumSize(MAX_TRUSTED)
			.ticker(ticker)
			.<String, Boolean>build()
			.asMap();
	}

	/**
	 * Whether another code may come from an address.
	 * @param address the client, as returned by {@link IpAddresses#client(String)}
	 */
	boolean isOpenTo(String address) {
		return !this.limited || (this.clients.hasRoom(address) && (isTrusted(address)
				|| (this.networks.hasRoom(IpAddresses.network(address)) && this.all.hasRoom(EVERY_ADDRESS))));
	}

	/**
	 * Counts a code as rejected.
	 * @return {@code false} if there are too many already, and nothing was counted
	 */
	boolean add(String address) {
		if (!this.limited) {
			return true;
		}
		boolean trusted = isTrusted(address);
		String network = IpAddresses.network(address);
		if (!this.clients.add(address, false)) {
			return false;
		}
		if (!this.networks.add(network, trusted)) {
			this.clients.remove(address);
			return false;
		}
		if (!this.all.add(EVERY_ADDRESS, trusted)) {
			this.networks.remove(network);
			this.clients.remove(address);
			return false;
		}
		return true;
	}

	/**
	 * Takes back what was counted: the code was not rejected.
	 */
	void remove(String address) {
		if (this.limited) {
			this.clients.remove(address);
			this.networks.remove(IpAddresses.network(address));
			this.all.remove(EVERY_ADDRESS);
		}
	}

	/**
	 * Notes that a member has signed in from an address.
	 */
	void trust(String address) {
		if (this.limited) {
			this.trusted.put(address, true);
		}
	}

	/**
	 * Returns how many addresses something is known of.
	 */
	int size() {
		return this.clients.size() + this.trusted.size();
	}

	boolean isTrusted(String address) {
		return this.trusted.containsKey(address);
	}

}
