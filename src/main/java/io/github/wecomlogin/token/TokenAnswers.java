package io.github.wecomlogin.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;

/**
 * Writes the answers to {@code POST /wecom/token}: what the application issues, with its
 * own message converters, and refusals as problem documents (RFC 9457) in the language of
 * the browser.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TokenAnswers {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	private final WeComRegistrations registrations;

	private final SignInSuppression suppression;

	private final SiteAddress site;

	/**
	 * Creates the answers.
	 * @param converters supplies the application's message converters
	 * @param registrations the registrations that members sign in with
	 * @param suppression tells whether a sign-in may start without a click
	 * @param site the address of the application
	 */
	public TokenAnswers(Supplier<List<HttpMessageConverter<?>>> converters, WeComRegistrations registrations,
			SignInSuppression suppression, SiteAddress site) {
		this.converters = converters;
		this.registrations = registrations;
		this.suppression = suppression;
		this.site = site;
	}

	/**
	 * Converts what the application issued to JSON.
	 * @throws HttpMessageNotWritableException if no converter can
	 */
	IssuedAnswer convert(Object issued) throws IOException {
		ResponseEntity<?> entity = (issued instanceof ResponseEntity<?> whole) ? whole : ResponseEntity.ok(issued);
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(entity.getHeaders());
		IssuedAnswer answer = new IssuedAnswer(entity.getStatusCode(), headers, new ByteArrayOutputStream());
		Object body = entity.getBody();
		if (body != null) {
			write(body, answer);
		}
		return answer;
	}

	@SuppressWarnings("unchecked")
	private void write(Object body, IssuedAnswer answer) throws IOException {
		for (HttpMessageConverter<?> converter : this.converters.get()) {
			if (converter.canWrite(body.getClass(), MediaType.APPLICATION_JSON)) {
				((HttpMessageConverter<Object>) converter).write(body, MediaType.APPLICATION_JSON, answer);
				return;
			}
		}
		throw new HttpMessageNotWritableException("No converter for " + body.getClass().getName());
	}

	/**
	 * Asks for a sign-in, because nothing was handed over.
	 */
	void signInRequired(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Locale locale = RequestLanguage.of(request);
		HttpStatus status = HttpStatus.UNAUTHORIZED;
		write(status, problem(status, "sign_in_required", Messages.text("page.title", locale),
				Texts.OPERATORS.in(locale, "web.sign-in-required")), request, response);
	}

	void refused(WeComRefusalNotice notice, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Locale locale = RequestLanguage.of(request);
		WeComRefusal refusal = notice.refusal();
		HttpStatus status = switch (refusal) {
			case MISCONFIGURED -> HttpStatus.INTERNAL_SERVER_ERROR;
			case WECOM_UNAVAILABLE, BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
			default -> HttpStatus.FORBIDDEN;
		};
		Map<String, Object> problem = problem(status, refusal.code(), refusal.title(locale), refusal.text(locale));
		if (notice.reference() != null) {
			problem.put("reference", notice.reference());
		}
		write(status, problem, request, response);
	}

	void wrongContentType(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpStatus status = HttpStatus.UNSUPPORTED_MEDIA_TYPE;
		write(status, problem(status, "content_type", status.getReasonPhrase(),
				Texts.OPERATORS.in(RequestLanguage.of(request), "token.content-type")), request, response);
	}

	private static Map<String, Object> problem(HttpStatus status, String code, String title, String text) {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", title);
		problem.put("status", status.value());
		problem.put("detail", text);
		problem.put("code", code);
		return problem;
	}

	private void write(HttpStatus status, Map<String, Object> problem, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		Map<String, String> ways = new LinkedHashMap<>();
		for (WeComRegistration registration : this.registrations) {
			String id = registration.registrationId();
			ways.put(id, this.site.path(request, LoginPaths.AUTHORIZATION + id));
		}
		problem.put("signInUrl", ways.values().iterator().next());
		if (ways.size() > 1) {
			problem.put("signInUrls", ways);
		}
		problem.put("automatic",
				status == HttpStatus.UNAUTHORIZED && ways.size() == 1 && !this.suppression.isActive(request));
		byte[] body = JSON.writeValueAsBytes(problem);
		response.setStatus(status.value());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
