package io.github.wecomlogin.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Receives callbacks from WeCom at {@code /wecom/callback/<id>} (D/90930): answers URL
 * verifications and queues each event once. Runs before Spring Security, which would
 * require a CSRF token or a sign-in. Verifies the signature before any part of the body
 * is decoded, decrypted or parsed. A callback that WeCom did not sign and encrypt for
 * this company is answered with 403, whatever the reason.
 */
public final class WeComEventFilter implements Filter {

	static final String PREFIX = "/wecom/callback/";

	/**
	 * Content of a URL verification. Never matches an event, which is XML.
	 */
	private static final Pattern ECHO = Pattern.compile("[0-9A-Za-z_=+/-]{1,64}");

	private static final String RETRY_AFTER_SECONDS = "5";

	private static final String SUCCESS = "success";

	private static final Log logger = LogFactory.getLog(WeComEventFilter.class);

	private final Map<String, Source> sources = new HashMap<>();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final WeComEventQueue queue;

	private final Clock clock;

	private final CallbackBodies bodies;

	private final CallbackReplays replays;

	/**
	 * Creates the filter.
	 * @param sources the callback sources and their keys
	 * @param queue receives the events
	 * @param clock the clock that the age of callbacks is measured by
	 */
	public WeComEventFilter(Collection<CallbackKeys> sources, WeComEventQueue queue, Clock clock) {
		this(sources, queue, clock, Ticker.systemTicker());
	}

	WeComEventFilter(Collection<CallbackKeys> sources, WeComEventQueue queue, Clock clock, Ticker ticker) {
		sources.forEach((keys) -> this.sources.put(keys.sourceId(), new Source(keys)));
		this.queue = queue;
		this.clock = clock;
		this.bodies = new CallbackBodies(ticker);
		this.replays = new CallbackReplays(ticker);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		if (!isCallback(request)) {
			filterChain.doFilter(request, response);
			return;
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		Source source = this.sources.get(path(request).substring(PREFIX.length()));
		if (source == null) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
		}
		else if ("GET".equals(request.getMethod())) {
			verifyUrl(source, request, response);
		}
		else if ("POST".equals(request.getMethod())) {
			receive(source, request, response);
		}
		else {
			response.setStatus(HttpStatus.METHOD_NOT_ALLOWED.value());
			response.setHeader(HttpHeaders.ALLOW, "GET, POST");
		}
	}

	/**
	 * Whether the path of a request is that of a callback. Internal: public for the
	 * server's own limits.
	 * @param request the request
	 * @return whether it is a callback
	 */
	public static boolean isCallback(HttpServletRequest request) {
		return path(request).startsWith(PREFIX);
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private void verifyUrl(Source source, HttpServletRequest request, HttpServletResponse response) throws IOException {
		try {
			CallbackRequest callback = CallbackRequest.of(request.getQueryString(), this.clock);
			String echo = Utf8.decode(source.decrypt(callback, callback.echo()));
			if (!ECHO.matcher(echo).matches() || !this.replays.add(source.replayKey(callback))) {
				throw new RefusedCallbackException();
			}
			write(echo, response);
		}
		catch (RefusedCallbackException ex) {
			refuse(source, response);
		}
	}

	private void receive(Source source, HttpServletRequest request, HttpServletResponse response) throws IOException {
		CallbackRequest callback;
		WeComEvent event;
		try {
			callback = CallbackRequest.of(request.getQueryString(), this.clock);
			String encrypted = CallbackEnvelope.encrypted(this.bodies.read(request));
			Map<String, String> message = CallbackXml.read(source.decrypt(callback, encrypted));
			event = WeComEvents.of(source.keys.sourceId(), source.keys.corpId(), message, this.clock.instant());
		}
		catch (RefusedCallbackException ex) {
			refuse(source, response);
			return;
		}
		catch (UnreadCallbackException ex) {
			requestRetry(response);
			return;
		}
		String replayKey = source.replayKey(callback);
		if (this.replays.add(replayKey)) {
			if (!this.queue.accept(event)) {
				this.replays.remove(replayKey);
				requestRetry(response);
				return;
			}
			this.accepted.increment();
		}
		write(SUCCESS, response);
	}

	/**
	 * Answers 503, upon which WeCom repeats the callback.
	 */
	private static void requestRetry(HttpServletResponse response) {
		response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
	}

	private static void write(String text, HttpServletResponse response) throws IOException {
		byte[] answer = text.getBytes(StandardCharsets.UTF_8);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setContentLength(answer.length);
		response.getOutputStream().write(answer);
	}

	/**
	 * Answers 403 without details.
	 */
	private void refuse(Source source, HttpServletResponse response) {
		this.refused.increment();
		source.logRefusal();
		response.setStatus(HttpStatus.FORBIDDEN.value());
	}

	/**
	 * Returns the number of accepted events.
	 * @return a monotonic count
	 */
	public long accepted() {
		return this.accepted.sum();
	}

	/**
	 * Returns the number of refused callbacks: not sent by WeCom, or too old.
	 * @return a monotonic count
	 */
	public long refused() {
		return this.refused.sum();
	}

	/**
	 * A callback source: a registration or the contact-sync helper.
	 */
	private static final class Source {

		private final LogThrottle refusals = new LogThrottle(1, Ticker.systemTicker());

		private final CallbackKeys keys;

		private final CallbackCipher cipher;

		Source(CallbackKeys keys) {
			this.keys = keys;
			this.cipher = new CallbackCipher(keys);
		}

		/**
		 * Returns the key of a callback in the replay cache: its signature, which covers
		 * the whole message.
		 */
		String replayKey(CallbackRequest callback) {
			return this.keys.sourceId() + ' ' + callback.signature();
		}

		/**
		 * Verifies the signature, then decrypts.
		 */
		byte[] decrypt(CallbackRequest callback, @Nullable String encrypted) throws RefusedCallbackException {
			if (encrypted == null) {
				throw new RefusedCallbackException();
			}
			this.cipher.verify(callback.signature(), callback.timestamp(), callback.nonce(), encrypted);
			return this.cipher.decrypt(encrypted);
		}

		void logRefusal() {
			long suppressed = this.refusals.next();
			if (suppressed >= 0) {
				logger.warn(Texts.OPERATORS.inBoth("event.callback-refused", PREFIX + this.keys.sourceId())
						+ LogThrottle.remark(suppressed));
			}
		}

	}

}
