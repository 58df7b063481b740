package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.request.RequestLanguage;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Hides {@code return-to}, {@code error}, {@code ref} and {@code lang} in the query
 * string of the chain's own sign-in page. Spring Security compares that page's whole URL,
 * so {@code loginPage("/signin").permitAll()} would not permit the page with a query. The
 * page itself can still read the parameters. Keeps the language that the query chooses,
 * as other pages of the sign-in link to the page with it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPageQueryFilter implements Filter {

	private static final List<String> OURS = List.of(LoginPaths.RETURN_TO, WeComRefusalNotice.ERROR,
			WeComRefusalNotice.REFERENCE, RequestLanguage.PARAMETER);

	private final LoginPaths paths;

	public SignInPageQueryFilter(LoginPaths paths) {
		this.paths = paths;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		HttpServletRequest httpRequest = (HttpServletRequest) request;
		boolean signInPage = httpRequest.getQueryString() != null
				&& RequestPath.of(httpRequest).equals(this.paths.signInPagePath());
		if (signInPage && "GET".equals(httpRequest.getMethod())) {
			RequestLanguage.choose(httpRequest, (HttpServletResponse) response);
		}
		filterChain.doFilter(signInPage ? new RequestWithoutOurQuery(httpRequest) : request, response);
	}

	private static final class RequestWithoutOurQuery extends HttpServletRequestWrapper {

		private RequestWithoutOurQuery(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getQueryString() {
			String query = Arrays.stream(super.getQueryString().split("&"))
				.filter((each) -> OURS.stream().noneMatch((name) -> each.startsWith(name + "=")))
				.collect(Collectors.joining("&"));
			return query.isEmpty() ? null : query;
		}

	}

}
