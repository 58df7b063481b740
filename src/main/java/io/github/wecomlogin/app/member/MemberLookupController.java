package io.github.wecomlogin.app.member;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Shows administrators the roles and sessions of a member; the member does not have to be
 * signed in. The user ID is sent with POST, which keeps it out of URLs and access logs.
 */
@Controller
class MemberLookupController {

	private final SignInOptions ways;

	private final MemberPage page;

	MemberLookupController(SignInOptions ways, MemberPage page) {
		this.ways = ways;
		this.page = page;
	}

	@GetMapping("/admin/roles")
	String redirect() {
		return "redirect:/admin";
	}

	@PostMapping("/admin/roles")
	String lookUp(HttpServletRequest request, Locale locale, Model model) {
		return this.page.show(MemberLookup.of(this.ways.applications(locale), request), request, locale, model);
	}

}
