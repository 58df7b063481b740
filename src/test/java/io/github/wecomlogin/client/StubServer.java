package io.github.wecomlogin.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.github.wecomlogin.UnusedPorts;

/**
 * A server that can do what no proper server does: break off, be silent, answer nonsense.
 */
public final class StubServer implements AutoCloseable {

	private static final String HEAD_END = "\r\n\r\n";

	private final ServerSocket serverSocket;

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Function<Request, Reply> handler;

	public StubServer(Function<Request, Reply> handler) {
		this.handler = handler;
		try {
			this.serverSocket = new ServerSocket(UnusedPorts.next(), 500, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	private static void start(Runnable runnable) {
		Thread thread = new Thread(runnable, "stub-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			for (int i = 0; true; i++) {
				int connection = i;
				Socket socket = this.serverSocket.accept();
				this.sockets.add(socket);
				start(() -> serve(socket, connection));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket socket, int connection) {
		try (socket) {
			Request request = read(socket.getInputStream(), connection);
			while (request != null && !socket.isClosed()) {
				this.requests.add(request);
				this.handler.apply(request).to(socket);
				request = socket.isClosed() ? null : read(socket.getInputStream(), connection);
			}
		}
		catch (IOException ex) {
			// The client has gone
		}
	}

	private static Request read(InputStream input, int connection) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.UTF_8).endsWith(HEAD_END)) {
			int next = input.read();
			if (next < 0) {
				return null;
			}
			head.write(next);
		}
		List<String> lines = head.toString(StandardCharsets.UTF_8).lines().toList();
		int length = lines.stream()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
			.findAny()
			.orElse(0);
		return new Request(connection, lines.get(0), lines.subList(1, lines.size() - 1),
				new String(input.readNBytes(length), StandardCharsets.UTF_8));
	}

	public String url() {
		return "http://127.0.0.1:" + port();
	}

	public int port() {
		return this.serverSocket.getLocalPort();
	}

	public List<Request> requests() {
		return this.requests;
	}

	public long requests(String path) {
		return this.requests.stream().filter((request) -> request.path().equals(path)).count();
	}

	public int connections() {
		return this.sockets.size();
	}

	@Override
	public void close() {
		try {
			this.serverSocket.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public record Request(int connection, String line, List<String> headers, String body) {

		String path() {
			return this.line.split("[ ?]")[1];
		}

		String parameter(String name) {
			return Arrays.stream(this.line.split("[ ?&]"))
				.filter((part) -> part.startsWith(name + "="))
				.map((part) -> part.substring(name.length() + 1))
				.findFirst()
				.orElse("");
		}

	}

	@FunctionalInterface
	public interface Reply {

		void to(Socket socket) throws IOException;

		static Reply json(String body) {
			return http("200 OK", "application/json; charset=UTF-8", body);
		}

		static Reply http(String status, String contentType, String body) {
			return raw("HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\nContent-Length: "
					+ body.getBytes(StandardCharsets.UTF_8).length + HEAD_END + body);
		}

		/**
		 * Writes something and keeps the connection open.
		 */
		static Reply raw(String text) {
			return (socket) -> {
				OutputStream output = socket.getOutputStream();
				output.write(text.getBytes(StandardCharsets.UTF_8));
				output.flush();
			};
		}

		static Reply close() {
			return Socket::close;
		}

		static Reply reset() {
			return (socket) -> {
				socket.setSoLinger(true, 0);
				socket.close();
			};
		}

		static Reply hang() {
			return (socket) -> {
			};
		}

		/**
		 * Goes on writing until the client has had enough.
		 */
		static Reply endless(String text, long pauseNanos) {
			return (socket) -> {
				while (true) {
					raw(text).to(socket);
					LockSupport.parkNanos(pauseNanos);
				}
			};
		}

		default Reply then(Reply next) {
			return (socket) -> {
				to(socket);
				next.to(socket);
			};
		}

	}

}
