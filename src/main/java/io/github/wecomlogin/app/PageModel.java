package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.app.member.AccountView;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Adds the attributes that all pages use, including error pages.
 */
@ControllerAdvice
class PageModel {

	private final boolean demo;

	private final Brand brand;

	private final String brandCss;

	PageModel(ObjectProvider<SimulatorUrls> simulator, Brand brand) {
		this.demo = simulator.getIfAvailable() != null;
		this.brand = brand;
		this.brandCss = brand.css();
	}

	@ModelAttribute("person")
	@Nullable AccountView person(@Nullable Authentication authentication) {
		return (authentication != null) ? AccountView.of(authentication) : null;
	}

	@ModelAttribute("demo")
	boolean demo() {
		return this.demo;
	}

	@ModelAttribute("brand")
	Brand brand() {
		return this.brand;
	}

	@ModelAttribute("brandCss")
	String brandCss() {
		return this.brandCss;
	}

	/**
	 * Returns the URL of a page in the other language, relative to the page itself. The
	 * sign-in page replaces it by one that keeps its parameters. From an error page whose
	 * address starts or ends a sign-in, or takes no GET, the link leads to the sign-in
	 * page, which redirects members who are signed in to the home page.
	 */
	@ModelAttribute("otherLanguage")
	String otherLanguage(HttpServletRequest request, Locale locale) {
		String query = "?" + RequestLanguage.parameterOfOther(locale);
		return isRepeatable(request) ? query : "/login" + query;
	}

	private static boolean isRepeatable(HttpServletRequest request) {
		if (!(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed)) {
			return true;
		}
		String contextPath = request.getContextPath();
		return "GET".equals(request.getMethod()) && !failed.startsWith(contextPath + LoginPaths.AUTHORIZATION)
				&& !failed.startsWith(contextPath + LoginPaths.CALLBACK);
	}

}
