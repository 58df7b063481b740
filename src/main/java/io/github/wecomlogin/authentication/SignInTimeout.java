package io.github.wecomlogin.authentication;

import java.time.Duration;

import io.github.wecomlogin.util.Deadline;

/**
 * Total time budget of the server's part of a sign-in ({@code wecom.sign-in-timeout}).
 *
 * @param value the budget
 */
public record SignInTimeout(Duration value) {

	/**
	 * Starts a sign-in.
	 * @return the deadline of that sign-in
	 */
	public Deadline start() {
		return Deadline.after(this.value);
	}

}
