package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.request.RequestLanguage;
import io.github.wecomlogin.web.request.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Begins and writes the pages of this library.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPages {

	private final WeComPageRenderer renderer;

	private final Brand brand;

	private final SiteAddress site;

	public SignInPages(WeComPageRenderer renderer, Brand brand, SiteAddress site) {
		this.renderer = renderer;
		this.brand = brand;
		this.site = site;
	}

	/**
	 * Begins a page in the language of a request.
	 * @param returnTo the page to come back to, or {@code null}
	 */
	SignInPage begin(HttpServletRequest request, @Nullable String returnTo) {
		String prefix = this.site.prefix(request);
		return new SignInPage(RequestLanguage.of(request), prefix, returnTo, this.brand.at(prefix));
	}

	void write(SignInPage page, HttpStatus status, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setHeader("Content-Security-Policy",
				ContentPolicy.extend(this.renderer.contentSecurityPolicy(), page.additionalPolicy()));
		write(this.renderer.render(page.content()).getBytes(StandardCharsets.UTF_8), MediaType.TEXT_HTML, status,
				request, response);
	}

	static void write(byte[] body, MediaType type, HttpStatus status, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		response.setStatus(status.value());
		response.setContentType(type.toString());
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setContentLength(body.length);
		if (!"HEAD".equals(request.getMethod())) {
			response.getOutputStream().write(body);
		}
	}

	/**
	 * Returns the query of the sign-in page that a request asks for, in the other
	 * language. It has nothing of the request but checked values.
	 * @param returnTo the checked page to come back to, or {@code null}
	 */
	public static String inOtherLanguage(HttpServletRequest request, @Nullable String returnTo) {
		StringJoiner query = new StringJoiner("&", "?", "");
		if (returnTo != null) {
			query.add(LoginPaths.RETURN_TO + "=" + ReturnTarget.asParameter(returnTo));
		}
		WeComRefusalNotice refusal = WeComRefusalNotice.of(RequestParameters.first(request, WeComRefusalNotice.ERROR),
				RequestParameters.first(request, WeComRefusalNotice.REFERENCE));
		if (refusal != null) {
			query.add(refusal.addTo("").substring(1));
		}
		else if (RequestParameters.has(request, "error")) {
			query.add("error");
		}
		if (RequestParameters.has(request, "logout")) {
			query.add("logout");
		}
		return query.add(RequestLanguage.parameterOfOther(RequestLanguage.of(request))).toString();
	}

}
