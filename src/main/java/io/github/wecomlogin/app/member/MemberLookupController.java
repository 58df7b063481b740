package io.github.wecomlogin.app.member;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Shows an administrator the roles and sessions of a member, who does not have to sign in
 * for it. The user id is posted, so that it is in no address and thus in no access log.
 */
@Controller
class MemberLookupController {

	private final SignInWays ways;

	private final MemberPage page;

	MemberLookupController(SignInWays ways, MemberPage page) {
		this.ways = ways;
		this.page = page;
	}

	@GetMapping("/admin/roles")
	String nobody() {
		return "redirect:/admin";
	}

	@PostMapping("/admin/roles")
	String lookUp(HttpServletRequest request, Locale locale, Model model) {
		return this.page.show(MemberLookup.of(this.ways.applications(locale), request), request, locale, model);
	}

}
