package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How long members who are signed in wait for a page while 500 sign-ins hang, compared
 * with none. Everybody is on this machine and works at the same time. Each of the 500 who
 * is told that the application is busy comes again after the time that it named, as
 * people do.
 */
final class HangingWeComMeasurement {

	private static final int VISITORS = 500;

	private static final int ROUNDS = 3;

	private static final int REQUESTS = 4_000;

	private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(5);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final HangingApplication application;

	private HangingWeComMeasurement(HangingApplication application) {
		this.application = application;
	}

	static void run(Report report) throws IOException {
		try (HangingApplication application = new HangingApplication()) {
			new HangingWeComMeasurement(application).measure(report);
		}
	}

	private void measure(Report report) throws IOException {
		String session = signIn();
		pages(session);
		pages(session);
		List<Long> without = new ArrayList<>();
		List<Long> with = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			without.addAll(pages(session));
			this.application.hang(true);
			AtomicBoolean over = new AtomicBoolean();
			List<CompletableFuture<Void>> visitors = hangingVisitors(over);
			with.addAll(pages(session));
			over.set(true);
			this.application.hang(false);
			visitors.forEach(CompletableFuture::join);
		}
		report.add("signed-in page, p50, no sign-ins", milliseconds(without, 50), "ms");
		report.add("signed-in page, p99, no sign-ins", milliseconds(without, 99), "ms");
		report.add("signed-in page, p50, 500 sign-ins hang", milliseconds(with, 50), "ms");
		report.add("signed-in page, p99, 500 sign-ins hang", milliseconds(with, 99), "ms");
		report.add("p99 with 500 to p99 without", milliseconds(with, 99) / milliseconds(without, 99), "times");
	}

	private String signIn() {
		HttpResponse<Void> callback = comeBack(start().join()).join();
		return callback.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith("JSESSIONID="))
			.map((cookie) -> cookie.substring(0, cookie.indexOf(';')))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Asks for a page at fixed times, whether the one before has come or not, and returns
	 * how many nanoseconds each took.
	 */
	private List<Long> pages(String session) {
		List<CompletableFuture<Long>> pages = new ArrayList<>();
		long start = System.nanoTime();
		for (int i = 0; i < REQUESTS; i++) {
			long planned = start + i * EVERY;
			for (long wait = planned - System.nanoTime(); wait > 0; wait = planned - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			pages.add(get("/page", "Cookie", session).thenApply((response) -> {
				if (response.statusCode() != 200) {
					throw new IllegalStateException("No page but " + response.statusCode());
				}
				return System.nanoTime() - planned;
			}));
		}
		return pages.stream().map(CompletableFuture::join).toList();
	}

	/**
	 * Lets all visitors begin a sign-in that hangs, and returns when each of them either
	 * waits for WeCom or was told to come again.
	 */
	private List<CompletableFuture<Void>> hangingVisitors(AtomicBoolean over) {
		List<CompletableFuture<Visit>> starts = new ArrayList<>();
		for (int i = 0; i < VISITORS; i++) {
			starts.add(start());
		}
		List<Visit> visits = starts.stream().map(CompletableFuture::join).toList();
		List<CompletableFuture<Void>> visitors = new ArrayList<>();
		AtomicInteger toldToComeAgain = new AtomicInteger();
		visits.forEach((visit) -> visitors.add(signInUntil(over, visit, toldToComeAgain)));
		while (toldToComeAgain.get() + this.application.hangingCalls() < VISITORS) {
			LockSupport.parkNanos(this, 1_000_000);
		}
		return visitors;
	}

	private CompletableFuture<Void> signInUntil(AtomicBoolean over, Visit visit, AtomicInteger toldToComeAgain) {
		return comeBack(visit).thenCompose((response) -> {
			toldToComeAgain.incrementAndGet();
			if (over.get()) {
				return CompletableFuture.completedFuture(null);
			}
			long seconds = response.headers().firstValueAsLong("Retry-After").orElse(5);
			Executor later = CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
			// Who was given up on has to begin again
			CompletableFuture<Visit> next = (response.statusCode() == 503) ? CompletableFuture.completedFuture(visit)
					: start();
			return next.thenComposeAsync((again) -> signInUntil(over, again, toldToComeAgain), later);
		});
	}

	private CompletableFuture<Visit> start() {
		return get("/oauth2/authorization/wecom").thenApply((response) -> {
			String cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
			String location = response.headers().firstValue("Location").orElseThrow();
			return new Visit(location.replaceAll(".*[?&]state=([A-Za-z0-9]+).*", "$1"), cookie);
		});
	}

	private CompletableFuture<HttpResponse<Void>> comeBack(Visit visit) {
		return get("/login/oauth2/code/wecom?code=code&state=" + visit.state(), "Cookie", visit.cookie());
	}

	private CompletableFuture<HttpResponse<Void>> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.application.url() + path))
			.timeout(Duration.ofMinutes(1))
			.header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
			.header("Accept", "text/html");
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
	}

	private static double milliseconds(List<Long> nanos, int percentile) {
		List<Long> sorted = new ArrayList<>(nanos);
		Collections.sort(sorted);
		return sorted.get(sorted.size() * percentile / 100) / 1e6;
	}

	private record Visit(String state, String cookie) {

	}

}
