package io.github.wecomlogin.app;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Resolves the locale: Chinese if the browser prefers it or sends no
 * {@code Accept-Language}, otherwise English.
 */
@Component("localeResolver")
class VisitorLanguage implements LocaleResolver {

	@Override
	public Locale resolveLocale(HttpServletRequest request) {
		if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
			return Locale.CHINESE;
		}
		boolean chinese = Locale.CHINESE.getLanguage().equals(request.getLocale().getLanguage());
		return chinese ? Locale.CHINESE : Locale.ENGLISH;
	}

	@Override
	public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
		throw new UnsupportedOperationException("The locale is determined by Accept-Language");
	}

}
