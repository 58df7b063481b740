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
 * The one application token of an application: fetched once however many ask for it, on
 * however many nodes, used until shortly before it expires, replaced only if it is still
 * the one that failed. When {@code gettoken} refuses, that is remembered for a while,
 * because WeCom bans the address of a server that goes on asking (D/91039).
 * <p>
 * It is fetched in the background, so that those who wait for it do so for as long as
 * each of them can, and a caller with little time spoils nothing for the others.
 */
final class ApplicationTokens implements AutoCloseable {

	/**
	 * At most five calls a minute with a refused secret.
	 */
	static final Duration REFUSAL_REMEMBERED = Duration.ofSeconds(15);

	/**
	 * Several times within a lease, so that one may fail.
	 */
	private static final Duration LEASE_RENEWAL = Duration.ofMillis(600);

	private static final Duration OFFER_PAUSE = Duration.ofSeconds(2);

	private static final int SHORTEST_POLL_MILLIS = 40;

	private static final int LONGEST_POLL_MILLIS = 80;

	private static final Duration LIMIT_REMEMBERED = Duration.ofMinutes(1);

	private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

	private static final int LONGEST_LIFETIME_SECONDS = 7200;

	private static final int LIFETIME_IF_NOT_SAID_SECONDS = 60;

	/**
	 * That this node's address is not trusted says nothing about the other nodes.
	 */
	private static final int ADDRESS_NOT_TRUSTED = 60020;

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
	 * Creates the token's keeper.
	 * @param fetchTime the longest time that a fetch may take
	 * @param threads fetch it, for this keeper alone
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
	 * Makes a call with the token. If WeCom says that the token is not good, the call is
	 * made once more with a new one, and a third time if that was another node's and is
	 * no longer good either.
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
	 * Returns until when the token is used that was used or fetched last, without asking
	 * anybody.
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
				// WeCom goes on handing out a token that it does not accept
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
		return ((token != null) ? token : await(fetching(), deadline)).value();
	}

	private String getAfter(String failedToken, Deadline deadline) {
		String token = get(deadline);
		// The fetch of the failed token may not have been quite over, because the other
		// nodes were still being told; the next one begins after the failure
		return token.equals(failedToken) ? get(deadline) : token;
	}

	private CompletableFuture<ApplicationToken> fetching() {
		CompletableFuture<ApplicationToken> mine = new CompletableFuture<>();
		CompletableFuture<ApplicationToken> running = this.fetch.compareAndExchange(null, mine);
		if (running != null) {
			return running;
		}
		Deadline patience = Deadline.after(this.fetchTime.plus(SharedApplicationTokenStore.LEASE));
		if (!inBackground(() -> comeBy(mine, patience))) {
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
			// Shutting down, or the system gives no more threads
			return false;
		}
	}

	private @Nullable ApplicationToken usable(@Nullable ApplicationToken token) {
		this.usableUntil = (token != null) ? token.usableUntil() : null;
		return (token != null && this.clock.instant().isBefore(token.usableUntil())) ? token : null;
	}

	/**
	 * Waits for the token of another node while that node fetches it, and else fetches
	 * one.
	 * @param patience until when another node is believed to fetch
	 */
	private void comeBy(CompletableFuture<ApplicationToken> result, Deadline patience) {
		if (result.isDone()) {
			// Given up before there was a thread for it
			return;
		}
		try {
			ApplicationToken token = lookUp();
			if (token != null) {
				complete(result, token);
				return;
			}
			ApplicationTokenLease lease = this.store.lease(this.application.tokenKey());
			if (lease == null && !patience.remaining().isZero()) {
				this.threads.executeLater(() -> comeBy(result, patience), untilNextLook());
				return;
			}
			complete(result, fetch((lease != null) ? lease : ApplicationTokenLease.ALONE));
		}
		catch (Throwable ex) {
			fail(result, ex);
		}
	}

	private static Duration untilNextLook() {
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(SHORTEST_POLL_MILLIS, LONGEST_POLL_MILLIS));
	}

	private ApplicationToken fetch(ApplicationTokenLease lease) {
		try (lease) {
			// Another node may have finished between our look and our turn
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
	 * Looks for a token that somebody else has got meanwhile, and for a refusal.
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
		int seconds = (expiresIn != null && expiresIn > 0) ? Math.min(expiresIn, LONGEST_LIFETIME_SECONDS)
				: LIFETIME_IF_NOT_SAID_SECONDS;
		Duration lifetime = Duration.ofSeconds(seconds);
		Duration margin = lifetime.dividedBy(10);
		return lifetime.minus((margin.compareTo(LONGEST_MARGIN) < 0) ? margin : LONGEST_MARGIN);
	}

	private ApplicationTokenRefusal remember(WeComApiException ex) {
		Duration time = (ex.getError().retry() == WeComError.Retry.AFTER_THE_WINDOW) ? LIMIT_REMEMBERED
				: REFUSAL_REMEMBERED;
		Instant until = this.clock.instant().plus(time);
		this.refusal = new Refusal(ex, until);
		Integer code = ex.getError().code();
		return new ApplicationTokenRefusal(ex.getEndpoint(), (code != null) ? code : 0, until);
	}

	private void share(ApplicationTokenRefusal refusal) {
		if (refusal.errorCode() != ADDRESS_NOT_TRUSTED) {
			this.store.saveRefusal(this.application.tokenKey(), refusal);
		}
	}

	// The fetch is over before the others learn of it: nobody may join one that is, and
	// get from it the very token that has just failed
	private void complete(CompletableFuture<ApplicationToken> result, ApplicationToken token) {
		this.fetch.compareAndSet(result, null);
		result.complete(token);
		if (this.store.isShared() && this.offering.compareAndSet(false, true)) {
			this.threads.repeat(this::offer, OFFER_PAUSE);
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
			// A user's own store; thrown on, it would end the repetition
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
	 * Stops the threads; whoever waits for a token, waits no longer.
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
