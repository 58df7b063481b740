package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.SignInOption;
import io.github.wecomlogin.app.member.SignInOptions;
import io.github.wecomlogin.app.setup.SetupAccess;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.RefusalReference;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.page.Brand;
import io.github.wecomlogin.web.page.LoginPanel;
import io.github.wecomlogin.web.page.OpenInWeCom;
import io.github.wecomlogin.web.page.OpenInWeComSection;
import io.github.wecomlogin.web.page.PageAction;
import io.github.wecomlogin.web.page.SignInPages;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

	private final OpenInWeCom openInWeCom;

	private final ReturnTargets targets;

	private final SetupAccess setup;

	private final Brand brand;

	SignInController(SignInOptions ways, SignInNotices notices, OpenInWeCom openInWeCom, ReturnTargets targets,
			SetupAccess setup, Brand brand) {
		this.ways = ways;
		this.notices = notices;
		this.openInWeCom = openInWeCom;
		this.targets = targets;
		this.setup = setup;
		this.brand = brand;
	}

	@GetMapping("/login")
	String signIn(HttpServletRequest request, HttpServletResponse response, Locale locale,
			@Nullable Authentication authentication, Model model) {
		if (authentication != null) {
			return "redirect:/";
		}
		List<SignInOption> offered = this.ways.all(locale);
		SignInNotice notice = this.notices.find(request, locale);
		String returnTo = this.targets.ofParameter(request);
		Browser browser = Browser.of(request);
		if (notice == null && offered.size() == 1 && browser == Browser.WECOM) {
			return "redirect:" + offered.get(0).address(returnTo);
		}
		if (browser.refusal() != null) {
			offered = offered.stream().filter((way) -> !way.wecom()).toList();
		}
		model.addAttribute("several", offered.size() > 1);
		model.addAttribute("actions", actions(offered, notice, returnTo, browser, locale));
		model.addAttribute("notice", notice);
		if (notice != null && this.brand.supportUrl() != null) {
			model.addAttribute("supportUrl",
					RefusalReference.withReference(this.brand.supportUrl(), notice.reference()));
		}
		LoginPanel.Content panel = (offered.size() == 1)
				? LoginPanel.begin(offered.get(0).registrationId(), request, response) : null;
		if (panel != null) {
			model.addAttribute("panel", panel.html());
			response.setHeader("Content-Security-Policy",
					SecurityConfiguration.contentSecurityPolicy(this.brand) + panel.contentSecurityPolicy());
		}
		if (browser.refusal() != null) {
			model.addAttribute("open", OpenInWeComSection.html(this.openInWeCom.to(request, returnTo), locale));
			response.setHeader("Content-Security-Policy",
					SecurityConfiguration.contentSecurityPolicy(this.brand) + OpenInWeCom.SCRIPT_SOURCE);
		}
		// Tells only a browser that may open it of the set-up
		model.addAttribute("setup", notice != null && notice.failed() && this.setup.isOpenTo(request));
		model.addAttribute("otherLanguage", SignInPages.inOtherLanguage(request, returnTo));
		model.addAttribute("computer", browser == Browser.DESKTOP);
		return "login";
	}

	private List<PageAction> actions(List<SignInOption> offered, @Nullable SignInNotice notice,
			@Nullable String returnTo, Browser browser, Locale locale) {
		List<PageAction> ways = offered.stream()
			.map((way) -> new PageAction(way.address(returnTo), Messages.text("page.sign-in-with", locale, way.name()),
					way.wecom()))
			.toList();
		return PageAction.of((notice != null) ? notice.help(browser) : null,
				(notice != null) ? notice.reference() : null, ways, this.brand.supportUrl(), locale);
	}

}
