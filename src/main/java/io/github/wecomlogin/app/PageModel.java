package io.github.wecomlogin.app;

import java.util.Locale;

import io.github.wecomlogin.app.member.AccountView;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.request.RequestLanguage;
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
	 * sign-in page replaces it by one that keeps its parameters.
	 */
	@ModelAttribute("otherLanguage")
	String otherLanguage(Locale locale) {
		return "?" + RequestLanguage.parameterOfOther(locale);
	}

}
