package io.github.wecomlogin.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriUtils;

/**
 * Sends one call and turns whatever comes back into an answer or a
 * {@link WeComApiException}. The body alone decides, whatever the status and the content
 * type are (D/90664).
 */
final class ApiTransport {

	private static final Pattern SEEN_ADDRESS = Pattern.compile("from ip: ([0-9a-fA-F.:]{2,45})");

	private final String apiUrl;

	private final Duration readTimeout;

	private final RestClient restClient;

	ApiTransport(WeComHttpSettings settings, List<WeComRestClientCustomizer> customizers) {
		this.apiUrl = settings.apiUrl();
		this.readTimeout = settings.readTimeout();
		RestClient.Builder builder = RestClient.builder().requestFactory(new ApiRequestFactory(settings));
		customizers.forEach((customizer) -> customizer.customize(builder));
		// After the customizers: whoever adds an observation registry gets no token with
		// it
		this.restClient = builder.observationConvention(new UrlWithoutQueryConvention()).build();
	}

	ApiAnswer get(String endpoint, Map<String, String> parameters, Deadline deadline, @Nullable String redirectHost) {
		byte[] body = send(HttpMethod.GET, endpoint, parameters, null, limits(deadline));
		return checked(endpoint, ApiAnswer.parse(endpoint, body), redirectHost);
	}

	/**
	 * Makes a call whose answer holds a long list. Its items are read one by one, so that
	 * they are never all in memory as JSON.
	 * @param item takes the fields of each item; whatever it collects is worth nothing if
	 * this method throws
	 */
	ApiAnswer getList(String endpoint, Map<String, String> parameters, Deadline deadline, String list,
			Consumer<ApiAnswer> item) {
		byte[] body = send(HttpMethod.GET, endpoint, parameters, null, CallLimits.ofList(deadline));
		return checked(endpoint, ApiAnswer.parseList(endpoint, body, list, item), null);
	}

	ApiAnswer post(String endpoint, Map<String, String> parameters, String json, Deadline deadline) {
		// As bytes, because RestClient writes a body that is a text into its log
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		byte[] answer = send(HttpMethod.POST, endpoint, parameters, body, limits(deadline));
		return checked(endpoint, ApiAnswer.parse(endpoint, answer), null);
	}

	private CallLimits limits(Deadline deadline) {
		return new CallLimits(deadline, this.readTimeout, CallLimits.ANSWER_BYTES);
	}

	private static ApiAnswer checked(String endpoint, ApiAnswer answer, @Nullable String redirectHost) {
		int code = answer.errorCode();
		if (code != 0) {
			throw new WeComApiException(endpoint, WeComError.of(code), detail(code, answer, redirectHost));
		}
		return answer;
	}

	private byte[] send(HttpMethod method, String endpoint, Map<String, String> parameters, byte @Nullable [] json,
			CallLimits limits) {
		byte[] answer = exchange(method, endpoint, parameters, json, limits);
		if (answer.length > limits.answerBytes()) {
			throw new WeComApiException(endpoint, WeComError.TOO_LARGE, null);
		}
		return answer;
	}

	private byte[] exchange(HttpMethod method, String endpoint, Map<String, String> parameters, byte @Nullable [] json,
			CallLimits limits) {
		try {
			RestClient.RequestBodySpec request = this.restClient.method(method)
				.uri(uri(endpoint, parameters))
				.attribute(ApiRequestFactory.LIMITS, limits)
				.accept(MediaType.APPLICATION_JSON);
			if (json != null) {
				request.contentType(MediaType.APPLICATION_JSON).body(json);
			}
			return request
				.exchangeForRequiredValue((sent, response) -> readAtMost(response.getBody(), limits.answerBytes() + 1));
		}
		catch (ResourceAccessException ex) {
			throw unreachable(endpoint, ex.getCause());
		}
		catch (RuntimeException ex) {
			// Of a customizer's interceptor, for example; its message is as suspicious
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

	private static byte[] readAtMost(InputStream body, int limit) throws IOException {
		return body.readNBytes(limit);
	}

	// The exceptions are not kept as causes, because a customizer's interceptor may put
	// the URL into them; the messages taken over are the JDK's, which do not
	private static WeComApiException unreachable(String endpoint, @Nullable Throwable cause) {
		if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
			return new WeComApiException(endpoint, WeComError.TIMEOUT, null);
		}
		String detail = (cause != null) ? cause.getClass().getSimpleName() : null;
		if (cause instanceof SSLException || cause instanceof ConnectException
				|| cause instanceof UnknownHostException) {
			detail += (cause.getMessage() != null) ? ": " + cause.getMessage() : "";
		}
		return new WeComApiException(endpoint, WeComError.UNREACHABLE, detail);
	}

	private static @Nullable String detail(int code, ApiAnswer answer, @Nullable String redirectHost) {
		if (code == 50001) {
			return redirectHost;
		}
		if (code == 60020) {
			Matcher matcher = SEEN_ADDRESS.matcher(answer.errorMessage());
			return matcher.find() ? matcher.group(1) : null;
		}
		return null;
	}

}
