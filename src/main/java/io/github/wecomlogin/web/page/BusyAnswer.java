package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tells a visitor for whom there is no room at the moment to try again: at the very
 * address of the callback, because code and attempt are as good as before.
 */
final class BusyAnswer {

	private static final int SHORTEST_WAIT_SECONDS = 3;

	private static final int LONGEST_WAIT_SECONDS = 10;

	private static final JsonMapper JSON = JsonMapper.shared();

	private BusyAnswer() {
	}

	static void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
		boolean data = CallerKind.wantsData(request);
		byte[] body = data ? JSON.writeValueAsBytes(problem()) : page(request).getBytes(StandardCharsets.UTF_8);
		response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
		response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter()));
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
	 * Not the same for all, or a crowd that was sent away would come back as a crowd.
	 */
	private static int retryAfter() {
		return ThreadLocalRandom.current().nextInt(SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS + 1);
	}

	private static String page(HttpServletRequest request) {
		SignInPage page = new SignInPage(RequestLanguage.of(request), request.getContextPath(), null);
		page.showBusy();
		return page.html();
	}

	private static Map<String, Object> problem() {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", "Busy");
		problem.put("status", HttpStatus.SERVICE_UNAVAILABLE.value());
		problem.put("detail", Texts.OPERATORS.inBoth("web.busy"));
		problem.put("code", WeComRefusal.BUSY.code());
		return problem;
	}

}
