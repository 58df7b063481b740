package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

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
 * Answers the start of a sign-in with an unknown registration with 404 and a page that
 * links to the sign-in page.
 */
final class UnknownRegistrationAnswer {

	private static final JsonMapper JSON = JsonMapper.shared();

	private UnknownRegistrationAnswer() {
	}

	static void write(String prefix, String signInPage, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		boolean data = CallerKind.wantsData(request);
		byte[] body = data ? JSON.writeValueAsBytes(problem())
				: page(prefix, signInPage, request).getBytes(StandardCharsets.UTF_8);
		response.setStatus(HttpStatus.NOT_FOUND.value());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (!data) {
			response.setHeader("Content-Security-Policy", SignInPage.CONTENT_SECURITY_POLICY);
		}
		response.setContentType(data ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.TEXT_HTML_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setContentLength(body.length);
		if (!"HEAD".equals(request.getMethod())) {
			response.getOutputStream().write(body);
		}
	}

	private static String page(String prefix, String signInPage, HttpServletRequest request) {
		SignInPage page = new SignInPage(RequestLanguage.of(request), prefix, null);
		page.showUnknownRegistration();
		page.addLinkToSignInPage(signInPage);
		return page.html();
	}

	private static Map<String, Object> problem() {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", "Unknown registration");
		problem.put("status", HttpStatus.NOT_FOUND.value());
		problem.put("detail", Texts.OPERATORS.inBoth("web.unknown-registration"));
		return problem;
	}

}
