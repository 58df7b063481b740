package io.github.wecomlogin.attempt;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.user.SignInWay;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to keep an attempt in the browser.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AttemptBenchmark {

	private static final String COOKIE = "wecom_attempt_0123456789";

	private final AttemptSeal seal = new AttemptSeal("wecom",
			new WeComApplication("ww0123456789abcdef", 1000002, "secret"), Clock.systemUTC());

	private final Attempt attempt = new Attempt("wecom", "0123456789abcdef0123456789abcdef",
			"0123456789abcdef0123456789abcdef", SignInWay.WEB_LOGIN, "/page/one?tab=2", Clock.systemUTC().instant(),
			false);

	private final String sealed = this.seal.seal(COOKIE, this.attempt);

	/**
	 * Seals an attempt for its cookie.
	 * @return the cookie's value
	 */
	@Benchmark
	public String seal() {
		return this.seal.seal(COOKIE, this.attempt);
	}

	/**
	 * Opens the cookie that comes back.
	 * @return the attempt
	 */
	@Benchmark
	public Object open() {
		return this.seal.open(COOKIE, this.sealed);
	}

}
