package io.github.wecomlogin.simulator.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import io.github.wecomlogin.simulator.api.Parameters;
import io.github.wecomlogin.simulator.company.DemoApplication;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates authorization requests as WeCom does (D/91022, D/98152).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AuthorizationRequestReader {

	private static final Pattern STATE = Pattern.compile("[a-zA-Z0-9]{1,128}");

	private static final String PRIVATE_INFO = "snsapi_privateinfo";

	private final TrustedHosts trustedHosts;

	public AuthorizationRequestReader(TrustedHosts trustedHosts) {
		this.trustedHosts = trustedHosts;
	}

	AuthorizationRequest read(Flow flow, Parameters parameters) throws AuthorizationRequestError {
		return switch (flow) {
			case IN_CLIENT -> inClient(parameters);
			case WEB_LOGIN -> webLogin(parameters);
		};
	}

	private AuthorizationRequest inClient(Parameters parameters) throws AuthorizationRequestError {
		require(parameters.has("appid", DemoApplication.CORP_ID), "appid参数错误", PageText.ERROR_APPID);
		require(parameters.has("response_type", "code"), "response_type参数错误", PageText.ERROR_RESPONSE_TYPE);
		require(parameters.has("scope", "snsapi_base") || parameters.has("scope", PRIVATE_INFO), "scope参数错误",
				PageText.ERROR_SCOPE);
		require(isAgent(parameters), "无效的agentid参数", PageText.ERROR_AGENTID);
		String state = parameters.get("state");
		require(state == null || STATE.matcher(state).matches(), "state参数错误", PageText.ERROR_STATE);
		URI redirectUri = trustedRedirectUri(Flow.IN_CLIENT, parameters, "redirect_uri参数错误", "redirect_uri参数错误");
		return new AuthorizationRequest(Flow.IN_CLIENT, parameters, redirectUri, state,
				parameters.has("scope", PRIVATE_INFO));
	}

	private AuthorizationRequest webLogin(Parameters parameters) throws AuthorizationRequestError {
		require(parameters.has("login_type", "CorpApp"), "login_type参数错误 (-31040)", PageText.ERROR_LOGIN_TYPE);
		require(parameters.has("appid", DemoApplication.CORP_ID), "appid参数错误 (-31027)", PageText.ERROR_APPID);
		require(isAgent(parameters), "agentid参数错误 (-31028)", PageText.ERROR_AGENTID);
		URI redirectUri = trustedRedirectUri(Flow.WEB_LOGIN, parameters, "redirect_uri为空 (-31035)",
				"redirect_uri 与配置的授权完成回调域名不一致 (-31020)");
		return new AuthorizationRequest(Flow.WEB_LOGIN, parameters, redirectUri, parameters.get("state"), false);
	}

	private static boolean isAgent(Parameters parameters) {
		return parameters.has("agentid", String.valueOf(DemoApplication.AGENT_ID));
	}

	private URI trustedRedirectUri(Flow flow, Parameters parameters, String missing, String untrusted)
			throws AuthorizationRequestError {
		String value = parameters.get("redirect_uri");
		require(value != null, missing, PageText.ERROR_REDIRECT_URI_MISSING);
		URI uri = parse(value);
		if (uri == null || !this.trustedHosts.trust(flow, uri)) {
			throw new AuthorizationRequestError(untrusted, this.trustedHosts.explanation());
		}
		// WeCom would append the code to the fragment, which is not sent to the server
		require(uri.getRawFragment() == null, untrusted, PageText.ERROR_REDIRECT_URI_FRAGMENT);
		return uri;
	}

	private static @Nullable URI parse(@Nullable String value) {
		try {
			return (value != null) ? new URI(value) : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static void require(boolean condition, String message, PageText explanation)
			throws AuthorizationRequestError {
		if (!condition) {
			throw new AuthorizationRequestError(message, explanation);
		}
	}

}
