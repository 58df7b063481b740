package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers a sign-in that is refused as {@code busy} with 503 and a page that repeats the
 * same callback, because code and attempt are unspent.
 */
final class BusyAnswer {

	private static final int MIN_WAIT_SECONDS = 3;

	private static final int MAX_WAIT_SECONDS = 120;

	private static final int JITTER_SECONDS = 7;

	private static final JsonMapper JSON = JsonMapper.shared();

	private BusyAnswer() {
	}

	static void write(WeComRefusalNotice refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		boolean data = CallerKind.wantsData(request);
		byte[] body = data ? JSON.writeValueAsBytes(problem(refusal))
				: page(refusal, request).getBytes(StandardCharsets.UTF_8);
		response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter(WeComCallback.of(request))));
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (!data) {
			response.setHeader("Content-Security-Policy", SignInPage.CONTENT_SECURITY_POLICY);
		}
		response.setContentType(data ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.TEXT_HTML_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	/**
	 * Returns the predicted time, with jitter to keep clients from returning in lockstep.
	 */
	private static long retryAfter(@Nullable WeComCallback callback) {
		long predicted = (callback != null) ? callback.retryAfter().toSeconds() + 1 : 0;
		long wait = Math.max(MIN_WAIT_SECONDS, Math.min(predicted, MAX_WAIT_SECONDS));
		return wait + ThreadLocalRandom.current().nextLong(Math.max(JITTER_SECONDS, wait / 2) + 1);
	}

	private static String page(WeComRefusalNotice refusal, HttpServletRequest request) {
		SignInPage page = new SignInPage(RequestLanguage.of(request), request.getContextPath(), null);
		page.showBusy(refusal);
		return page.html();
	}

	private static Map<String, Object> problem(WeComRefusalNotice refusal) {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", "Busy");
		problem.put("status", HttpStatus.SERVICE_UNAVAILABLE.value());
		problem.put("detail", Texts.OPERATORS.inBoth("web.busy"));
		problem.put("code", refusal.refusal().code());
		if (refusal.reference() != null) {
			problem.put("reference", refusal.reference());
		}
		return problem;
	}

}
