package io.github.wecomlogin.app.member;

import java.util.List;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which member an administrator asks for.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param applications the applications to choose from, at least one
 * @param registrationId the one that was chosen, or empty
 * @param userId what was entered, without blanks around it
 */
public record MemberLookup(List<SignInWay> applications, String registrationId, String userId) {

	/**
	 * The longest user id there is (D/90196).
	 */
	static final int MAX_USER_ID_LENGTH = 64;

	public static MemberLookup empty(List<SignInWay> applications) {
		return new MemberLookup(applications, "", "");
	}

	/**
	 * Understands a form. Where there is no choice, none needs to be made.
	 */
	static MemberLookup of(List<SignInWay> applications, String registrationId, String userId) {
		boolean only = registrationId.isEmpty() && applications.size() == 1;
		return new MemberLookup(applications, only ? applications.get(0).registrationId() : registrationId,
				userId.strip());
	}

	/**
	 * Understands a request. Not by way of arguments of a controller's method, which
	 * Spring MVC logs at TRACE.
	 */
	static MemberLookup of(List<SignInWay> applications, HttpServletRequest request) {
		return of(applications, Objects.requireNonNullElse(request.getParameter("registration"), ""),
				Objects.requireNonNullElse(request.getParameter("user-id"), ""));
	}

	/**
	 * Returns what is wrong with the form.
	 * @return the key of a message, or {@code null} if nothing is
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

	public boolean isChosen(SignInWay application) {
		return application.registrationId().equals(this.registrationId);
	}

	/**
	 * Returns what to fill in again.
	 * @return the user id, unless it is no such thing
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
