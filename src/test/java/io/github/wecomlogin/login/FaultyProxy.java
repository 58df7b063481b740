package io.github.wecomlogin.login;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Stands between an application and its WeCom on a port of its own, and does to calls
 * what networks and middleboxes do. Of a request it understands only which path it is
 * for. Connections to the application are kept open from call to call, as WeCom keeps
 * them.
 */
final class FaultyProxy implements AutoCloseable {

	private static final String HEAD_END = "\r\n\r\n";

	private static final Wire PASS = (exchange) -> exchange.write(exchange.ask());

	private final Map<String, Injected> injected = new ConcurrentHashMap<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final int port;

	private volatile int wecomPort;

	private volatile ServerSocket serverSocket;

	private volatile Function<String, Wire> wires;

	FaultyProxy() {
		this.wires = this::injectedWire;
		this.serverSocket = listen(0);
		this.port = this.serverSocket.getLocalPort();
	}

	private ServerSocket listen(int port) {
		try {
			ServerSocket listening = new ServerSocket();
			listening.setReuseAddress(true);
			listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
			start(() -> accept(listening));
			return listening;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "faulty-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(ServerSocket listening) {
		try {
			while (true) {
				Socket socket = listening.accept();
				this.sockets.add(socket);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			InputStream input = new BufferedInputStream(socket.getInputStream());
			byte[] request = readRequest(input);
			while (request != null && !socket.isClosed()) {
				Exchange exchange = new Exchange(socket, request);
				this.calls.add(exchange.call);
				this.wires.apply(exchange.call.path()).handle(exchange);
				request = socket.isClosed() ? null : readRequest(input);
			}
		}
		catch (IOException ex) {
			// One of the two has gone
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static byte[] readRequest(InputStream input) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		while (!request.toString(StandardCharsets.ISO_8859_1).endsWith(HEAD_END)) {
			int next = input.read();
			if (next < 0) {
				return null;
			}
			request.write(next);
		}
		String length = header(request.toString(StandardCharsets.ISO_8859_1), "content-length");
		if (length != null) {
			request.writeBytes(input.readNBytes(Integer.parseInt(length)));
		}
		return request.toByteArray();
	}

	private static String header(String head, String name) {
		return head.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse(null);
	}

	private Wire injectedWire(String path) {
		Injected fault = this.injected.get(path);
		return (fault != null && fault.times.getAndDecrement() > 0) ? fault.wire : PASS;
	}

	/**
	 * Says where WeCom is.
	 * @param wecomPort its port on loopback
	 */
	FaultyProxy to(int wecomPort) {
		this.wecomPort = wecomPort;
		return this;
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Lets something happen to the next calls of a path.
	 */
	void inject(String path, int times, Wire wire) {
		this.injected.put(path, new Injected(wire, new AtomicInteger(times)));
	}

	/**
	 * Lets somebody else decide what happens to each call.
	 * @param wires from a path to what happens, or {@code null} for nothing
	 */
	void injectAll(Function<String, Wire> wires) {
		this.wires = (path) -> {
			Wire wire = wires.apply(path);
			return (wire != null) ? wire : PASS;
		};
	}

	/**
	 * Refuses connections, the ones that are open included.
	 */
	void refuse() {
		try {
			this.serverSocket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitRefusal();
	}

	/**
	 * The system goes on accepting connections until the thread that waits for them has
	 * noticed.
	 */
	private void awaitRefusal() {
		for (int i = 0; i < 1_000; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				LockSupport.parkNanos(socket, 1_000_000);
			}
			catch (IOException ex) {
				return;
			}
		}
		throw new IllegalStateException("Connections are still accepted");
	}

	/**
	 * Refuses connections as soon as the next call of a path is answered.
	 * @param then what happens as soon as they are refused
	 */
	void refuseAfter(String path, Runnable then) {
		closeConnections();
		// No connection stays open beside the one on which that call is answered
		this.wires = (called) -> (exchange) -> {
			Answer answer = exchange.ask();
			if (called.equals(path)) {
				refuse();
				then.run();
			}
			exchange.write(answer.with("Connection: close"));
			exchange.close();
		};
	}

	void acceptAgain() {
		if (this.serverSocket.isClosed()) {
			this.serverSocket = listen(this.port);
		}
	}

	/**
	 * Lets everything work again. Calls that hang break.
	 */
	void heal() {
		this.injected.clear();
		this.wires = this::injectedWire;
		closeConnections();
		acceptAgain();
	}

	void closeConnections() {
		for (Socket socket : this.sockets) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * What the application has sent since the last {@link #forgetCalls()}.
	 */
	List<Call> calls() {
		return this.calls;
	}

	long calls(String path) {
		return this.calls.stream().filter((call) -> call.path().equals(path)).count();
	}

	void forgetCalls() {
		this.calls.clear();
	}

	@Override
	public void close() {
		refuse();
		closeConnections();
	}

	private byte[] askWeCom(byte[] request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.wecomPort)) {
			socket.getOutputStream().write(request);
			return socket.getInputStream().readAllBytes();
		}
	}

	/**
	 * Does something to a call.
	 */
	@FunctionalInterface
	interface Wire {

		void handle(Exchange exchange) throws IOException;

	}

	private record Injected(Wire wire, AtomicInteger times) {

	}

	/**
	 * One call, from the application's first byte on.
	 */
	final class Exchange {

		private final Socket socket;

		private final byte[] request;

		private final Call call;

		private Exchange(Socket socket, byte[] request) {
			this.socket = socket;
			this.request = request;
			this.call = new Call(new String(request, StandardCharsets.ISO_8859_1).lines().findFirst().orElse(""));
		}

		/**
		 * Lets WeCom see the request.
		 */
		Answer ask() throws IOException {
			String text = new String(this.request, StandardCharsets.ISO_8859_1);
			int headers = text.indexOf("\r\n") + 2;
			String closing = text.substring(0, headers) + "Connection: close\r\n" + text.substring(headers);
			Answer answer = Answer.of(askWeCom(closing.getBytes(StandardCharsets.ISO_8859_1)));
			this.call.answer = answer.text();
			return answer;
		}

		/**
		 * Sends the request to another path of WeCom, and whatever comes back to the
		 * application, HTTP or not.
		 */
		void relay(String path) throws IOException {
			byte[] bytes;
			try {
				bytes = askWeCom(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1" + HEAD_END)
					.getBytes(StandardCharsets.ISO_8859_1));
			}
			catch (IOException ex) {
				reset();
				return;
			}
			write(bytes);
			close();
		}

		void write(Answer answer) throws IOException {
			write(answer.bytes());
		}

		void write(byte[] bytes) throws IOException {
			OutputStream output = this.socket.getOutputStream();
			output.write(bytes);
			output.flush();
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		void close() throws IOException {
			this.socket.close();
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

	/**
	 * What the application has sent, and what WeCom said to it.
	 */
	static final class Call {

		private final String target;

		private volatile String answer;

		private Call(String requestLine) {
			this.target = requestLine.split(" ")[1];
		}

		String path() {
			return this.target.split("\\?")[0];
		}

		String parameter(String name) {
			return Arrays.stream(this.target.split("[?&]"))
				.filter((part) -> part.startsWith(name + "="))
				.map((part) -> part.substring(name.length() + 1))
				.findFirst()
				.orElse(null);
		}

		/**
		 * What WeCom answered, or {@code null} if the call never came to WeCom.
		 */
		String answer() {
			return this.answer;
		}

	}

	/**
	 * A whole answer.
	 */
	record Answer(String statusLine, List<String> headers, byte[] body) {

		static Answer of(byte[] bytes) throws IOException {
			String text = new String(bytes, StandardCharsets.ISO_8859_1);
			int end = text.indexOf(HEAD_END);
			if (end < 0) {
				throw new IOException("No answer");
			}
			String head = text.substring(0, end);
			byte[] body = Arrays.copyOfRange(bytes, end + HEAD_END.length(), bytes.length);
			String encoding = header(head, "transfer-encoding");
			if (encoding != null) {
				body = dechunk(body);
			}
			List<String> headers = head.lines()
				.skip(1)
				.filter((line) -> !line.toLowerCase(Locale.ROOT)
					.matches("(content-length|transfer-encoding|connection):.*"))
				.toList();
			return new Answer(head.lines().findFirst().orElse(""), headers, body);
		}

		private static byte[] dechunk(byte[] chunked) {
			String text = new String(chunked, StandardCharsets.ISO_8859_1);
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			int position = 0;
			while (true) {
				int lineEnd = text.indexOf("\r\n", position);
				int size = Integer.parseInt(text.substring(position, lineEnd), 16);
				if (size == 0) {
					return body.toByteArray();
				}
				body.write(chunked, lineEnd + 2, size);
				position = lineEnd + 2 + size + 2;
			}
		}

		static Answer json(String body) {
			return new Answer("HTTP/1.1 200 OK", List.of("Content-Type: application/json; charset=UTF-8"),
					body.getBytes(StandardCharsets.UTF_8));
		}

		static Answer html(String status) {
			return new Answer("HTTP/1.1 " + status, List.of("Content-Type: text/html"),
					"<html><body>not WeCom</body></html>".getBytes(StandardCharsets.UTF_8));
		}

		Answer with(String header) {
			List<String> all = new ArrayList<>(this.headers);
			all.add(header);
			return new Answer(this.statusLine, all, this.body);
		}

		Answer withStatus(String status) {
			return new Answer("HTTP/1.1 " + status, this.headers, this.body);
		}

		Answer withBody(byte[] body) {
			return new Answer(this.statusLine, this.headers, body);
		}

		Answer withBody(String body) {
			return withBody(body.getBytes(StandardCharsets.UTF_8));
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		/**
		 * Returns the head, which announces a length.
		 */
		byte[] head(int length) {
			StringBuilder head = new StringBuilder(this.statusLine).append("\r\n");
			this.headers.forEach((header) -> head.append(header).append("\r\n"));
			head.append("Content-Length: ").append(length).append(HEAD_END);
			return head.toString().getBytes(StandardCharsets.ISO_8859_1);
		}

		byte[] bytes() {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(head(this.body.length));
			bytes.writeBytes(this.body);
			return bytes.toByteArray();
		}

	}

}
