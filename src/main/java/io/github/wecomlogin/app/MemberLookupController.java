package io.github.wecomlogin.app;

import java.util.Locale;
import java.util.Objects;

import io.github.wecomlogin.login.WeComRefusalException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Shows an administrator the roles of a member, who does not have to sign in for it. The
 * user id is posted, so that it is in no address and thus in no access log.
 */
@Controller
class MemberLookupController {

	private final SignInWays ways;

	private final MemberRolesFinder finder;

	private final MessageSource messages;

	MemberLookupController(SignInWays ways, MemberRolesFinder finder, MessageSource messages) {
		this.ways = ways;
		this.finder = finder;
		this.messages = messages;
	}

	@GetMapping("/admin/roles")
	String nobody() {
		return "redirect:/admin";
	}

	@PostMapping("/admin/roles")
	String lookUp(HttpServletRequest request, Locale locale, Model model) {
		// Not as arguments of this method, which Spring MVC logs at TRACE
		MemberLookup lookup = MemberLookup.of(this.ways.applications(locale),
				Objects.requireNonNullElse(request.getParameter("registration"), ""),
				Objects.requireNonNullElse(request.getParameter("user-id"), ""));
		model.addAttribute("lookup", lookup);
		String problem = lookup.problem();
		if (problem != null) {
			model.addAttribute("notice", LookupNotice.badInput(problem, this.messages, locale));
			return "member";
		}
		try {
			MemberRoles member = this.finder.ofMember(lookup.registrationId(), lookup.userId());
			model.addAttribute("member", member);
			if (member.refusal() != null) {
				model.addAttribute("refusal", LookupNotice.refused(member.refusal(), this.messages, locale));
			}
		}
		catch (WeComRefusalException ex) {
			model.addAttribute("notice", LookupNotice.refused(ex.getRefusal(), this.messages, locale));
		}
		return "member";
	}

}
