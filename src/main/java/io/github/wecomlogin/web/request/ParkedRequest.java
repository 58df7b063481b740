package io.github.wecomlogin.web.request;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A request that waits for a future without a thread. When the future is done, the
 * request passes through all filters again in an {@code ASYNC} dispatch, where the filter
 * that parked it continues.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ParkedRequest implements AsyncListener {

	private static final String ATTRIBUTE = ParkedRequest.class.getName();

	private final AsyncContext context;

	private final Continuation continuation;

	private final Runnable abandonment;

	private final AtomicBoolean over = new AtomicBoolean();

	private ParkedRequest(AsyncContext context, Continuation continuation, Runnable abandonment) {
		this.context = context;
		this.continuation = continuation;
		this.abandonment = abandonment;
	}

	/**
	 * Whether the request can be parked, which each filter and servlet on its way must
	 * support.
	 */
	public static boolean isSupported(HttpServletRequest request) {
		return request.isAsyncSupported() && !request.isAsyncStarted();
	}

	/**
	 * Parks the request. The caller must return to the container.
	 * @param until completed when the request can continue
	 * @param timeout the time after which the request is abandoned
	 * @param continuation continues the request
	 * @param abandonment called instead if the request ends without being continued
	 */
	public static void park(HttpServletRequest request, HttpServletResponse response, CompletableFuture<?> until,
			Duration timeout, Continuation continuation, Runnable abandonment) {
		AsyncContext context;
		try {
			// With the wrappers of filters that are skipped in the next dispatch
			context = request.startAsync(request, response);
			context.setTimeout(timeout.toMillis());
		}
		catch (RuntimeException ex) {
			abandonment.run();
			throw ex;
		}
		ParkedRequest parked = new ParkedRequest(context, continuation, abandonment);
		context.addListener(parked);
		request.setAttribute(ATTRIBUTE, parked);
		until.whenComplete((result, failure) -> parked.dispatch());
	}

	/**
	 * Continues the request if it was parked.
	 * @return whether it was
	 */
	public static boolean resume(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		boolean parked = request.getAttribute(ATTRIBUTE) instanceof ParkedRequest candidate
				&& candidate.over.compareAndSet(false, true);
		if (parked) {
			((ParkedRequest) request.getAttribute(ATTRIBUTE)).continuation.run(request, response, filterChain);
		}
		return parked;
	}

	private void dispatch() {
		if (this.over.get()) {
			return;
		}
		try {
			this.context.dispatch();
		}
		catch (IllegalStateException ex) {
			// The client is gone
			abandon();
		}
	}

	private void abandon() {
		if (this.over.compareAndSet(false, true)) {
			this.abandonment.run();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		abandon();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		abandon();
	}

	@Override
	public void onError(AsyncEvent event) {
		abandon();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
	}

	/**
	 * The remainder of a parked request.
	 */
	@FunctionalInterface
	public interface Continuation {

		void run(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
				throws ServletException, IOException;

	}

}
