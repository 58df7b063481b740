package io.github.wecomlogin.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.util.UriUtils;

/**
 * The two URLs that members are sent to, with exactly the parameters that WeCom
 * documents, in its order, each encoded once.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AuthorizeUrls {

	private final WeComEndpoints endpoints;

	public AuthorizeUrls(WeComEndpoints endpoints) {
		this.endpoints = endpoints;
	}

	String url(Attempt attempt, WeComRegistration registration, String redirectUri, HttpServletRequest request) {
		return switch (attempt.way()) {
			case IN_CLIENT -> inClient(attempt, registration, redirectUri);
			case WEB_LOGIN -> webLogin(registration, redirectUri, attempt.state(), RequestLanguage.of(request));
		};
	}

	/**
	 * D/91022.
	 */
	private String inClient(Attempt attempt, WeComRegistration registration, String redirectUri) {
		return this.endpoints.authorizeUrl() + "?appid=" + encode(registration.application().corpId())
				+ "&redirect_uri=" + encode(redirectUri) + "&response_type=code&scope="
				+ attempt.scope(registration).value() + "&state=" + encode(attempt.state()) + "&agentid="
				+ registration.application().agentId() + "#wechat_redirect";
	}

	/**
	 * D/98152.
	 */
	private String webLogin(WeComRegistration registration, String redirectUri, String state, Locale language) {
		return this.endpoints.webLoginUrl() + "?login_type=CorpApp&appid=" + encode(registration.application().corpId())
				+ "&agentid=" + registration.application().agentId() + "&redirect_uri=" + encode(redirectUri)
				+ "&state=" + encode(state) + "&lang=" + (Locale.CHINESE.equals(language) ? "zh" : "en");
	}

	private static String encode(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

}
