package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.AccountView;
import io.github.wecomlogin.app.member.Monogram;
import io.github.wecomlogin.app.member.SignInOption;
import io.github.wecomlogin.app.member.SignInOptions;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Shows the signed-in account.
 */
@Controller
class HomeController {

	private final SignInOptions ways;

	HomeController(SignInOptions ways) {
		this.ways = ways;
	}

	@GetMapping("/")
	String home(@ModelAttribute(name = "person", binding = false) AccountView person, Locale locale, Model model) {
		model.addAttribute("monogram", Monogram.of(person.name()));
		List<SignInOption> all = this.ways.all(locale);
		if (all.size() > 1) {
			all.stream()
				.filter((way) -> way.registrationId().equals(person.registrationId()))
				.findFirst()
				.ifPresent((way) -> model.addAttribute("way", way));
		}
		return "home";
	}

}
