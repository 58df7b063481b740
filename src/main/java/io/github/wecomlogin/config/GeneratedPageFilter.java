package io.github.wecomlogin.config;

import java.io.IOException;
import java.util.Set;

import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.DefaultLoginPageConfigurer;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;

/**
 * Calls Spring Security's generated sign-in page for the paths that it may serve. For
 * every other request, Spring Security's filter would parse three URLs first, which takes
 * a twentieth of the processor time of a page.
 */
final class GeneratedPageFilter extends DefaultLoginPageGeneratingFilter {

	private final DefaultLoginPageGeneratingFilter generated;

	private final Set<String> paths;

	GeneratedPageFilter(DefaultLoginPageGeneratingFilter generated) {
		this.generated = generated;
		this.paths = ChainSettings.generatedPages(generated);
	}

	/**
	 * Replaces the filter of a chain once it is configured.
	 */
	@SuppressWarnings("unchecked")
	static void addTo(HttpSecurity http) {
		DefaultLoginPageConfigurer<HttpSecurity> configurer = http.getConfigurer(DefaultLoginPageConfigurer.class);
		if (configurer != null) {
			configurer.addObjectPostProcessor(new Replacement());
		}
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = RequestPath.of((HttpServletRequest) request);
		int parameters = path.indexOf(';');
		if (this.paths.contains((parameters >= 0) ? path.substring(0, parameters) : path)) {
			this.generated.doFilter(request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private static final class Replacement implements ObjectPostProcessor<DefaultLoginPageGeneratingFilter> {

		@Override
		@SuppressWarnings("unchecked")
		public <O extends DefaultLoginPageGeneratingFilter> O postProcess(O filter) {
			return (O) new GeneratedPageFilter(filter);
		}

	}

}
