package io.github.wecomlogin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Serves the files with which WeCom checks who owns a domain (D/90315), to everybody and
 * without a redirect. Names that are not configured are answered with 404 whatever else
 * the application does with them: who echoes any code lets any company claim the domain.
 */
public final class DomainVerificationFilter implements Filter {

	private static final String PREFIX = "/WW_verify_";

	private final Map<String, String> files;

	/**
	 * Creates the filter.
	 * @param files the contents by file name, such as
	 * {@code WW_verify_7rG3kjVbXHngiald.txt}
	 */
	public DomainVerificationFilter(Map<String, String> files) {
		this.files = Map.copyOf(files);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		String path = RequestPath.of(request);
		if (!path.startsWith(PREFIX)) {
			filterChain.doFilter(request, response);
			return;
		}
		String content = this.files.get(path.substring(1));
		boolean reading = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
		if (content == null || !reading) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
			return;
		}
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.setContentLength(bytes.length);
		if ("GET".equals(request.getMethod())) {
			response.getOutputStream().write(bytes);
		}
	}

}
