package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

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
 * What a callback costs before it is known whether WeCom sent it, and afterwards.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CallbackBenchmark {

	private static final String TIMESTAMP = Long.toString(Clock.systemUTC().instant().getEpochSecond());

	private static final String MESSAGE = Callbacks.fields("ToUserName", Callbacks.CORP_ID, "FromUserName", "sys",
			"CreateTime", TIMESTAMP, "MsgType", "event", "Event", "change_contact", "ChangeType", "update_user",
			"UserID", "zhangsan", "Department", "1,2,3");

	private final CallbackCipher cipher = new CallbackCipher(Callbacks.KEYS);

	private final String encrypted = Callbacks.encrypt(MESSAGE.getBytes(StandardCharsets.UTF_8), Callbacks.CORP_ID);

	private final String signature = Callbacks.sign(TIMESTAMP, "nonce", this.encrypted);

	private final byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);

	/**
	 * Checks the signature.
	 * @throws RefusedCallbackException never
	 */
	@Benchmark
	public void verify() throws RefusedCallbackException {
		this.cipher.verify(this.signature, TIMESTAMP, "nonce", this.encrypted);
	}

	/**
	 * Decrypts the message.
	 * @return the message
	 * @throws RefusedCallbackException never
	 */
	@Benchmark
	public byte[] decrypt() throws RefusedCallbackException {
		return this.cipher.decrypt(this.encrypted);
	}

	/**
	 * Reads the XML.
	 * @return the fields
	 * @throws RefusedCallbackException never
	 */
	@Benchmark
	public Object read() throws RefusedCallbackException {
		return CallbackXml.read(this.message);
	}

}
