package io.github.wecomlogin.simulator.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Holds the query parameters or form fields of a request. Uses the first value of a
 * repeated parameter; ignores empty and malformed ones.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Parameters {

	private final Map<String, String> values = new LinkedHashMap<>();

	public static Parameters of(Request request) {
		int start = request.getUrl().indexOf('?');
		return of((start >= 0) ? request.getUrl().substring(start + 1) : "");
	}

	/**
	 * Returns the fields of a submitted form.
	 */
	public static Parameters ofForm(Request request) {
		return of(request.getBodyAsString());
	}

	private static Parameters of(String encoded) {
		Parameters parameters = new Parameters();
		for (String pair : encoded.split("&")) {
			parameters.read(pair);
		}
		return parameters;
	}

	public static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	public @Nullable String get(String name) {
		return this.values.get(name);
	}

	public String get(String name, String fallback) {
		return this.values.getOrDefault(name, fallback);
	}

	public boolean has(String name, String value) {
		return value.equals(get(name));
	}

	/**
	 * Returns a query string with the given parameters, in this order, without absent
	 * ones.
	 */
	public String query(Iterable<String> names) {
		StringBuilder query = new StringBuilder();
		for (String name : names) {
			String value = get(name);
			if (value != null) {
				query.append((query.length() > 0) ? "&" : "").append(name).append('=').append(encode(value));
			}
		}
		return query.toString();
	}

	private void read(String pair) {
		int equals = pair.indexOf('=');
		if (equals > 0 && equals < pair.length() - 1) {
			this.values.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
		}
	}

	private static String decode(String value) {
		return URLDecoder.decode(value, StandardCharsets.UTF_8);
	}

}
