package io.github.wecomlogin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A connection on which a test writes requests byte by byte, well-formed or not.
 */
public final class RawHttp implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 30_000;

	private static final int DRIP_MILLIS = 20;

	private final Socket socket;

	private final BufferedReader in;

	private RawHttp(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
	}

	public static RawHttp connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(PATIENCE_MILLIS);
		socket.setTcpNoDelay(true);
		return new RawHttp(socket);
	}

	/**
	 * Sends one request, on a connection of its own, and returns the status.
	 * @param request all bytes of it, in Latin-1
	 * @return the status, or 0 if the server closed the connection without an answer
	 */
	public static int status(int port, String request) throws IOException {
		try (RawHttp connection = connect(port)) {
			connection.write(request);
			return connection.status();
		}
	}

	public RawHttp write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
		return this;
	}

	/**
	 * Writes a byte from time to time until there is an answer.
	 */
	public int drip() throws IOException {
		this.socket.setSoTimeout(DRIP_MILLIS);
		while (true) {
			try {
				return status();
			}
			catch (SocketTimeoutException ex) {
				write("x");
			}
		}
	}

	/**
	 * Returns the status of the next answer.
	 * @return 0 if the connection was closed
	 */
	public int status() throws IOException {
		String line = line();
		return (line != null) ? Integer.parseInt(line.split(" ")[1]) : 0;
	}

	public List<String> headers() throws IOException {
		List<String> headers = new ArrayList<>();
		for (String line = line(); line != null && !line.isEmpty(); line = line()) {
			headers.add(line);
		}
		return headers;
	}

	public @Nullable String line() throws IOException {
		try {
			return this.in.readLine();
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// Reset instead of closed
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
