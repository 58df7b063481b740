package io.github.wecomlogin.app.admin;

import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Shows administrators the last refused sign-ins of this node.
 */
@Controller
class RefusalsController {

	private final RecentRefusals refusals;

	private final MessageSource messages;

	RefusalsController(RecentRefusals refusals, MessageSource messages) {
		this.refusals = refusals;
		this.messages = messages;
	}

	@GetMapping("/admin/refusals")
	String refusals(@RequestParam(defaultValue = "") String reference, Locale locale, Model model) {
		String wanted = reference.strip();
		model.addAttribute("reference", wanted);
		model.addAttribute("refusals",
				this.refusals.latest()
					.stream()
					.filter((refusal) -> wanted.isEmpty() || refusal.reference().equalsIgnoreCase(wanted))
					.map((refusal) -> ShownRefusal.of(refusal, this.messages, locale))
					.toList());
		model.addAttribute("limit", RecentRefusals.MAX_PER_CODE);
		return "refusals";
	}

}
