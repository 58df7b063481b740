package io.github.wecomlogin.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.UrlUtils;

/**
 * Makes the redirects of a security filter chain to this application relative, under the
 * path of {@code wecom.base-url}, so that neither the {@code Host} header nor the context
 * path of the server shows in them. Redirects to other hosts stay as they are, and so do
 * those of the application's pages, except to the paths of a sign-in and the home page.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class FixedAddressFilter implements Filter {

	private static final String IN_APPLICATION = FixedAddressFilter.class.getName() + ".IN_APPLICATION";

	private final SiteAddress site;

	private final LoginPaths paths;

	public FixedAddressFilter(SiteAddress site, LoginPaths paths) {
		this.site = site;
		this.paths = paths;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filterChain.doFilter(request,
				new RelativeRedirects((HttpServletRequest) request, (HttpServletResponse) response));
	}

	/**
	 * Marks the part of a request that the application itself handles.
	 */
	public static final class ApplicationFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
				throws IOException, ServletException {
			request.setAttribute(IN_APPLICATION, true);
			try {
				filterChain.doFilter(request, response);
			}
			finally {
				request.removeAttribute(IN_APPLICATION);
			}
		}

	}

	private final class RelativeRedirects extends HttpServletResponseWrapper {

		private final HttpServletRequest request;

		private RelativeRedirects(HttpServletRequest request, HttpServletResponse response) {
			super(response);
			this.request = request;
		}

		@Override
		public void sendRedirect(String location) throws IOException {
			String path = path(location);
			if (path == null || (this.request.getAttribute(IN_APPLICATION) != null && !isOfSignIn(path))) {
				super.sendRedirect(location);
				return;
			}
			resetBuffer();
			setStatus(HttpStatus.FOUND.value());
			setHeader(HttpHeaders.LOCATION, FixedAddressFilter.this.site.ofRedirect(this.request, path));
		}

		private boolean isOfSignIn(String path) {
			String contextPath = this.request.getContextPath();
			if (!path.startsWith(contextPath + "/")) {
				return false;
			}
			String withinApplication = path.substring(contextPath.length()).replaceFirst("[?#].*", "");
			return withinApplication.equals("/") || FixedAddressFilter.this.paths.isOwn(withinApplication);
		}

		private @Nullable String path(String location) {
			if (location.startsWith("/")) {
				return location.startsWith("//") ? null : location;
			}
			String origin = UrlUtils.buildFullRequestUrl(this.request.getScheme(), this.request.getServerName(),
					this.request.getServerPort(), "", null);
			return location.startsWith(origin + "/") ? location.substring(origin.length()) : null;
		}

	}

}
