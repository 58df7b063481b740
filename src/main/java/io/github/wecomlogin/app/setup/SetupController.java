package io.github.wecomlogin.app.setup;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Shows the remaining steps of the set-up.
 */
@Controller
class SetupController {

	private static final String VIEW = "setup";

	private final SiteUrl site;

	private final WeComProperties properties;

	private final WeComRegistrations registrations;

	SetupController(SiteUrl site, WeComProperties properties, WeComRegistrations registrations) {
		this.site = site;
		this.properties = properties;
		this.registrations = registrations;
	}

	@GetMapping("/setup")
	String show(HttpServletRequest request, Model model) {
		model.addAttribute("guide", SetupGuide.of(this.site, this.properties, this.registrations, request));
		return VIEW;
	}

	/**
	 * Shows a new Token and EncodingAESKey. The page is not redirected to, because the
	 * keys are not kept.
	 */
	@PostMapping("/setup/callback-keys")
	String generate(HttpServletRequest request, Model model) {
		model.addAttribute("keys", NewCallbackKeys.random());
		return show(request, model);
	}

	@GetMapping("/setup/callback-keys")
	String redirect() {
		return "redirect:/setup";
	}

}
