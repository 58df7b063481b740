package io.github.wecomlogin.authentication;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known while one callback is handled, for those who report on it: events,
 * observations. Never in an exception, which may be kept or logged.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInTrail {

	private final @Nullable SignInWay way;

	private volatile @Nullable String userId;

	private volatile @Nullable WeComRefusal refusal;

	/**
	 * Creates a trail.
	 * @param way how the member came, or {@code null} if the callback belongs to no
	 * attempt
	 */
	SignInTrail(@Nullable SignInWay way) {
		this.way = way;
	}

	/**
	 * Notes whose code it was.
	 */
	void identified(String userId) {
		this.userId = userId;
	}

	public void refused(WeComRefusal refusal) {
		this.refusal = refusal;
	}

	public @Nullable SignInWay way() {
		return this.way;
	}

	public @Nullable String userId() {
		return this.userId;
	}

	public @Nullable WeComRefusal refusal() {
		return this.refusal;
	}

	@Override
	public String toString() {
		return "SignInTrail[]";
	}

}
