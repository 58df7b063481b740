package io.github.wecomlogin.simulator.page;

import java.util.List;

import io.github.wecomlogin.simulator.api.Paths;

/**
 * Sign-in flows of WeCom, each with its own authorization URL.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum Flow {

	/**
	 * Sign-in inside WeCom (D/91022).
	 */
	IN_CLIENT(Paths.AUTHORIZE, "/simulator/in-client/",
			List.of("appid", "redirect_uri", "response_type", "scope", "state", "agentid")),

	/**
	 * Sign-in in other browsers (D/98152).
	 */
	WEB_LOGIN(Paths.WEB_LOGIN, "/simulator/web-login/",
			List.of("login_type", "appid", "agentid", "redirect_uri", "state"));

	private final String path;

	private final String stepPath;

	private final List<String> parameters;

	Flow(String path, String stepPath, List<String> parameters) {
		this.path = path;
		this.stepPath = stepPath;
		this.parameters = parameters;
	}

	public String path() {
		return this.path;
	}

	/**
	 * Returns the path prefix of further steps.
	 */
	public String stepPath() {
		return this.stepPath;
	}

	/**
	 * Returns the documented parameters of the authorization URL, except {@code lang}.
	 */
	List<String> parameters() {
		return this.parameters;
	}

}
