package io.github.wecomlogin.autoconfigure.properties;

import java.net.URI;

import io.github.wecomlogin.util.Texts;
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
			logger.warn(Texts.OPERATORS.inBoth("startup.plain-http", this.baseUrl));
		}
		ServletContext servletContext = this.servletContext.getIfAvailable();
		String contextPath = (servletContext != null) ? servletContext.getContextPath() : null;
		if (contextPath != null && !contextPath.equals(uri.getRawPath())) {
			String path = uri.getRawPath();
			String site = this.baseUrl.substring(0, this.baseUrl.length() - path.length());
			logger.warn(Texts.OPERATORS.inBoth("startup.other-path", this.baseUrl, path, contextPath,
					site + contextPath, path.isEmpty() ? "/" : path));
		}
	}

}
