package io.github.wecomlogin.app.setup;

import java.util.Objects;

import io.github.wecomlogin.web.request.CallerKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Exchanges a token for the cookie that opens {@code /setup}. A wrong token is answered
 * like a request for {@code /setup} without one.
 */
@Controller
class SetupEntryController {

	static final String PATH = "/setup/open";

	static final String TOKEN = "token";

	private static final String FORM = "setup-token";

	private static final String PAGE = "redirect:/setup";

	private final SetupAccess access;

	SetupEntryController(SetupAccess access) {
		this.access = access;
	}

	/**
	 * Redeems the link of the log. Only a navigation does, not a preview of the link.
	 */
	@GetMapping(PATH)
	String open(HttpServletRequest request, HttpServletResponse response) {
		String token = request.getParameter(TOKEN);
		if (token == null) {
			return this.access.acceptsConfiguredToken() ? FORM : PAGE;
		}
		if (CallerKind.wantsPage(request)) {
			this.access.redeemLink(token, request, response);
		}
		return PAGE;
	}

	@PostMapping(PATH)
	String enter(HttpServletRequest request, HttpServletResponse response, Model model) {
		String token = Objects.requireNonNullElse(request.getParameter(TOKEN), "").strip();
		if (!this.access.acceptsConfiguredToken() || this.access.acceptConfiguredToken(token, request, response)) {
			return PAGE;
		}
		response.setStatus(HttpStatus.FORBIDDEN.value());
		model.addAttribute("rejected", true);
		return FORM;
	}

}
