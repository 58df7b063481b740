package io.github.wecomlogin.autoconfigure.properties;

import java.net.URI;

import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Warns at start-up about a {@code wecom.base-url} that is valid but probably wrong:
 * plain http with a host other than loopback, or a path that differs from the context
 * path. Both are correct in some networks, so neither is an error.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class BaseUrlCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(BaseUrlCheck.class);

	private final @Nullable String baseUrl;

	private final ObjectProvider<ServletContext> servletContext;

	public BaseUrlCheck(@Nullable String baseUrl, ObjectProvider<ServletContext> servletContext) {
		this.baseUrl = baseUrl;
		this.servletContext = servletContext;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.baseUrl == null) {
			return;
		}
		URI uri = URI.create(this.baseUrl);
		if ("http".equals(uri.getScheme()) && !PropertyChecks.isLoopback(this.baseUrl)) {
			logger.warn("Property 'wecom.base-url' is " + this.baseUrl + ": plain http exposes session cookies and "
					+ "sign-in codes. Enable https and change wecom.base-url to https://. "
					+ "wecom.base-url 使用 http，会话 Cookie 与登录 code 可能被窃听：请启用 https 并改用 https:// 地址。");
		}
		ServletContext servletContext = this.servletContext.getIfAvailable();
		String contextPath = (servletContext != null) ? servletContext.getContextPath() : null;
		if (contextPath != null && !contextPath.equals(uri.getRawPath())) {
			logger.warn("Property 'wecom.base-url' is " + this.baseUrl + ", whose path is '" + uri.getRawPath()
					+ "', but the context path of this application is '" + contextPath
					+ "'. Unless a proxy rewrites the path, callbacks of WeCom fail with 404: set "
					+ "wecom.base-url to "
					+ this.baseUrl.substring(0, this.baseUrl.length() - uri.getRawPath().length()) + contextPath
					+ ", or server.servlet.context-path to " + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
					+ ". wecom.base-url 的路径与应用的 context path 不一致：除非反向代理会转换路径，否则请将两者改为一致。");
		}
	}

}
