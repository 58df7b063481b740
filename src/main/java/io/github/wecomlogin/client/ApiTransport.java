package io.github.wecomlogin.client;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.client.http.ApiConnectException;
import io.github.wecomlogin.client.http.ApiRequestFactory;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriUtils;

/**
 * Sends requests and returns the response or throws {@link WeComApiException}. Success
 * depends on the body only, not on status or content type (D/90664); the status helps to
 * recognise responses that are not from WeCom.
 */
final class ApiTransport implements AutoCloseable {

	// Jitter, to keep calls that WeCom does not answer from timing out together
	private static final int JITTER_DIVISOR = 5;

	private static final Pattern SEEN_ADDRESS = Pattern.compile("from ip: ([0-9a-fA-F.:]{2,45})");

	private static final Pattern HINT = Pattern.compile("(hint: \\[\\w{1,80}])");

	private final String apiUrl;

	private final Duration readTimeout;

	private final ApiRequestFactory requests;

	private final RestClient restClient;

	private final ApiCalls calls;

	ApiTransport(WeComHttpSettings settings, List<WeComRestClientCustomizer> customizers, ApiCalls calls) {
		this.calls = calls;
		this.apiUrl = settings.apiUrl();
		this.readTimeout = settings.readTimeout();
		this.requests = new ApiRequestFactory(settings.connectTimeout(), settings.proxy());
		RestClient.Builder builder = RestClient.builder().requestFactory(this.requests);
		customizers.forEach((customizer) -> customizer.customize(builder));
		// After the customizers: a registry that one of them adds records no token
		this.restClient = builder.observationConvention(new UrlWithoutQueryConvention()).build();
	}

	ApiAnswer get(String endpoint, Map<String, String> parameters, Deadline deadline, @Nullable String redirectHost) {
		ApiCall call = call(deadline);
		return this.calls.make(endpoint, call, () -> send(HttpMethod.GET, endpoint, parameters, null, call)
			.read(endpoint, (body) -> ApiAnswer.parse(endpoint, body), redirectHost));
	}

	/**
	 * Makes a call whose response has a long list. Items are read one by one, so that
	 * they are not all in memory as JSON.
	 * @param list the name of the list
	 * @param item reads an item; returns {@code null} to skip it
	 */
	<T> ListAnswer<T> getList(String endpoint, Map<String, String> parameters, Deadline deadline, String list,
			Function<ApiAnswer, @Nullable T> item) {
		ApiCall call = ApiCall.ofList(deadline);
		return this.calls.make(endpoint, call, () -> {
			List<@Nullable T> items = new ArrayList<>();
			ApiAnswer fields = send(HttpMethod.GET, endpoint, parameters, null, call).read(endpoint, (body) -> ApiAnswer
				.parseList(endpoint, body, list, (fieldsOfItem) -> items.add(item.apply(fieldsOfItem))), null);
			List<T> read = items.stream().filter(Objects::nonNull).toList();
			return new ListAnswer<>(fields, read, items.size() - read.size());
		});
	}

	ApiAnswer post(String endpoint, Map<String, String> parameters, String json, Deadline deadline) {
		// As bytes, because RestClient logs a body of type String
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		ApiCall call = call(deadline);
		return this.calls.make(endpoint, call, () -> send(HttpMethod.POST, endpoint, parameters, body, call)
			.read(endpoint, (answer) -> ApiAnswer.parse(endpoint, answer), null));
	}

	@Override
	public void close() {
		this.requests.close();
	}

	private ApiCall call(Deadline deadline) {
		long jitter = ThreadLocalRandom.current().nextLong(this.readTimeout.toNanos() / JITTER_DIVISOR + 1);
		return new ApiCall(deadline, this.readTimeout.minusNanos(jitter), ApiCall.ANSWER_BYTES);
	}

	private Received send(HttpMethod method, String endpoint, Map<String, String> parameters, byte @Nullable [] json,
			ApiCall call) {
		Received received = exchange(method, endpoint, parameters, json, call);
		if (received.body().length > call.answerBytes()) {
			throw new WeComApiException(endpoint, WeComError.TOO_LARGE, null);
		}
		return received;
	}

	private Received exchange(HttpMethod method, String endpoint, Map<String, String> parameters,
			byte @Nullable [] json, ApiCall call) {
		try {
			RestClient.RequestBodySpec request = this.restClient.method(method)
				.uri(uri(endpoint, parameters))
				.attribute(ApiRequestFactory.CALL, call)
				.accept(MediaType.APPLICATION_JSON);
			if (json != null) {
				request.contentType(MediaType.APPLICATION_JSON).body(json);
			}
			int atMost = call.answerBytes() + 1;
			return request.exchangeForRequiredValue((sent, response) -> new Received(response.getStatusCode().value(),
					response.getBody().readNBytes(atMost)));
		}
		catch (ResourceAccessException ex) {
			throw unreachable(endpoint, ex.getCause());
		}
		catch (RuntimeException ex) {
			// From a customizer's interceptor, for example; its message may contain the
			// URL too
			throw unreachable(endpoint, ex);
		}
	}

