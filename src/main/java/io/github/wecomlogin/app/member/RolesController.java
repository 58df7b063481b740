package io.github.wecomlogin.app.member;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Explains the roles of the signed-in account.
 */
@Controller
class RolesController {

	private final MemberRolesFinder finder;

	RolesController(MemberRolesFinder finder) {
		this.finder = finder;
	}

	@GetMapping("/roles")
	String roles(@ModelAttribute(name = "person", binding = false) AccountView person, Authentication authentication,
			Model model) {
		model.addAttribute("mine", this.finder.ofSession(authentication.getPrincipal(), person.roles()));
		return "roles";
	}

}
