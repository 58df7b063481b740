package com.example;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import me.chanjar.weixin.cp.api.WxCpService;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends a browser to WeCom, with a state that is kept in the session.
 */
class WeComStart extends OncePerRequestFilter implements AuthenticationEntryPoint {

	static final String STATE = "wecom-state";

	private final SecureRandom random = new SecureRandom();

	private final WxCpService wecom;

	private final String path;

	WeComStart(WxCpService wecom, String path) {
		this.wecom = wecom;
		this.path = path;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.path.equals(request.getServletPath())) {
			redirect(request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		redirect(request, response);
	}

	private void redirect(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] bytes = new byte[16];
		this.random.nextBytes(bytes);
		String state = HexFormat.of().formatHex(bytes);
		request.getSession().setAttribute(STATE, state);
		String callback = UrlUtils.buildFullRequestUrl(request.getScheme(), request.getServerName(),
				request.getServerPort(), WeComFilter.PATH, null);
		response.sendRedirect(this.wecom.getOauth2Service().buildAuthorizationUrl(callback, state));
	}

}
