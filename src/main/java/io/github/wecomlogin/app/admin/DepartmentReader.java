package io.github.wecomlogin.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.Deadline;

import org.springframework.stereotype.Component;

/**
 * Reads the members of a department on behalf of an administrator, so that they can be
 * searched and exported before they sign in. Takes one call, within the limits of
 * sign-ins.
 */
@Component
class DepartmentReader {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

	private final KnownMembers members;

	private final PerRegistration<CompanyDirectory> directories;

	private final CallPermits permits;

	DepartmentReader(KnownMembers members, PerRegistration<CompanyDirectory> directories, CallPermits permits) {
		this.members = members;
		this.directories = directories;
		this.permits = permits;
	}

	/**
	 * Reads the direct members of a department.
	 * @return what went wrong, or an empty string
	 */
	String read(WeComRegistration registration, long departmentId, Locale locale) {
		CallPermits.Permit permit = this.permits.enter(Deadline.after(TIME_LIMIT));
		if (permit == null) {
			return WeComRefusal.BUSY.text(locale);
		}
		try (permit) {
			this.members.listed(registration, departmentId,
					this.directories.get(registration).members().list(departmentId, permit.deadline()), Instant.now());
			return "";
		}
		catch (WeComApiException ex) {
			return ex.getEndpoint() + " · " + ex.getError() + ": " + ex.getError().meaning(locale) + " "
					+ ex.getRemedy(locale);
		}
	}

}
