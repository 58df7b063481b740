package io.github.wecomlogin.web.request;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Requests that wait without a thread: each is continued once, or else abandoned once.
 */
class ParkedRequestTests {

	private final AtomicInteger dispatched = new AtomicInteger();

	private final AtomicInteger continued = new AtomicInteger();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final CompletableFuture<String> until = new CompletableFuture<>();

	private MockHttpServletRequest request = new MockHttpServletRequest();

	@BeforeEach
	void supportAsync() {
		this.request.setAsyncSupported(true);
	}

	@Test
	void whenFutureIsDoneThenDispatchedAndContinuedOnce() throws Exception {
		park();
		assertThat(this.dispatched).hasValue(0);
		this.until.complete("done");
		assertThat(this.dispatched).hasValue(1);
		assertThat(resume()).isTrue();
		assertThat(resume()).isFalse();
		end(context());
		assertThat(this.continued).hasValue(1);
		assertThat(this.abandoned).hasValue(0);
	}

	@Test
	void whenFutureIsDoneAlreadyThenDispatchedAtOnce() {
		this.until.complete("done");
		park();
		assertThat(this.dispatched).hasValue(1);
	}

	@Test
	void whenFilterIsNotReachedAgainThenAbandoned() throws Exception {
		park();
		this.until.complete("done");
		end(context());
		end(context());
		assertThat(this.abandoned).hasValue(1);
		assertThat(resume()).isFalse();
	}

	@Test
	void whenClientIsGoneThenAbandonedWithoutDispatch() throws Exception {
		park();
		MockAsyncContext context = context();
		context.getListeners().get(0).onError(new AsyncEvent(context));
		this.until.complete("done");
		assertThat(this.dispatched).hasValue(0);
		assertThat(this.abandoned).hasValue(1);
	}

	@Test
	void whenContainerRefusesTheDispatchThenAbandoned() {
		this.request = new MockHttpServletRequest() {

			@Override
			public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
				return new MockAsyncContext(request, response) {

					@Override
					public void dispatch() {
						throw new IllegalStateException("recycled");
					}

				};
			}

		};
		park();
		this.until.complete("done");
		assertThat(this.abandoned).hasValue(1);
	}

	@Test
	void whenRequestCannotBeParkedThenAbandoned() {
		this.request.setAsyncSupported(false);
		assertThat(ParkedRequest.isSupported(this.request)).isFalse();
		assertThatIllegalStateException().isThrownBy(this::park);
		assertThat(this.abandoned).hasValue(1);
	}

	@Test
	void whenRequestWasNotParkedThenNotContinued() throws Exception {
		assertThat(ParkedRequest.isSupported(this.request)).isTrue();
		assertThat(resume()).isFalse();
	}

	private void park() {
		ParkedRequest.park(this.request, this.response, this.until, Duration.ofSeconds(10),
				(request, response, chain) -> this.continued.incrementAndGet(), this.abandoned::incrementAndGet);
		if (this.request.getAsyncContext() != null) {
			context().addDispatchHandler(this.dispatched::incrementAndGet);
		}
	}

	private boolean resume() throws Exception {
		return ParkedRequest.resume(this.request, this.response, new MockFilterChain());
	}

	private MockAsyncContext context() {
		return (MockAsyncContext) this.request.getAsyncContext();
	}

	private static void end(MockAsyncContext context) throws Exception {
		context.getListeners().get(0).onComplete(new AsyncEvent(context));
	}

}
