package io.github.wecomlogin.event;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.LogThrottle;
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
 * Receives callbacks of WeCom at {@code /wecom/callback/<id>} (D/90930): checks of the
 * address are answered at once, events are taken and worked off afterwards. Stands in
 * front of Spring Security, which would want a CSRF token or a sign-in. Whatever is not
 * signed and encrypted by WeCom for this company gets one and the same answer.
 */
public final class WeComEventFilter implements Filter {

	private static final String PREFIX = "/wecom/callback/";

	/**
	 * A member with all attributes is a few kilobytes.
	 */
	private static final int MAX_BODY_BYTES = 256 * 1024;

	private static final String SUCCESS = "success";

	private static final Log logger = LogFactory.getLog(WeComEventFilter.class);

	private final Map<String, Source> sources = new HashMap<>();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final WeComEventQueue queue;

	private final Clock clock;

	/**
	 * Creates the filter.
	 * @param sources from where callbacks are taken
	 * @param queue takes the events
	 * @param clock tells how old a callback is
	 */
	public WeComEventFilter(Collection<CallbackKeys> sources, WeComEventQueue queue, Clock clock) {
		sources.forEach((keys) -> this.sources.put(keys.sourceId(), new Source(keys)));
		this.queue = queue;
		this.clock = clock;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		if (!path.startsWith(PREFIX)) {
			filterChain.doFilter(request, response);
			return;
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		Source source = this.sources.get(path.substring(PREFIX.length()));
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

	private void checkAddress(Source source, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		try {
			CallbackRequest callback = CallbackRequest.of(request.getQueryString(), this.clock);
			write(Utf8.decode(source.decrypt(callback, callback.echo())), response);
		}
		catch (RefusedCallbackException ex) {
			refuse(source, response);
		}
	}

	private void receive(Source source, HttpServletRequest request, HttpServletResponse response) throws IOException {
		WeComEvent event;
		try {
			CallbackRequest callback = CallbackRequest.of(request.getQueryString(), this.clock);
			String encrypted = CallbackXml.read(body(request)).get("Encrypt");
			Map<String, String> message = CallbackXml.read(source.decrypt(callback, encrypted));
			event = WeComEvent.of(source.keys.sourceId(), source.keys.corpId(), message, this.clock.instant());
		}
		catch (RefusedCallbackException ex) {
			refuse(source, response);
			return;
		}
		if (!this.queue.accept(event)) {
			// WeCom sends it again
			response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
			return;
		}
		this.accepted.increment();
		write(SUCCESS, response);
	}

	private static byte[] body(HttpServletRequest request) throws RefusedCallbackException, IOException {
		if (request.getContentLengthLong() > MAX_BODY_BYTES) {
			throw new RefusedCallbackException();
		}
		try (InputStream in = request.getInputStream()) {
			byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
			if (body.length > MAX_BODY_BYTES) {
				throw new RefusedCallbackException();
			}
			return body;
		}
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
