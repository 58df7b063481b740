package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.Monogram;
import io.github.wecomlogin.app.member.Person;
import io.github.wecomlogin.app.member.SignInWay;
import io.github.wecomlogin.app.member.SignInWays;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Who am I.
 */
@Controller
class HomeController {

	private final SignInWays ways;

	HomeController(SignInWays ways) {
		this.ways = ways;
	}

	@GetMapping("/")
	String home(@ModelAttribute(name = "person", binding = false) Person person, Locale locale, Model model) {
		model.addAttribute("monogram", Monogram.of(person.name()));
		List<SignInWay> all = this.ways.all(locale);
		if (all.size() > 1) {
			all.stream()
				.filter((way) -> way.registrationId().equals(person.registrationId()))
				.findFirst()
				.ifPresent((way) -> model.addAttribute("way", way));
		}
		return "home";
	}

}
