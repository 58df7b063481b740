package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.wecomlogin.client.token.ApplicationToken;
import io.github.wecomlogin.client.token.ApplicationTokenLease;
import io.github.wecomlogin.client.token.ApplicationTokenRefusal;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.SharedApplicationTokenStore;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Provides the access token of an application. Concurrent callers share one fetch, on all
 * nodes if the store is shared. The token is used until a tenth of its lifetime, at most
 * 5 minutes, before it expires, and replaced only if it is still the one that failed. A
 * refusal of {@code gettoken} is remembered for 15 seconds, or for a minute if a limit
 * was exceeded, because WeCom bans servers that keep asking (D/91039).
 * <p>
 * Tokens are fetched in the background, so that each caller waits within its own deadline
 * without affecting others.
 */
final class ApplicationTokens implements AutoCloseable {

	/**
	 * Time during which a refusal is remembered: at most five calls per minute with a
	 * refused secret.
	 */
	static final Duration REFUSAL_RETENTION = Duration.ofSeconds(15);

	/**
	 * Renewal interval of a lease; short enough for one renewal to fail.
	 */
	private static final Duration LEASE_RENEWAL = Duration.ofMillis(600);

	private static final Duration OFFER_INTERVAL = Duration.ofSeconds(2);

	private static final int MIN_POLL_MILLIS = 40;

	private static final int MAX_POLL_MILLIS = 80;

	private static final Duration LIMIT_RETENTION = Duration.ofMinutes(1);

	private static final Duration MAX_EXPIRY_MARGIN = Duration.ofMinutes(5);

	private static final int MAX_LIFETIME_SECONDS = 7200;

	private static final int DEFAULT_LIFETIME_SECONDS = 60;

	private final AtomicReference<@Nullable CompletableFuture<ApplicationToken>> fetch = new AtomicReference<>();

	private final AtomicBoolean offering = new AtomicBoolean();

	private final BackgroundThreads threads;

	private final WeComApplication application;

	private final ApiTransport transport;

	private final ApplicationTokenStore store;

	private final Duration fetchTime;

	private final Clock clock;

	private volatile @Nullable Refusal refusal;

	private volatile @Nullable Instant usableUntil;

	private volatile @Nullable String fetchedHere;

