package io.github.wecomlogin.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.authentication.WeComCallback;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/**
 * Finds the page that a member first asked for in the attempt, so that no session is
 * needed for visitors who may never sign in. What cannot travel in an attempt, because
 * another provider or a form may be chosen, is left to the chain's own request cache.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ReturnTargetRequestCache implements RequestCache {

	private final @Nullable RequestCache others;

	private final @Nullable Cookie cookie;

	private final ReturnTargets targets;

	/**
	 * Creates the cache.
	 * @param others the chain's own cache, if there are other ways to sign in
	 * @param cookie takes the page over a sign-in page that does not know
	 * {@code return-to}, or {@code null} if there is none in between
	 * @param targets decides which pages are targets
	 */
	public ReturnTargetRequestCache(@Nullable RequestCache others, @Nullable Cookie cookie, ReturnTargets targets) {
		this.targets = targets;
		this.others = others;
		this.cookie = cookie;
	}

	@Override
	public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
		if (this.others != null) {
			this.others.saveRequest(request, response);
		}
		else if (this.cookie != null) {
			this.cookie.save(this.targets.ofPage(request), request, response);
		}
	}

	/**
	 * Returns the page that the chain's own cache has for a visitor who starts a sign-in,
	 * so that the attempt keeps it whatever other tabs ask for afterwards.
	 * @return the path, or {@code null} if there is none
	 */
	@Nullable String savedTarget(HttpServletRequest request, HttpServletResponse response) {
		return (this.others != null) ? this.targets.ofSavedRequest(request, this.others.getRequest(request, response))
				: null;
	}

	@Override
	public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
		WeComCallback callback = WeComCallback.of(request);
		Attempt attempt = (callback != null) ? callback.attempt() : null;
		String returnTo = (attempt != null) ? attempt.returnTo() : null;
		if (returnTo != null) {
			return new SimpleSavedRequest(this.targets.absolute(request, returnTo));
		}
		return (this.others != null) ? this.others.getRequest(request, response) : null;
	}

	@Override
	public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
		return (this.others != null) ? this.others.getMatchingRequest(request, response) : null;
	}

	@Override
	public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
		if (this.others != null) {
			this.others.removeRequest(request, response);
		}
	}

	/**
	 * Carries the requested page over a sign-in page of the application. Not sealed: a
	 * site that could plant it could link to the page just as well.
	 */
	public static final class Cookie {

		private static final String NAME = "wecom_return";

		private final LocalCookies cookies;

		public Cookie(LocalCookies cookies) {
			this.cookies = cookies;
		}

		void save(@Nullable String target, HttpServletRequest request, HttpServletResponse response) {
			if (target != null) {
				String value = Base64.getUrlEncoder()
					.withoutPadding()
					.encodeToString(ReturnTarget.shorten(target).getBytes(StandardCharsets.UTF_8));
				this.cookies.add(this.cookies.name(NAME, request), value, Attempt.MAX_AGE, request, response);
			}
		}

		/**
		 * Returns what the cookie says, which is not checked yet.
		 */
		public @Nullable String find(HttpServletRequest request) {
			String value = this.cookies.find(NAME, request);
			if (value == null) {
				return null;
			}
			try {
				return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

		/**
		 * Removes the cookie if it is where an attempt has its return target from. A tab
		 * that has asked for another page since keeps its own.
		 */
		void removeTakenBy(Attempt attempt, HttpServletRequest request, HttpServletResponse response) {
			if (attempt.returnTo() != null && ReturnTarget.shorten(attempt.returnTo()).equals(find(request))) {
				remove(request, response);
			}
		}

		void remove(HttpServletRequest request, HttpServletResponse response) {
			if (this.cookies.find(NAME, request) != null) {
				this.cookies.remove(this.cookies.name(NAME, request), request, response);
			}
		}

	}

}
