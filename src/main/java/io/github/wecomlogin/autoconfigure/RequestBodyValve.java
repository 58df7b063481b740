package io.github.wecomlogin.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.tomcat.util.buf.ByteChunk;

import org.springframework.http.HttpHeaders;

/**
 * Buffers request bodies before they reach the application, so that slow bodies cannot
 * occupy the threads of the server. Limits the size to 64 KB, the total time, and the
 * number of requests that concurrently wait for the rest of their body; bodies that have
 * arrived completely do not count. Requests over a limit are answered with 413, 408 or
 * 503 and their connection is closed, since Tomcat would otherwise read the remaining
 * body in the same thread without a total time limit.
 */
final class RequestBodyValve extends ValveBase {

	private static final int MAX_BYTES = 64 * 1024;

	/**
	 * Maximum number of bytes read from an oversized body, so that most clients receive
	 * the response instead of a connection reset.
	 */
	private static final int MAX_DISCARDED_BYTES = 512 * 1024;

	private static final int CHUNK_BYTES = 8 * 1024;

	private static final String RETRY_AFTER_SECONDS = "5";

	private final Predicate<Request> requests;

	private final long timeoutNanos;

	private final Semaphore waiting;

	/**
	 * Creates the valve.
	 * @param requests selects the requests to buffer
	 * @param timeout the total time for a body; the container's read timeout may come on
	 * top
	 * @param maxWaiting the maximum number of requests that wait for their body
	 */
	RequestBodyValve(Predicate<Request> requests, Duration timeout, int maxWaiting) {
		super(true);
		this.requests = requests;
		this.timeoutNanos = timeout.toNanos();
		this.waiting = new Semaphore(maxWaiting);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (!request.isFinished() && this.requests.test(request)) {
			ByteChunk body = new ByteChunk();
			int status = read(request, response, body);
			if (status != HttpServletResponse.SC_OK) {
				reject(request, response, status);
				return;
			}
			request.getCoyoteRequest().action(ActionCode.REQ_SET_BODY_REPLAY, body);
		}
		getNext().invoke(request, response);
	}

	private int read(Request request, Response response, ByteChunk body) {
		long start = System.nanoTime();
		byte[] chunk = new byte[CHUNK_BYTES];
		long total = 0;
		boolean waits = false;
		try {
			InputStream in = request.createInputStream();
			while (!request.isFinished()) {
				if (!waits && !hasArrived(request)) {
					waits = this.waiting.tryAcquire();
					if (!waits) {
						return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
					}
					// Answers Expect: 100-continue
					response.sendAcknowledgement(ContinueResponseTiming.ALWAYS);
				}
				int length = in.read(chunk);
				if (System.nanoTime() - start > this.timeoutNanos) {
					return HttpServletResponse.SC_REQUEST_TIMEOUT;
				}
				if (length < 0) {
					break;
				}
				total += length;
				if (total <= MAX_BYTES) {
					body.append(chunk, 0, length);
				}
				else if (total > MAX_DISCARDED_BYTES) {
					break;
				}
			}
		}
		catch (IOException ex) {
			// Malformed chunks or a disconnected client
			return isTimeout(ex) ? HttpServletResponse.SC_REQUEST_TIMEOUT : HttpServletResponse.SC_BAD_REQUEST;
		}
		finally {
			if (waits) {
				this.waiting.release();
			}
		}
		return (total <= MAX_BYTES) ? HttpServletResponse.SC_OK : HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
	}

	private static boolean isTimeout(IOException ex) {
		return ex instanceof SocketTimeoutException || ex.getCause() instanceof SocketTimeoutException;
	}

	/**
	 * Whether the next bytes can be read without blocking. Unknown for a chunked body,
	 * where available bytes may belong to an incomplete chunk header.
	 */
	private static boolean hasArrived(Request request) {
		if (request.getContentLengthLong() < 0) {
			return false;
		}
		org.apache.coyote.Request coyoteRequest = request.getCoyoteRequest();
		coyoteRequest.action(ActionCode.AVAILABLE, Boolean.TRUE);
		return coyoteRequest.getAvailable() > 0;
	}

	private static void reject(Request request, Response response, int status) {
		response.setStatus(status);
		response.setHeader(HttpHeaders.CONNECTION, "close");
		if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		response.setContentLength(0);
		request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		// Without an error page, which might read the body
		response.setErrorReported();
	}

}
