package io.github.wecomlogin.simulator.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;

/**
 * Represents an HTTP response of the simulator.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body, possibly empty
 */
public record Answer(int status, List<HttpHeader> headers, byte[] body) {

	static Answer json(Map<String, ?> content, Instant time) {
		return new Answer(200,
				List.of(HttpHeader.httpHeader("Date",
						DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC))),
						HttpHeader.httpHeader("Content-Type", "application/json; charset=UTF-8"),
						HttpHeader.httpHeader("Error-Code", String.valueOf(content.get("errcode"))),
						HttpHeader.httpHeader("Error-Msg", String.valueOf(content.get("errmsg")))),
				Json.toByteArray(content));
	}

	public static Answer html(String page) {
		return html(page, "'none'", "no-referrer");
	}

	/**
	 * Creates a page with forms. Its referrer policy is less strict, because with
	 * {@code no-referrer} browsers do not send the origin of a form.
	 */
	public static Answer form(String page) {
		return html(page, "'self'", "same-origin");
	}

	private static Answer html(String page, String formAction, String referrers) {
		return of(200, "text/html; charset=UTF-8", page, HttpHeader.httpHeader("Cache-Control", "no-store"),
				HttpHeader.httpHeader("Content-Security-Policy",
						"default-src 'none'; style-src 'self'; base-uri 'none'; form-action " + formAction
								+ "; frame-ancestors 'none'"),
				HttpHeader.httpHeader("Referrer-Policy", referrers),
				HttpHeader.httpHeader("X-Content-Type-Options", "nosniff"));
	}

	public static Answer seeOther(String location) {
		return of(303, "text/plain; charset=UTF-8", "", HttpHeader.httpHeader("Location", location),
				HttpHeader.httpHeader("Cache-Control", "no-store"));
	}

	public static Answer forbidden() {
		return of(403, "text/plain; charset=UTF-8", "Forbidden\n");
	}

	public static Answer stylesheet(String content) {
		return of(200, "text/css; charset=UTF-8", content, HttpHeader.httpHeader("Cache-Control", "no-cache"),
				HttpHeader.httpHeader("X-Content-Type-Options", "nosniff"));
	}

	public static Answer redirect(String location) {
		return of(302, "text/plain; charset=UTF-8", "", HttpHeader.httpHeader("Location", location),
				HttpHeader.httpHeader("Cache-Control", "no-store"),
				HttpHeader.httpHeader("Referrer-Policy", "no-referrer"));
	}

	public static Answer notFound() {
		return of(404, "text/plain; charset=UTF-8", "Not found\n");
	}

	public Response toResponse(long delayInMilliseconds) {
		return Response.response()
			.status(this.status)
			.headers(new HttpHeaders(this.headers))
			.body(this.body)
			.incrementInitialDelay(delayInMilliseconds)
			.build();
	}

	private static Answer of(int status, String contentType, String body, HttpHeader... headers) {
		List<HttpHeader> all = new ArrayList<>(List.of(headers));
		all.add(HttpHeader.httpHeader("Content-Type", contentType));
		return new Answer(status, all, body.getBytes(StandardCharsets.UTF_8));
	}

}
