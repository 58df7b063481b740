package io.github.wecomlogin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wecomlogin.refusal.WeComRefusal;
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
 * Answers a request that needs a sign-in and cannot start one with 401, and with a
 * problem document where JSON is accepted.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInRequiredAnswer {

	private static final JsonMapper JSON = JsonMapper.shared();

	private SignInRequiredAnswer() {
	}

	/**
	 * Writes the answer.
	 * @param ended why the session ended with this request, or {@code null}
	 * @param path the path where a member signs in, as browsers see it
	 */
	public static void write(HttpServletRequest request, HttpServletResponse response, @Nullable WeComRefusal ended,
			String path) throws IOException {
		response.setStatus(HttpStatus.UNAUTHORIZED.value());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (!CallerKind.acceptsProblem(request)) {
			return;
		}
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", "Sign-in required");
		problem.put("status", HttpStatus.UNAUTHORIZED.value());
		problem.put("detail", Texts.OPERATORS.inBoth("web.sign-in-required"));
		problem.put("code", "sign_in_required");
		if (ended != null) {
			problem.put("reason", ended.code());
		}
		problem.put("signInUrl", path);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.getOutputStream().write(JSON.writeValueAsBytes(problem));
	}

}
