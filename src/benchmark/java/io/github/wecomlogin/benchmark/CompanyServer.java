package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * WeCom's API and an ordinary OAuth 2.0 provider, for the same company: whoever comes
 * with a code is the member that the code names. Answers with as little work as possible,
 * after a delay, and counts.
 */
final class CompanyServer implements AutoCloseable {

	private static final List<Integer> SOME_DEPARTMENTS = List.of(2, 31);

	private static final String INVALID_TOKEN = "{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

	private final Set<String> leavers = ConcurrentHashMap.newKeySet();

	private final AtomicInteger token = new AtomicInteger(1);

	private final HttpServer server;

	private final Function<String, List<Integer>> departments;

	private volatile long delay;

	CompanyServer() {
		this((userId) -> SOME_DEPARTMENTS);
	}

	/**
	 * Creates a server for a company whose departments and tags can be read.
	 */
	CompanyServer(ScaledCompany company) {
		this(company::departmentsOf);
		byte[] departments = bytes(company.departmentList());
		List<byte[]> tags = ScaledCompany.tags().mapToObj(company::tag).map(CompanyServer::bytes).toList();
		answer("/cgi-bin/department/list", (exchange) -> hasToken(exchange) ? departments : bytes(INVALID_TOKEN));
		answer("/cgi-bin/tag/get", (exchange) -> hasToken(exchange)
				? tags.get(Integer.parseInt(parameter(exchange, "tagid")) - 1) : bytes(INVALID_TOKEN));
	}

	private CompanyServer(Function<String, List<Integer>> departments) {
		this.departments = departments;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		answer("/cgi-bin/gettoken", (exchange) -> bytes(
				"{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"" + accessToken() + "\",\"expires_in\":7200}"));
		answer("/cgi-bin/auth/getuserinfo",
				(exchange) -> withToken(exchange, "\"userid\":\"" + parameter(exchange, "code") + "\""));
		answer("/cgi-bin/user/getuserinfo",
				(exchange) -> withToken(exchange, "\"UserId\":\"" + parameter(exchange, "code") + "\""));
		answer("/cgi-bin/user/get", (exchange) -> withToken(exchange, member(parameter(exchange, "userid"))));
		answer("/oauth/token", (exchange) -> {
			String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			return bytes("{\"access_token\":\"" + parameter(form, "code")
					+ "\",\"token_type\":\"Bearer\",\"expires_in\":7200}");
		});
		answer("/oauth/userinfo", (exchange) -> {
			String bearer = exchange.getRequestHeaders().getFirst("Authorization");
			return bytes("{" + member(bearer.substring("Bearer ".length())) + "}");
		});
		this.server.start();
	}

	private String accessToken() {
		return "token-" + this.token.get();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private String member(String userId) {
		List<Integer> departments = this.departments.apply(userId);
		return "\"userid\":\"" + userId + "\",\"name\":\"成员" + userId + "\",\"department\":" + departments
				+ ",\"position\":\"工程师\",\"status\":" + (this.leavers.contains(userId) ? 5 : 1) + ",\"isleader\":0,"
				+ "\"is_leader_in_dept\":[0,0],\"direct_leader\":[\"m1\"],\"main_department\":" + departments.get(1)
				+ ",\"enable\":1";
	}

	private byte[] withToken(HttpExchange exchange, String fields) {
		return bytes(hasToken(exchange) ? "{\"errcode\":0,\"errmsg\":\"ok\"," + fields + "}" : INVALID_TOKEN);
	}

	private boolean hasToken(HttpExchange exchange) {
		return accessToken().equals(parameter(exchange, "access_token"));
	}

	private static String parameter(HttpExchange exchange, String name) {
		return parameter(exchange.getRequestURI().getRawQuery(), name);
	}

	private static String parameter(String query, String name) {
		for (String parameter : query.split("&")) {
			if (parameter.startsWith(name + "=")) {
				return URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8);
			}
		}
		return "";
	}

	private void answer(String path, Answer answer) {
		this.server.createContext(path, (exchange) -> {
			this.calls.computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), (name) -> new LongAdder())
				.increment();
			byte[] body = answer.to(exchange);
			pause();
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(200, body.length);
			try (OutputStream output = exchange.getResponseBody()) {
				output.write(body);
			}
		});
	}

	private void pause() {
		if (this.delay > 0) {
			try {
				Thread.sleep(this.delay);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Sets how long each answer takes, in milliseconds.
	 */
	void delay(long milliseconds) {
		this.delay = milliseconds;
	}

	/**
	 * Lets a member leave the company.
	 */
	void leave(String userId) {
		this.leavers.add(userId);
	}

	/**
	 * Makes the token that everybody has invalid, as WeCom may at any time.
	 */
	void withdrawToken() {
		this.token.incrementAndGet();
	}

	/**
	 * Returns how often each endpoint was called since the last time.
	 */
	Map<String, Long> takeCalls() {
		Map<String, Long> taken = new TreeMap<>();
		this.calls.forEach((name, count) -> taken.put(name, count.sumThenReset()));
		taken.values().removeIf((count) -> count == 0);
		return taken;
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * Makes the body of an answer.
	 */
	@FunctionalInterface
	private interface Answer {

		byte[] to(HttpExchange exchange) throws IOException;

	}

}
