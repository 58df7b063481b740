package io.github.wecomlogin.app.member;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.session.WeComSession;
import io.github.wecomlogin.session.WeComSessions;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Ends sessions of a member on behalf of an administrator.
 */
@Controller
class MemberSessionsController {

	private final SignInOptions ways;

	private final MemberPage page;

	private final WeComSessions sessions;

	private final MessageSource messages;

	MemberSessionsController(SignInOptions ways, MemberPage page, WeComSessions sessions, MessageSource messages) {
		this.ways = ways;
		this.page = page;
		this.sessions = sessions;
		this.messages = messages;
	}

	@GetMapping("/admin/sessions/end")
	String redirect() {
		return "redirect:/admin";
	}

	@PostMapping("/admin/sessions/end")
	String end(HttpServletRequest request, Locale locale, Model model) {
		MemberLookup lookup = MemberLookup.of(this.ways.applications(locale), request);
		if (lookup.problem() == null) {
			String corpId = this.page.corpId(lookup.registrationId());
			String reference = request.getParameter("reference");
			boolean own = isOwn(corpId, lookup.userId(), reference, request);
			model.addAttribute("done", end(corpId, lookup.userId(), reference, locale));
			if (own) {
				// The administrator has ended their own session, which this page requires
				return "redirect:/";
			}
		}
		return this.page.show(lookup, request, locale, model);
	}

	private boolean isOwn(String corpId, String userId, @Nullable String reference, HttpServletRequest request) {
		String own = MemberPage.ownReference(request);
		List<WeComSession> sessions = this.sessions.find(corpId, userId);
		return sessions.stream()
			.map(WeComSession::reference)
			.anyMatch((each) -> each.equals(own) && (reference == null || each.equals(reference)));
	}

	private String end(String corpId, String userId, @Nullable String reference, Locale locale) {
		if (reference != null) {
			boolean ended = this.sessions.end(corpId, userId, reference);
			return text(ended ? "sessions.ended" : "sessions.over", locale, 1);
		}
		int ended = this.sessions.endAll(corpId, userId);
		return text(this.sessions.listsAll() ? "sessions.ended" : "sessions.end-with-next-request", locale, ended);
	}

	private String text(String key, Locale locale, int number) {
		return this.messages.getMessage(key, new Object[] { number }, locale);
	}

}
