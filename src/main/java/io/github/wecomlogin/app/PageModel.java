package io.github.wecomlogin.app;

import io.github.wecomlogin.app.member.Person;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What every page shows, error pages included.
 */
@ControllerAdvice
class PageModel {

	private final boolean demo;

	PageModel(ObjectProvider<SimulatorUrls> simulator) {
		this.demo = simulator.getIfAvailable() != null;
	}

	@ModelAttribute("person")
	@Nullable Person person(@Nullable Authentication authentication) {
		return (authentication != null) ? Person.of(authentication) : null;
	}

	@ModelAttribute("demo")
	boolean demo() {
		return this.demo;
	}

}
