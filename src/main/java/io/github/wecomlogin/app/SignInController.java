package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.SignInWay;
import io.github.wecomlogin.app.member.SignInWays;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The sign-in page. Inside WeCom nobody needs it, unless there is something to choose or
 * to know first: without a notice, the sign-in begins at once.
 */
@Controller
class SignInController {

	private final SignInWays ways;

	private final SignInNotices notices;

	SignInController(SignInWays ways, SignInNotices notices) {
		this.ways = ways;
		this.notices = notices;
	}

	@GetMapping("/login")
	String signIn(HttpServletRequest request, Locale locale, @Nullable Authentication authentication, Model model) {
		if (authentication != null) {
			return "redirect:/";
		}
		List<SignInWay> offered = this.ways.all(locale);
		SignInNotice notice = this.notices.find(request, locale);
		String returnTo = returnTo(request);
		Browser browser = Browser.of(request);
		if (notice == null && offered.size() == 1 && browser == Browser.WECOM) {
			return "redirect:" + offered.get(0).address(returnTo);
		}
		if (notice != null && notice.needsOtherBrowser()) {
			offered = offered.stream().filter((way) -> !way.wecom()).toList();
		}
		model.addAttribute("ways", offered);
		model.addAttribute("notice", notice);
		model.addAttribute("returnTo", returnTo);
		model.addAttribute("computer", browser == Browser.DESKTOP);
		return "login";
	}

	/**
	 * Returns where the visitor wants to go. The library checks it again; this only keeps
	 * nonsense out of our links.
	 */
	private static @Nullable String returnTo(HttpServletRequest request) {
		String[] values = request.getParameterValues("return-to");
		if (values == null || values.length != 1) {
			return null;
		}
		return (values[0].startsWith("/") && !values[0].startsWith("//") && values[0].indexOf('\\') < 0) ? values[0]
				: null;
	}

}
