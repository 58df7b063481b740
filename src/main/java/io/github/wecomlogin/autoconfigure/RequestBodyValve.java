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
 * Reads the whole body of a request before the application sees it, so that slow bodies
 * cannot occupy the threads of the server. A body has at most 64 KB and a total time; a
 * limited number of requests wait for the rest of their body at once, and bodies that
 * have arrived need no such place. Others are answered with 413, 408 or 503, and their
 * connection is closed: Tomcat would otherwise read what is left of them, in the same
 * thread and without a limit on the total time.
 */
final class RequestBodyValve extends ValveBase {

	private static final int MAX_BYTES = 64 * 1024;

	/**
	 * Bytes that are read of a body which is too long, so that most clients see the
	 * answer instead of a reset.
	 */
	private static final int MAX_DISCARDED_BYTES = 512 * 1024;

	private static final int CHUNK_BYTES = 8 * 1024;

	private static final String RETRY_AFTER_SECONDS = "5";

	private final Predicate<Request> requests;

	private final long timeoutNanos;

	private final Semaphore waiting;

	/**
	 * Creates the valve.
	 * @param requests whose bodies are read
	 * @param timeout time for a whole body; the container's read timeout is added to it
	 * in the worst case
	 * @param maxWaiting how many requests wait for their body at once
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
					// To clients that ask before they send
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
			// Broken chunks, or the client has gone
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
	 * Whether the next bytes can be read without waiting. Not known of a chunked body,
	 * whose bytes may be those of an incomplete chunk header.
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
		// No error page of the application, which could read the body after all
		response.setErrorReported();
	}

}
