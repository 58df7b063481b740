package io.github.wecomlogin.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
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
 * Well-known work on the same machine, which says more than microseconds do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class YardstickBenchmark {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key = new SecretKeySpec(new byte[32], ALGORITHM);

	private final byte[] message = "A message as long as the claims in a token: ".repeat(6)
		.getBytes(StandardCharsets.UTF_8);

	private final Map<String, Integer> numbers = new HashMap<>();

	/**
	 * Creates a map of all members.
	 */
	public YardstickBenchmark() {
		for (int member = 0; member < LargeCompany.MEMBERS; member++) {
			this.numbers.put(LargeCompany.userId(member), member);
		}
	}

	/**
	 * HMAC-SHA-256 of 264 bytes: what checking one signed token costs.
	 * @return the code
	 * @throws GeneralSecurityException if there is no such algorithm
	 */
	@Benchmark
	public byte[] hmac() throws GeneralSecurityException {
		Mac mac = Mac.getInstance(ALGORITHM);
		mac.init(this.key);
		return mac.doFinal(this.message);
	}

	/**
	 * A member in a map of all members.
	 * @param members which one
	 * @return its number
	 */
	@Benchmark
	public @Nullable Integer hashMap(Members members) {
		return this.numbers.get(members.next().userId());
	}

}
