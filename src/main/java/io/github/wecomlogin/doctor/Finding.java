package io.github.wecomlogin.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * Result of one check. Contains no secret, token or key, and no personal data except for
 * the user id that the caller named.
 *
 * @param check the stable id of the check in lower snake case, such as
 * {@code trusted_ip}; several findings may have the same one
 * @param registrationId the registration concerned, or {@code null} if the check concerns
 * all
 * @param status the outcome
 * @param blocking whether checks that depend on this one were skipped because of it
 * @param duration the time that the check took
 * @param title the subject of the check
 * @param text the outcome, as sentences
 * @param remedy what to do, with the menu of the WeCom console or the property, or
 * {@code null} if there is nothing to do
 * @param document the page of WeCom's documentation, or {@code null} if there is none
 */
public record Finding(String check, @Nullable String registrationId, Status status, boolean blocking, Duration duration,
		LocalizedText title, LocalizedText text, @Nullable LocalizedText remedy, @Nullable URI document) {

	/**
	 * Outcome of a check.
	 */
	public enum Status {

		/**
		 * Nothing to do.
		 */
		OK,

		/**
		 * Not performed: not configured, or a check that it depends on has failed.
		 */
		SKIPPED,

		/**
		 * Works, but is not recommended or could not be checked from this server.
		 */
		WARNING,

		/**
		 * Members cannot sign in, or a configured function does not work.
		 */
		FAILED;

		/**
		 * Returns the name in lower case, as in the JSON report.
		 * @return for example {@code ok}
		 */
		public String code() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
