package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The one application token of an application: fetched once however many ask for it, used
 * until shortly before it expires, replaced only if it is still the one that failed. When
 * {@code gettoken} refuses, that is remembered for a while, because WeCom bans the
 * address of a server that goes on asking (D/91039).
 */
final class ApplicationTokens {

	static final String GETTOKEN = "/cgi-bin/gettoken";

	/**
	 * At most five calls a minute with a refused secret.
	 */
	static final Duration REFUSAL_REMEMBERED = Duration.ofSeconds(15);

	private static final Duration LIMIT_REMEMBERED = Duration.ofMinutes(1);

	private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

	private static final int LONGEST_LIFETIME_SECONDS = 7200;

	private static final int LIFETIME_IF_NOT_SAID_SECONDS = 60;

	private final AtomicReference<@Nullable CompletableFuture<ApplicationToken>> fetch = new AtomicReference<>();

	private final WeComApplication application;

	private final ApiTransport transport;

	private final ApplicationTokenStore store;

	private final Clock clock;

	private volatile @Nullable Refusal refusal;

	private volatile @Nullable Instant usableUntil;

	ApplicationTokens(WeComApplication application, ApiTransport transport, ApplicationTokenStore store, Clock clock) {
		this.application = application;
		this.transport = transport;
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Makes a call with the token. If WeCom says that the token is not good, the call is
	 * made once more with a new one.
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
			return callAgain(deadline, call, token);
		}
	}

	/**
	 * Returns until when the token is used that was used or fetched last, without asking
	 * anybody.
	 */
	@Nullable Instant usableUntil() {
		return this.usableUntil;
	}

	private <T> T callAgain(Deadline deadline, Function<String, T> call, String failedToken) {
		String token = get(deadline);
		try {
			return call.apply(token);
		}
		catch (WeComApiException ex) {
			if (ex.getError().retry() == WeComError.Retry.WITH_NEW_TOKEN) {
				this.store.remove(this.application.tokenKey(), token);
				if (token.equals(failedToken)) {
					// WeCom goes on handing out a token that it does not accept
					remember(ex);
				}
			}
			throw ex;
		}
	}

	private String get(Deadline deadline) {
		ApplicationToken token = usableToken();
		if (token != null) {
			return token.value();
		}
		CompletableFuture<ApplicationToken> mine = new CompletableFuture<>();
		CompletableFuture<ApplicationToken> running = this.fetch.compareAndExchange(null, mine);
		return ((running != null) ? await(running, deadline) : fetch(mine, deadline)).value();
	}

	private @Nullable ApplicationToken usableToken() {
		ApplicationToken token = this.store.find(this.application.tokenKey());
		this.usableUntil = (token != null) ? token.usableUntil() : null;
		return (token != null && this.clock.instant().isBefore(token.usableUntil())) ? token : null;
	}

	private ApplicationToken fetch(CompletableFuture<ApplicationToken> result, Deadline deadline) {
		try {
			// Another thread may have finished between our look and our turn
			ApplicationToken token = usableToken();
			if (token == null) {
				token = fetch(deadline);
				this.store.save(this.application.tokenKey(), token);
				this.usableUntil = token.usableUntil();
			}
			// Before the others learn of it: nobody may join a fetch that is over, and
			// get
			// from it the very token that has just failed
			this.fetch.set(null);
			result.complete(token);
			return token;
		}
		catch (Throwable ex) {
			this.fetch.set(null);
			result.completeExceptionally(ex);
			throw ex;
		}
	}

	private ApplicationToken fetch(Deadline deadline) {
		Refusal remembered = this.refusal;
		if (remembered != null && this.clock.instant().isBefore(remembered.until())) {
			throw remembered.exception();
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("corpid", this.application.corpId());
		parameters.put("corpsecret", this.application.secret());
		Instant asked = this.clock.instant();
		try {
			ApiAnswer answer = this.transport.get(GETTOKEN, parameters, deadline, null);
			String value = answer.requiredText("access_token");
			return new ApplicationToken(value, asked.plus(usableFor(answer.integer("expires_in"))));
		}
		catch (WeComApiException ex) {
			if (ex.getError().code() != null && ex.getError().retry() != WeComError.Retry.LATER) {
				remember(ex);
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

	private void remember(WeComApiException ex) {
		Duration time = (ex.getError().retry() == WeComError.Retry.AFTER_THE_WINDOW) ? LIMIT_REMEMBERED
				: REFUSAL_REMEMBERED;
		this.refusal = new Refusal(ex, this.clock.instant().plus(time));
	}

	private ApplicationToken await(CompletableFuture<ApplicationToken> running, Deadline deadline) {
		try {
			return running.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new WeComApiException(GETTOKEN, WeComError.UNREACHABLE, null);
		}
		catch (TimeoutException ex) {
			throw new WeComApiException(GETTOKEN, WeComError.TIMEOUT, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WeComApiException(GETTOKEN, WeComError.UNREACHABLE, "interrupted");
		}
	}

	private record Refusal(WeComApiException exception, Instant until) {

	}

}
