package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.CallerKind;
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

	static void write(WeComRefusalNotice refusal, SignInPages pages, String signInPage, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		WeComCallback callback = WeComCallback.of(request);
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter(callback)));
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (CallerKind.wantsData(request)) {
			SignInPages.write(JSON.writeValueAsBytes(problem(refusal)), MediaType.APPLICATION_PROBLEM_JSON,
					HttpStatus.SERVICE_UNAVAILABLE, request, response);
			return;
		}
		SignInPage page = pages.begin(request, (callback != null) ? callback.returnTo() : null);
		page.showBusy(refusal, signInPage);
		pages.write(page, HttpStatus.SERVICE_UNAVAILABLE, request, response);
	}

	/**
	 * Returns the predicted time, with jitter to keep clients from returning in lockstep.
	 */
	private static long retryAfter(@Nullable WeComCallback callback) {
		long predicted = (callback != null) ? callback.retryAfter().toSeconds() + 1 : 0;
		long wait = Math.max(MIN_WAIT_SECONDS, Math.min(predicted, MAX_WAIT_SECONDS));
		return wait + ThreadLocalRandom.current().nextLong(Math.max(JITTER_SECONDS, wait / 2) + 1);
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
