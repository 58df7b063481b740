package com.example;

import java.io.IOException;

import com.xkcoding.http.HttpUtil;
import com.xkcoding.http.support.AbstractHttp;
import com.xkcoding.http.support.java11.HttpClientImpl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import me.zhyd.oauth.config.AuthConfig;
import me.zhyd.oauth.model.AuthCallback;
import me.zhyd.oauth.model.AuthResponse;
import me.zhyd.oauth.model.AuthUser;
import me.zhyd.oauth.request.AuthRequest;
import me.zhyd.oauth.request.AuthWeChatEnterpriseQrcodeRequest;
import me.zhyd.oauth.utils.AuthStateUtils;
import org.apache.http.impl.client.HttpClients;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginController {

	private static final int CONNECTIONS = 64;

	private final AuthRequest request;

	LoginController(@Value("${company}") String company, @Value("${pooled:false}") boolean pooled,
			@Value("${server.port}") int port) {
		HttpUtil.setHttp(new RedirectedHttp(pooled ? pooled() : new HttpClientImpl(), company));
		this.request = new AuthWeChatEnterpriseQrcodeRequest(AuthConfig.builder()
			.clientId("ww0123456789abcdef")
			.clientSecret("secret")
			.agentId("1000002")
			.redirectUri("http://127.0.0.1:" + port + "/oauth/callback")
			.build());
	}

	private static AbstractHttp pooled() {
		return new com.xkcoding.http.support.httpclient.HttpClientImpl(
				HttpClients.custom().setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS).build(),
				new com.xkcoding.http.config.HttpConfig());
	}

	@GetMapping("/oauth/render")
	void render(HttpServletResponse response) throws IOException {
		response.sendRedirect(this.request.authorize(AuthStateUtils.createState()));
	}

	@GetMapping("/oauth/callback")
	void login(AuthCallback callback, HttpServletRequest request, HttpServletResponse response) throws IOException {
		AuthResponse<AuthUser> answer = this.request.login(callback);
		if (!answer.ok()) {
			response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
			return;
		}
		request.getSession().setAttribute(PageController.USER, answer.getData().getUuid());
		response.sendRedirect("/");
	}

}
