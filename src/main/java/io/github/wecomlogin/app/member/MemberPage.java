package io.github.wecomlogin.app.member;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.session.WeComSession;
import io.github.wecomlogin.session.WeComSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Renders the page about a member. Roles are shown only if the member is visible in
 * WeCom, sessions always, so that those of leavers can be ended.
 */
@ImportRuntimeHints(MemberPageHints.class)
@Component
class MemberPage {

	private static final String VIEW = "member";

	private final SignInOptions ways;

	private final MemberRolesFinder finder;

	private final WeComRegistrations registrations;

	private final WeComSessions sessions;

	private final MessageSource messages;

	MemberPage(SignInOptions ways, MemberRolesFinder finder, WeComRegistrations registrations, WeComSessions sessions,
			MessageSource messages) {
		this.ways = ways;
		this.finder = finder;
		this.registrations = registrations;
		this.sessions = sessions;
		this.messages = messages;
	}

	/**
	 * Shows a member.
	 * @param lookup the member to show
	 * @return the name of the view
	 */
	String show(MemberLookup lookup, HttpServletRequest request, Locale locale, Model model) {
		model.addAttribute("lookup", lookup);
		String problem = lookup.problem();
		if (problem != null) {
			model.addAttribute("notice", LookupNotice.badInput(problem, this.messages, locale));
			return VIEW;
		}
		String userId = lookup.userId();
		try {
			MemberRoles member = this.finder.ofMember(lookup.registrationId(), userId);
			model.addAttribute("member", member);
			if (member.refusal() != null) {
				model.addAttribute("refusal", LookupNotice.refused(member.refusal(), this.messages, locale));
			}
			if (member.facts() != null) {
				userId = member.facts().userId();
			}
		}
		catch (WeComRefusalException ex) {
			model.addAttribute("notice", LookupNotice.refused(ex.getRefusal(), this.messages, locale));
		}
		model.addAttribute("sessions", sessions(lookup, userId, request, locale));
		return VIEW;
	}

	private MemberSessions sessions(MemberLookup lookup, String userId, HttpServletRequest request, Locale locale) {
		String ownReference = ownReference(request);
		List<ShownSession> sessions = this.sessions.find(corpId(lookup.registrationId()), userId)
			.stream()
			.map((session) -> ShownSession.of(session, application(session, locale), device(session, locale),
					ownReference))
			.toList();
		return new MemberSessions(lookup.registrationId(), userId, sessions, this.sessions.listsAll());
	}

	private @Nullable String application(WeComSession session, Locale locale) {
		List<SignInOption> applications = this.ways.applications(locale);
		return (applications.size() == 1) ? null
				: applications.stream()
					.filter((way) -> way.registrationId().equals(session.registrationId()))
					.findFirst()
					.map(SignInOption::name)
					.orElse(session.registrationId());
	}

	private @Nullable String device(WeComSession session, Locale locale) {
		return (session.device() != null) ? DeviceName.of(session.device(), this.messages, locale) : null;
	}

	static @Nullable String ownReference(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		return (session != null) ? WeComSessions.reference(session.getId()) : null;
	}

	/**
	 * Returns the corp ID of a registration.
	 */
	String corpId(String registrationId) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			throw new IllegalArgumentException("Unknown registration");
		}
		return registration.application().corpId();
	}

}
