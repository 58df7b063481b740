package io.github.wecomlogin.web;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import io.github.wecomlogin.refusal.WeComRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * A refused callback in the form in which OAuth 2.0 tells of a refusal. Spring Security's
 * filter would call WeCom's form, with neither code nor error, an invalid request.
 */
final class RefusedCallbackRequest extends HttpServletRequestWrapper {

	private final Map<String, String[]> parameters;

	RefusedCallbackRequest(HttpServletRequest request, WeComRefusal refusal) {
		super(request);
		this.parameters = Map.of(OAuth2ParameterNames.ERROR, new String[] { refusal.code() },
				OAuth2ParameterNames.STATE, new String[] { refusal.code() });
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return this.parameters;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

}
