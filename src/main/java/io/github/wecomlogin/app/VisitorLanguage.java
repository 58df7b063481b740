package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Resolves the locale as the library does for its own pages, and keeps the language that
 * the links of the pages choose.
 */
@Component("localeResolver")
class VisitorLanguage implements LocaleResolver, HandlerInterceptor, WebMvcConfigurer {

	@Override
	public Locale resolveLocale(HttpServletRequest request) {
		return RequestLanguage.of(request);
	}

	@Override
	public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
		throw new UnsupportedOperationException("The locale is chosen with a parameter");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		RequestLanguage.choose(request, response);
		return true;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

}
