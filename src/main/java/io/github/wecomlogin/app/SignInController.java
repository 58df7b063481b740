package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.SignInOption;
import io.github.wecomlogin.app.member.SignInOptions;
import io.github.wecomlogin.web.page.SignInPages;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Shows the sign-in page. Inside WeCom, the sign-in starts immediately unless there is a
 * notice to show or more than one option.
 */
@Controller
class SignInController {

	private final SignInOptions ways;

	private final SignInNotices notices;

	SignInController(SignInOptions ways, SignInNotices notices) {
		this.ways = ways;
		this.notices = notices;
	}

	@GetMapping("/login")
	String signIn(HttpServletRequest request, Locale locale, @Nullable Authentication authentication, Model model) {
		if (authentication != null) {
			return "redirect:/";
		}
		List<SignInOption> offered = this.ways.all(locale);
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
		model.addAttribute("otherLanguage", SignInPages.inOtherLanguage(request, returnTo));
		model.addAttribute("computer", browser == Browser.DESKTOP);
		return "login";
	}

	/**
	 * Returns the page to return to, if it is a local path. The library validates it
	 * again.
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
