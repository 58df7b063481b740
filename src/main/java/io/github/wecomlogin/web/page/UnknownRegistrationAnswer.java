package io.github.wecomlogin.web.page;

import java.io.IOException;
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

	static void write(SignInPages pages, String signInPage, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (CallerKind.wantsData(request)) {
			SignInPages.write(JSON.writeValueAsBytes(problem()), MediaType.APPLICATION_PROBLEM_JSON,
					HttpStatus.NOT_FOUND, request, response);
			return;
		}
		RequestLanguage.choose(request, response);
		SignInPage page = pages.begin(request, null);
		page.showUnknownRegistration();
		page.addLinkToSignInPage(signInPage);
		pages.write(page, HttpStatus.NOT_FOUND, request, response);
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
