package io.github.wecomlogin.config;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;

/**
 * Makes the filter of Spring Security's generated sign-in page, which compares each
 * request with several URLs, pass all requests on.
 */
final class GeneratedPagePostProcessor implements ObjectPostProcessor<DefaultLoginPageGeneratingFilter> {

	@Override
	@SuppressWarnings("unchecked")
	public <O extends DefaultLoginPageGeneratingFilter> O postProcess(O springsOwn) {
		return (O) new DefaultLoginPageGeneratingFilter() {

			@Override
			public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				chain.doFilter(request, response);
			}

		};
	}

}
