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
 * Receives callbacks of WeCom at {@code /wecom/callback/<id>} (D/90930). Answers checks
 * of the address and queues events, each of them once. Runs before Spring Security, which
 * would require a CSRF token or a sign-in. Verifies the signature before anything of the
 * body is decoded, decrypted or parsed; the answer to a callback that WeCom did not sign
 * and encrypt for this company does not depend on the reason.
 */
public final class WeComEventFilter implements Filter {

	private static final String PREFIX = "/wecom/callback/";

	/**
	 * What a check of the address can contain. Never matches an event, which is XML.
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
	 * @param sources from where callbacks are taken
	 * @param queue takes the events
	 * @param clock tells how old a callback is
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
			checkAddress(source, request, response);
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
	 * Whether a request has the path of a callback. Internal; public for what limits
	 * callbacks in the server.
	 * @param request the request
	 * @return whether its path is that of a callback
	 */
	public static boolean isCallback(HttpServletRequest request) {
		return path(request).startsWith(PREFIX);
	}

	private static String path(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

	private void checkAddress(Source source, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
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
			event = WeComEvent.of(source.keys.sourceId(), source.keys.corpId(), message, this.clock.instant());
		}
		catch (RefusedCallbackException ex) {
			refuse(source, response);
			return;
		}
		catch (UnreadCallbackException ex) {
			sendAgain(response);
			return;
		}
		String replayKey = source.replayKey(callback);
		if (this.replays.add(replayKey)) {
			if (!this.queue.accept(event)) {
				this.replays.remove(replayKey);
				sendAgain(response);
				return;
			}
			this.accepted.increment();
		}
		write(SUCCESS, response);
	}

	/**
	 * Makes WeCom repeat the callback.
	 */
	private static void sendAgain(HttpServletResponse response) {
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
	 * Always the same, whatever was wrong.
	 */
	private void refuse(Source source, HttpServletResponse response) {
		this.refused.increment();
		source.tellOfRefusal();
		response.setStatus(HttpStatus.FORBIDDEN.value());
	}

	/**
	 * Returns how many events were taken.
	 * @return a number that only grows
	 */
	public long accepted() {
		return this.accepted.sum();
	}

	/**
	 * Returns how many callbacks were refused because they are not WeCom's, or too old.
	 * @return a number that only grows
	 */
	public long refused() {
		return this.refused.sum();
	}

	/**
	 * From where callbacks are taken.
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
		 * Identifies a callback by its signature, which covers all of it.
		 */
		String replayKey(CallbackRequest callback) {
			return this.keys.sourceId() + ' ' + callback.signature();
		}

		/**
		 * Nothing is decrypted that is not signed.
		 */
		byte[] decrypt(CallbackRequest callback, @Nullable String encrypted) throws RefusedCallbackException {
			if (encrypted == null) {
				throw new RefusedCallbackException();
			}
			this.cipher.verify(callback.signature(), callback.timestamp(), callback.nonce(), encrypted);
			return this.cipher.decrypt(encrypted);
		}

		void tellOfRefusal() {
			long leftOut = this.refusals.next();
			if (leftOut >= 0) {
				logger.warn("A callback at " + PREFIX + this.keys.sourceId() + " was refused. If it came from WeCom, "
						+ "Token, EncodingAESKey or corp id differ from those in the console, or the clock of this "
						+ "machine is wrong; otherwise somebody else calls this address. "
						+ "回调请求被拒绝：若来自企业微信，请核对 Token、EncodingAESKey、企业ID 及本机时间。" + ((leftOut > 0)
								? " (" + leftOut + " more since the last such line 另有 " + leftOut + " 次未逐条记录)" : ""));
			}
		}

	}

}