	/**
	 * Creates the tokens.
	 * @param fetchTime the time limit of a fetch
	 * @param threads the threads that fetch tokens, owned by this object
	 */
	ApplicationTokens(WeComApplication application, ApiTransport transport, ApplicationTokenStore store,
			Duration fetchTime, BackgroundThreads threads, Clock clock) {
		this.application = application;
		this.transport = transport;
		this.store = store;
		this.fetchTime = fetchTime;
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Makes a call with the token. If WeCom rejects the token, the call is repeated with
	 * a new one, and a second time if that came from another node and is rejected too.
	 */
	<T> T call(Deadline deadline, Function<String, T> call) {
		String token = get(deadline);
		try {
			return call.apply(token);
		}
		catch (WeComApiException ex) {
			if (ex.getError().retry() != WeComError.Retry.WITH_NEW_TOKEN) {
				throw ex;
			}
			this.store.remove(this.application.tokenKey(), token);
			return callAgain(deadline, call, token, this.store.isShared());
		}
	}

	/**
	 * Returns the end of use of the latest token, without accessing the store.
	 */
	@Nullable Instant usableUntil() {
		return this.usableUntil;
	}

	private <T> T callAgain(Deadline deadline, Function<String, T> call, String failedToken, boolean onceMore) {
		String token = getAfter(failedToken, deadline);
		try {
			return call.apply(token);
		}
		catch (WeComApiException ex) {
			if (ex.getError().retry() != WeComError.Retry.WITH_NEW_TOKEN) {
				throw ex;
			}
			if (token.equals(failedToken)) {
				// WeCom keeps issuing a token that it rejects
				ApplicationTokenRefusal refusal = remember(ex);
				inBackground(() -> share(refusal));
			}
			this.store.remove(this.application.tokenKey(), token);
			if (!onceMore || token.equals(failedToken) || token.equals(this.fetchedHere)) {
				throw ex;
			}
			return callAgain(deadline, call, token, false);
		}
	}

	private String get(Deadline deadline) {
		ApplicationToken token = usable(this.store.find(this.application.tokenKey()));
		if (token == null && deadline.remaining().isZero()) {
			throw new WeComApiException(ApiPaths.GETTOKEN, WeComError.TIMEOUT, null);
		}
		return ((token != null) ? token : await(fetching(), deadline)).value();
	}

	private String getAfter(String failedToken, Deadline deadline) {
		String token = get(deadline);
		// A fetch that returned the failed token may still have been sharing it; the next
		// fetch begins after the failure
		return token.equals(failedToken) ? get(deadline) : token;
	}

	private CompletableFuture<ApplicationToken> fetching() {
		CompletableFuture<ApplicationToken> mine = new CompletableFuture<>();
		CompletableFuture<ApplicationToken> running = this.fetch.compareAndExchange(null, mine);
		if (running != null) {
			return running;
		}
		Deadline leaseDeadline = Deadline.after(this.fetchTime.plus(SharedApplicationTokenStore.LEASE));
		if (!inBackground(() -> obtain(mine, leaseDeadline))) {
			fail(mine, new WeComApiException(ApiPaths.GETTOKEN, WeComError.UNREACHABLE, "no thread"));
		}
		return mine;
	}

	private boolean inBackground(Runnable work) {
		try {
			this.threads.execute(work);
			return true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// Shutting down, or out of threads
			return false;
		}
	}

	private @Nullable ApplicationToken usable(@Nullable ApplicationToken token) {
		this.usableUntil = (token != null) ? token.usableUntil() : null;
		return (token != null && this.clock.instant().isBefore(token.usableUntil())) ? token : null;
	}

	/**
	 * Waits while another node fetches the token, then fetches one if necessary.
	 * @param leaseDeadline how long to wait for the lease of another node
	 */
	private void obtain(CompletableFuture<ApplicationToken> result, Deadline leaseDeadline) {
		if (result.isDone()) {
			// Failed before a thread was free
			return;
		}
		try {
			ApplicationToken token = lookUp();
			if (token != null) {
				complete(result, token);
				return;
			}
			ApplicationTokenLease lease = this.store.lease(this.application.tokenKey());
			if (lease == null && !leaseDeadline.remaining().isZero()) {
				this.threads.executeLater(() -> obtain(result, leaseDeadline), pollDelay());
				return;
			}
			complete(result, fetch((lease != null) ? lease : ApplicationTokenLease.ALONE));
		}
		catch (Throwable ex) {
			fail(result, ex);
		}
	}

	private static Duration pollDelay() {
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(MIN_POLL_MILLIS, MAX_POLL_MILLIS));
	}

	private ApplicationToken fetch(ApplicationTokenLease lease) {
		try (lease) {
			// Another node may have finished before the lease was acquired
			ApplicationToken token = lookUp();
			if (token != null) {
				return token;
			}
			Future<?> renewal = this.threads.repeat(lease::renew, LEASE_RENEWAL);
			try {
				token = fetch();
				this.fetchedHere = token.value();
				this.store.save(this.application.tokenKey(), token);
				this.usableUntil = token.usableUntil();
				return token;
			}
			finally {
				renewal.cancel(false);
			}
		}
	}

	/**
	 * Returns a token obtained meanwhile, by this or another node.
	 * @throws WeComApiException if a refusal is remembered
	 */
	private @Nullable ApplicationToken lookUp() {
		ApplicationToken token = usable(this.store.find(this.application.tokenKey()));
		if (token == null && this.store.isShared()) {
			token = usable(this.store.findShared(this.application.tokenKey()));
		}
		if (token != null) {
			return token;
		}
		Refusal remembered = this.refusal;
		if (remembered != null && this.clock.instant().isBefore(remembered.until())) {
			throw remembered.exception();
		}
		ApplicationTokenRefusal shared = this.store.findRefusal(this.application.tokenKey());
		if (shared != null) {
			throw new WeComApiException(shared.endpoint(), WeComError.of(shared.errorCode()), null);
		}
		return null;
	}

