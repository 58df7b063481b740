package io.github.wecomlogin.app.setup;

import java.util.Locale;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Shows the checks of the set-up and the remaining steps. A user ID is sent with POST,
 * which keeps it out of URLs and access logs.
 */
@ImportRuntimeHints(SetupHints.class)
@Controller
class SetupController {

	private static final String VIEW = "setup";

	private final SetupChecks checks;

	private final SiteUrl site;

	private final WeComProperties properties;

	private final WeComRegistrations registrations;

	SetupController(SetupChecks checks, SiteUrl site, WeComProperties properties, WeComRegistrations registrations) {
		this.checks = checks;
		this.site = site;
		this.properties = properties;
		this.registrations = registrations;
	}

	@GetMapping("/setup")
	String show(HttpServletRequest request, Locale locale, Model model) {
		DoctorReport report = this.checks.report();
		if (report != null) {
			model.addAttribute("report", SetupReport.of(report, !this.registrations.isSingle(), locale));
		}
		model.addAttribute("recent", request.getParameter("recent") != null);
		model.addAttribute("guide", SetupGuide.of(this.site, this.properties, this.registrations, request));
		return VIEW;
	}

	@PostMapping("/setup/checks")
	String check(HttpServletRequest request) {
		String userId = request.getParameter("user-id");
		boolean run = this.checks.run(StringUtils.hasText(userId) ? userId.strip() : null);
		return run ? "redirect:/setup" : "redirect:/setup?recent";
	}

	/**
	 * Shows a new Token and EncodingAESKey for each registration without them. Does not
	 * redirect, because the keys are not kept.
	 */
	@PostMapping("/setup/callback-keys")
	String generate(HttpServletRequest request, Locale locale, Model model) {
		model.addAttribute("newKeys", true);
		return show(request, locale, model);
	}

	@GetMapping({ "/setup/checks", "/setup/callback-keys" })
	String redirect() {
		return "redirect:/setup";
	}

}