	private URI uri(String endpoint, Map<String, String> parameters) {
		StringBuilder uri = new StringBuilder(this.apiUrl).append(endpoint);
		char separator = '?';
		for (Map.Entry<String, String> parameter : parameters.entrySet()) {
			uri.append(separator)
				.append(parameter.getKey())
				.append('=')
				.append(UriUtils.encode(parameter.getValue(), StandardCharsets.UTF_8));
			separator = '&';
		}
		return URI.create(uri.toString());
	}

	// Exceptions are not kept as causes, because a customizer's interceptor may put the
	// URL
	// into them. The messages used below are the JDK's and do not contain it
	private static WeComApiException unreachable(String endpoint, @Nullable Throwable cause) {
		if (isTimeout(cause)) {
			return new WeComApiException(endpoint, WeComError.TIMEOUT, null);
		}
		if (cause instanceof ApiConnectException failure) {
			return new WeComApiException(endpoint, error(failure.reason()), failure.getMessage());
		}
		// A connection that broke, or a customizer's request factory
		if (cause instanceof UnknownHostException) {
			return new WeComApiException(endpoint, WeComError.HOST_NOT_FOUND, cause.getMessage());
		}
		WeComError error = (cause instanceof SSLException) ? WeComError.TLS_FAILED : WeComError.UNREACHABLE;
		String detail = (cause != null) ? cause.getClass().getSimpleName() : null;
		if (cause instanceof SSLException || cause instanceof ConnectException) {
			detail += (cause.getMessage() != null) ? ": " + cause.getMessage() : "";
		}
		return new WeComApiException(endpoint, error, detail);
	}

	private static WeComError error(ApiConnectException.Reason reason) {
		return switch (reason) {
			case HOST_NOT_FOUND -> WeComError.HOST_NOT_FOUND;
			case PROXY_UNREACHABLE -> WeComError.PROXY_UNREACHABLE;
			case PROXY_REFUSED -> WeComError.PROXY_REFUSED;
			case TLS_FAILED -> WeComError.TLS_FAILED;
			case UNREACHABLE -> WeComError.UNREACHABLE;
		};
	}

	private static boolean isTimeout(@Nullable Throwable cause) {
		// HttpTimeoutException: thrown by a customizer's request factory
		return cause instanceof SocketTimeoutException
				|| (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException));
	}

	private static @Nullable String detail(WeComError error, ApiAnswer answer, @Nullable String redirectHost) {
		if (error.equals(WeComError.REDIRECT_NOT_TRUSTED)) {
			return redirectHost;
		}
		if (error.equals(WeComError.ADDRESS_NOT_TRUSTED)) {
			return find(SEEN_ADDRESS, answer);
		}
		// WeCom's support asks for the hint. The rest of the message may contain
		// credentials
		return error.isUnknown() ? find(HINT, answer) : null;
	}

	private static @Nullable String find(Pattern pattern, ApiAnswer answer) {
		Matcher matcher = pattern.matcher(answer.errorMessage());
		return matcher.find() ? matcher.group(1) : null;
	}

	/**
	 * A received response.
	 */
	private record Received(int status, byte[] body) {

		private static final int SERVER_ERRORS = 500;

		ApiAnswer read(String endpoint, Function<byte[], ApiAnswer> reader, @Nullable String redirectHost) {
			ApiAnswer answer = parse(endpoint, reader);
			int code = answer.errorCode();
			if (code != 0) {
				WeComError error = WeComError.of(code);
				throw new WeComApiException(endpoint, error, detail(error, answer, redirectHost));
			}
			if (!answer.hasErrorCode() && this.status >= SERVER_ERRORS) {
				throw serverError(endpoint);
			}
			return answer;
		}

		private ApiAnswer parse(String endpoint, Function<byte[], ApiAnswer> reader) {
			try {
				return reader.apply(this.body);
			}
			catch (WeComApiException ex) {
				boolean fault = this.status >= SERVER_ERRORS && ex.getError().equals(WeComError.NOT_JSON);
				throw fault ? serverError(endpoint) : ex;
			}
		}

		private WeComApiException serverError(String endpoint) {
			return new WeComApiException(endpoint, WeComError.SERVER_ERROR, "HTTP " + this.status);
		}

	}

}