	private ApplicationToken fetch() {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("corpid", this.application.corpId());
		parameters.put("corpsecret", this.application.secret());
		Instant asked = this.clock.instant();
		try {
			ApiAnswer answer = this.transport.get(ApiPaths.GETTOKEN, parameters, Deadline.after(this.fetchTime), null);
			String value = answer.requiredText("access_token");
			return new ApplicationToken(value, asked.plus(usableFor(answer.integer("expires_in"))));
		}
		catch (WeComApiException ex) {
			if (ex.getError().code() != null && ex.getError().retry() != WeComError.Retry.LATER) {
				share(remember(ex));
			}
			throw ex;
		}
	}

	private static Duration usableFor(@Nullable Integer expiresIn) {
		int seconds = (expiresIn != null && expiresIn > 0) ? Math.min(expiresIn, MAX_LIFETIME_SECONDS)
				: DEFAULT_LIFETIME_SECONDS;
		Duration lifetime = Duration.ofSeconds(seconds);
		Duration margin = lifetime.dividedBy(10);
		return lifetime.minus((margin.compareTo(MAX_EXPIRY_MARGIN) < 0) ? margin : MAX_EXPIRY_MARGIN);
	}

	private ApplicationTokenRefusal remember(WeComApiException ex) {
		Duration time = (ex.getError().retry() == WeComError.Retry.AFTER_THE_WINDOW) ? LIMIT_RETENTION
				: REFUSAL_RETENTION;
		Instant until = this.clock.instant().plus(time);
		this.refusal = new Refusal(ex, until);
		Integer code = ex.getError().code();
		return new ApplicationTokenRefusal(ex.getEndpoint(), (code != null) ? code : 0, until);
	}

	private void share(ApplicationTokenRefusal refusal) {
		// Other nodes may have another address
		if (!WeComError.of(refusal.errorCode()).equals(WeComError.ADDRESS_NOT_TRUSTED)) {
			this.store.saveRefusal(this.application.tokenKey(), refusal);
		}
	}

	// Ends the fetch before callers get the token: otherwise a caller whose token has
	// just
	// failed could join this fetch and get the same token
	private void complete(CompletableFuture<ApplicationToken> result, ApplicationToken token) {
		this.fetch.compareAndSet(result, null);
		result.complete(token);
		if (this.store.isShared() && this.offering.compareAndSet(false, true)) {
			this.threads.repeat(this::offer, OFFER_INTERVAL);
		}
	}

	private void fail(CompletableFuture<ApplicationToken> result, Throwable ex) {
		this.fetch.compareAndSet(result, null);
		result.completeExceptionally(ex);
	}

	private void offer() {
		try {
			this.store.offer(this.application.tokenKey());
		}
		catch (RuntimeException ex) {
			// From a custom store; rethrown, it would end the repetition
		}
	}

	private static ApplicationToken await(CompletableFuture<ApplicationToken> running, Deadline deadline) {
		try {
			return running.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new WeComApiException(ApiPaths.GETTOKEN, WeComError.UNREACHABLE, null);
		}
		catch (TimeoutException ex) {
			throw new WeComApiException(ApiPaths.GETTOKEN, WeComError.TIMEOUT, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WeComApiException(ApiPaths.GETTOKEN, WeComError.UNREACHABLE, "interrupted");
		}
	}

	/**
	 * Stops the threads and fails the fetch in progress.
	 */
	@Override
	public void close() {
		this.threads.close();
		CompletableFuture<ApplicationToken> running = this.fetch.get();
		if (running != null) {
			fail(running, new WeComApiException(ApiPaths.GETTOKEN, WeComError.UNREACHABLE, "closed"));
		}
	}

	private record Refusal(WeComApiException exception, Instant until) {

	}

}
