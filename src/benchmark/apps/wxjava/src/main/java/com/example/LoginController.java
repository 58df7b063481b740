package com.example;

import java.io.IOException;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.api.impl.WxCpServiceImpl;
import me.chanjar.weixin.cp.bean.WxCpOauth2UserInfo;
import me.chanjar.weixin.cp.bean.WxCpUser;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginController {

	private static final String STATE = "state";

	private final WxCpService wecom = new WxCpServiceImpl();

	private final String callback;

	LoginController(@Value("${company}") String company, @Value("${server.port}") int port) {
		WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
		config.setCorpId("ww0123456789abcdef");
		config.setCorpSecret("secret");
		config.setAgentId(1000002);
		config.setBaseApiUrl(company);
		this.wecom.setWxCpConfigStorage(config);
		this.callback = "http://127.0.0.1:" + port + "/callback";
	}

	@GetMapping("/start")
	void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String state = UUID.randomUUID().toString().replace("-", "");
		request.getSession().setAttribute(STATE, state);
		response.sendRedirect(this.wecom.getOauth2Service().buildAuthorizationUrl(this.callback, state));
	}

	@GetMapping("/callback")
	void callback(String code, String state, HttpServletRequest request, HttpServletResponse response)
			throws IOException, WxErrorException {
		HttpSession session = request.getSession(false);
		if (session == null || !state.equals(session.getAttribute(STATE))) {
			response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
			return;
		}
		session.removeAttribute(STATE);
		WxCpOauth2UserInfo info = this.wecom.getOauth2Service().getAuthUserInfo(code);
		WxCpUser user = this.wecom.getUserService().getById(info.getUserId());
		request.changeSessionId();
		session.setAttribute(PageController.USER, user.getUserId());
		response.sendRedirect("/");
	}

}
