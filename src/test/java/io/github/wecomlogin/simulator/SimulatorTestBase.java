package io.github.wecomlogin.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.common.Json;
import io.github.wecomlogin.MutableClock;
import org.junit.jupiter.api.AfterEach;

/**
 * A simulator with a clock that the tests set, and a client for it.
 */
public abstract class SimulatorTestBase {

	protected static final MutableClock clock = new MutableClock();

	protected static final SimulatedWeCom weCom = SimulatedWeCom.builder()
		.clock(clock)
		.trustedHosts("app.example.com", "ported.example.com:8443")
		.start();

	private static final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void reset() {
		weCom.reset();
	}

	protected static HttpResponse<String> get(String pathAndQuery, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(weCom.apiUrl() + pathAndQuery));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.build());
	}

	protected static HttpResponse<String> get(String path, Map<String, String> parameters) {
		return get(path + query(parameters));
	}

	protected static HttpResponse<String> send(HttpRequest request) {
		try {
			return client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	protected static Map<String, Object> call(String path, String... namesAndValues) {
		return json(get(path, parameters(namesAndValues)));
	}

	protected static Map<String, Object> post(String path, String token, String body) {
		URI uri = URI.create(weCom.apiUrl() + path + query(parameters("access_token", token)));
		return json(send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build()));
	}

	protected static String token() {
		return (String) getToken().get("access_token");
	}

	protected static Map<String, Object> getToken() {
		return call(SimulatedWeCom.GETTOKEN, "corpid", SimulatedWeCom.CORP_ID, "corpsecret", SimulatedWeCom.SECRET);
	}

	protected static Map<String, Object> getUserInfo(String token, String code) {
		return call(SimulatedWeCom.GETUSERINFO, "access_token", token, "code", code);
	}

	protected static Map<String, Object> getUser(String token, String userId) {
		return call(SimulatedWeCom.GETUSER, "access_token", token, "userid", userId);
	}

	protected static Map<String, String> parameters(String... namesAndValues) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			parameters.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return parameters;
	}

	protected static Map<String, String> parametersOf(String url) {
		return parameters(Arrays.stream(URI.create(url).getRawQuery().split("&"))
			.flatMap((pair) -> Arrays.stream(pair.split("=", 2)))
			.map((value) -> URLDecoder.decode(value, StandardCharsets.UTF_8))
			.toArray(String[]::new));
	}

	protected static String location(HttpResponse<String> response) {
		return response.headers().firstValue("Location").orElse("");
	}

	private static String query(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((parameter) -> parameter.getKey() + "="
					+ URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", "?", ""));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> json(HttpResponse<String> response) {
		return Json.read(response.body(), Map.class);
	}

}
