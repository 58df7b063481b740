package io.github.wecomlogin.app.admin;

import java.util.Locale;
import java.util.Objects;

import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Lets administrators search members and departments. The text is sent with POST, which
 * keeps names out of URLs and access logs, and is not a controller method argument, since
 * Spring MVC logs these at TRACE.
 */
@Controller
class SearchController {

	private final MemberSearch search;

	private final DepartmentReader reader;

	private final WeComRegistrations registrations;

	SearchController(MemberSearch search, DepartmentReader reader, WeComRegistrations registrations) {
		this.search = search;
		this.reader = reader;
		this.registrations = registrations;
	}

	@GetMapping("/admin/search")
	String redirect() {
		return "redirect:/admin";
	}

	@PostMapping("/admin/search")
	String search(HttpServletRequest request, Locale locale, Model model) {
		SearchResult result = find(request, locale, model);
		if (result == null) {
			return redirect();
		}
		model.addAttribute("result", result);
		model.addAttribute("departmentsCached", this.search.hasDepartments());
		return "search";
	}

	private @Nullable SearchResult find(HttpServletRequest request, Locale locale, Model model) {
		WeComRegistration registration = this.registrations.find(text(request, "registration"));
		String rule = text(request, "rule");
		if (registration != null && !rule.isEmpty()) {
			return this.search.ofRule(registration, rule, locale);
		}
		Long department = number(text(request, "department"));
		if (registration != null && department != null && this.search.contains(registration, department)) {
			if (request.getParameter("read") != null) {
				model.addAttribute("problem", this.reader.read(registration, department, locale));
			}
			return this.search.ofDepartment(registration, department, locale);
		}
		String query = text(request, "q");
		return (query.isEmpty() || query.length() > MemberSearch.MAX_LENGTH) ? null : this.search.find(query, locale);
	}

	private static String text(HttpServletRequest request, String name) {
		return Objects.requireNonNullElse(request.getParameter(name), "").strip();
	}

	private static @Nullable Long number(String text) {
		try {
			return Long.valueOf(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
