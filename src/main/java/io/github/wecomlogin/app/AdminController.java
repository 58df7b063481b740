package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.app.admin.NodeState;
import io.github.wecomlogin.app.admin.RuleViews;
import io.github.wecomlogin.app.member.MemberLookup;
import io.github.wecomlogin.app.member.SignInOption;
import io.github.wecomlogin.app.member.SignInOptions;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Shows administrators the configured applications, their rules and the state of this
 * node.
 */
@Controller
class AdminController {

	private final WeComRegistrations registrations;

	private final PerRegistration<CompanyDirectory> directories;

	private final SignInOptions ways;

	private final RuleViews rules;

	private final NodeState state;

	private final @Nullable SimulatorUrls simulator;

	AdminController(WeComRegistrations registrations, PerRegistration<CompanyDirectory> directories, SignInOptions ways,
			RuleViews rules, NodeState state, ObjectProvider<SimulatorUrls> simulator) {
		this.registrations = registrations;
		this.directories = directories;
		this.ways = ways;
		this.rules = rules;
		this.state = state;
		this.simulator = simulator.getIfAvailable();
	}

	@GetMapping("/admin")
	String admin(Locale locale, Model model) {
		model.addAttribute("applications",
				StreamSupport.stream(this.registrations.spliterator(), false)
					.map((registration) -> Application.of(registration,
							this.directories.get(registration).organisation(), this.rules, this.state, locale))
					.toList());
		model.addAttribute("node", this.state.node());
		model.addAttribute("lookup", MemberLookup.empty(this.ways.applications(locale)));
		List<SignInOption> others = this.ways.all(locale).stream().filter((way) -> !way.wecom()).toList();
		model.addAttribute("others", others);
		if (this.simulator != null) {
			model.addAttribute("simulatorUrl", this.simulator.api());
			model.addAttribute("companyUrl", this.simulator.company());
		}
		return "admin";
	}

}
