package com.example;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.bean.WxCpOauth2UserInfo;
import me.chanjar.weixin.cp.bean.WxCpUser;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Signs a member in who returns from WeCom with a code.
 */
class WeComFilter extends AbstractAuthenticationProcessingFilter {

	static final String PATH = "/callback";

	private static final int ACTIVE = 1;

	private final WxCpService wecom;

	WeComFilter(WxCpService wecom) {
		super(PATH);
		this.wecom = wecom;
		setAuthenticationManager((authentication) -> authentication);
		setSessionAuthenticationStrategy(new ChangeSessionIdAuthenticationStrategy());
		setSecurityContextRepository(new HttpSessionSecurityContextRepository());
		setAuthenticationSuccessHandler(new SavedRequestAwareAuthenticationSuccessHandler());
		setAuthenticationFailureHandler(new SimpleUrlAuthenticationFailureHandler());
	}

	@Override
	public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
		requireState(request);
		String code = request.getParameter("code");
		if (code == null || code.isEmpty()) {
			throw new BadCredentialsException("No code");
		}
		WxCpUser member = member(code);
		if (!Integer.valueOf(ACTIVE).equals(member.getStatus())) {
			throw new DisabledException("Not active");
		}
		UsernamePasswordAuthenticationToken authentication = UsernamePasswordAuthenticationToken
			.authenticated(member.getUserId(), null, List.of(new SimpleGrantedAuthority("ROLE_USER")));
		authentication.setDetails(this.authenticationDetailsSource.buildDetails(request));
		return authentication;
	}

	private static void requireState(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		Object expected = (session != null) ? session.getAttribute(WeComStart.STATE) : null;
		String state = request.getParameter("state");
		if (expected == null || state == null || !MessageDigest.isEqual(bytes(expected.toString()), bytes(state))) {
			throw new BadCredentialsException("Another state");
		}
		session.removeAttribute(WeComStart.STATE);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private WxCpUser member(String code) {
		try {
			WxCpOauth2UserInfo identity = this.wecom.getOauth2Service().getAuthUserInfo(code);
			if (identity.getUserId() == null || identity.getUserId().isBlank()) {
				throw new BadCredentialsException("Not a member");
			}
			return this.wecom.getUserService().getById(identity.getUserId());
		}
		catch (WxErrorException | WxRuntimeException ex) {
			throw new AuthenticationServiceException("WeCom refused", ex);
		}
	}

}
