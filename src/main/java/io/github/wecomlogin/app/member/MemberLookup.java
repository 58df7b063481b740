package io.github.wecomlogin.app.member;

import java.util.List;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Holds the form in which an administrator selects a member.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param applications the applications to choose from; at least one
 * @param registrationId the chosen application, or an empty string
 * @param userId the user ID as entered, trimmed
 */
public record MemberLookup(List<SignInOption> applications, String registrationId, String userId) {

	/**
	 * Maximum length of a user ID (D/90196).
	 */
	static final int MAX_USER_ID_LENGTH = 64;

	public static MemberLookup empty(List<SignInOption> applications) {
		return new MemberLookup(applications, "", "");
	}

	/**
	 * Reads a form. A single application is selected by default.
	 */
	static MemberLookup of(List<SignInOption> applications, String registrationId, String userId) {
		boolean only = registrationId.isEmpty() && applications.size() == 1;
		return new MemberLookup(applications, only ? applications.get(0).registrationId() : registrationId,
				userId.strip());
	}

	/**
	 * Reads a request. Does not use controller method arguments, since Spring MVC logs
	 * these at TRACE.
	 */
	static MemberLookup of(List<SignInOption> applications, HttpServletRequest request) {
		return of(applications, Objects.requireNonNullElse(request.getParameter("registration"), ""),
				Objects.requireNonNullElse(request.getParameter("user-id"), ""));
	}

	/**
	 * Validates the form.
	 * @return the message key of the problem, or {@code null} if the form is valid
	 */
	@Nullable String problem() {
		if (this.applications.stream().noneMatch(this::isChosen)) {
			return "lookup.registration.unknown";
		}
		if (this.userId.isEmpty()) {
			return "lookup.user-id.missing";
		}
		return (this.userId.length() > MAX_USER_ID_LENGTH) ? "lookup.user-id.too-long" : null;
	}

	public boolean isChosen(SignInOption application) {
		return application.registrationId().equals(this.registrationId);
	}

	/**
	 * Returns the value to prefill.
	 * @return the user ID, or an empty string if it is too long
	 */
	public String entered() {
		return (this.userId.length() > MAX_USER_ID_LENGTH) ? "" : this.userId;
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "MemberLookup[]";
	}

}
