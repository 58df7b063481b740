package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;
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
 * What it costs to read WeCom's answers of a sign-in.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ApiAnswerBenchmark {

	private final byte[] identity = "{\"errcode\":0,\"errmsg\":\"ok\",\"userid\":\"zhangsan\",\"user_ticket\":\"ticket\"}"
		.getBytes(StandardCharsets.UTF_8);

	private final byte[] member = ("{\"errcode\":0,\"errmsg\":\"ok\",\"userid\":\"zhangsan\",\"name\":\"张三\","
			+ "\"department\":[2,31],\"position\":\"工程师\",\"status\":1,\"isleader\":0,\"is_leader_in_dept\":[0,0],"
			+ "\"direct_leader\":[\"lisi\"],\"main_department\":31,\"enable\":1,\"extattr\":{\"attrs\":[]}}")
		.getBytes(StandardCharsets.UTF_8);

	/**
	 * Reads whose code it was.
	 * @return the answer
	 */
	@Benchmark
	public Object identity() {
		return ApiAnswer.parse("/cgi-bin/auth/getuserinfo", this.identity);
	}

	/**
	 * Reads a member.
	 * @return the answer
	 */
	@Benchmark
	public Object member() {
		return ApiAnswer.parse("/cgi-bin/user/get", this.member);
	}

}
