package io.github.wecomlogin.app;

import io.github.wecomlogin.app.member.AccountView;
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

	PageModel(ObjectProvider<SimulatorUrls> simulator) {
		this.demo = simulator.getIfAvailable() != null;
	}

	@ModelAttribute("person")
	@Nullable AccountView person(@Nullable Authentication authentication) {
		return (authentication != null) ? AccountView.of(authentication) : null;
	}

	@ModelAttribute("demo")
	boolean demo() {
		return this.demo;
	}

}
