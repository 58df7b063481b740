package io.github.wecomlogin.web;

import java.util.function.Function;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestParameters;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Resolves authorization requests of WeCom's registrations only: for the path that starts
 * a sign-in, and for a page that requires one. Selects the in-client or the web page of
 * WeCom by the {@code User-Agent}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComAuthorizationRequestResolver implements OAuth2AuthorizationRequestResolver {

	private final WeComRegistrations registrations;

	private final @Nullable WeComClientRegistrationRepository allRegistrations;

	private final SiteAddress site;

	private final LoginPaths paths;

	private final AuthorizeUrls authorizeUrls;

	private final AttemptFactory attempts;

	/**
	 * Creates the resolver.
	 * @param registrations the registrations of WeCom
	 * @param allRegistrations the registrations of all providers, or {@code null} if the
	 * chain has a resolver of its own, which may know more
	 * @param site the address of the application
	 * @param paths the paths of the chain
	 * @param authorizeUrls builds the URLs of WeCom's pages
	 * @param attempts creates attempts
	 */
	public WeComAuthorizationRequestResolver(WeComRegistrations registrations,
			@Nullable WeComClientRegistrationRepository allRegistrations, SiteAddress site, LoginPaths paths,
			AuthorizeUrls authorizeUrls, AttemptFactory attempts) {
		this.registrations = registrations;
		this.allRegistrations = allRegistrations;
		this.site = site;
		this.paths = paths;
		this.authorizeUrls = authorizeUrls;
		this.attempts = attempts;
	}

	/**
	 * Whether a request is for the path that starts a sign-in with any registration.
	 */
	public boolean isStart(HttpServletRequest request) {
		return startedId(request) != null;
	}

	private @Nullable String startedId(HttpServletRequest request) {
		return this.paths.startedId(RequestPath.of(request));
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		String registrationId = startedId(request);
		if (registrationId == null) {
			return null;
		}
		if (this.allRegistrations != null && this.allRegistrations.findByRegistrationId(registrationId) == null) {
			throw new UnknownRegistrationException();
		}
		return resolve(request, registrationId, (way) -> {
			if (RequestParameters.has(request, "logout")) {
				// Spring Security leads there after signing out if this is the login page
				throw new SignedOutException();
			}
			return this.attempts.ofStart(request, registrationId, way);
		});
	}

	/**
	 * Resolves the authorization request of a page that requires a sign-in, and to which
	 * the member returns.
	 */
	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
		return resolve(request, registrationId, (way) -> this.attempts.ofPage(request, registrationId, way));
	}

	/**
	 * Resolves the authorization request of a sign-in that begins within the sign-in
	 * page.
	 */
	public @Nullable OAuth2AuthorizationRequest resolveAtSignInPage(HttpServletRequest request, String registrationId) {
		return resolve(request, registrationId, (way) -> this.attempts.ofStart(request, registrationId, way));
	}

	private @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId,
			Function<SignInWay, Attempt> started) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			return null;
		}
		if (!CallerKind.wantsPage(request)) {
			throw new NotANavigationException();
		}
		return start(started.apply(way(Browser.of(request))), registration, request);
	}

	/**
	 * Resolves the authorization request that continues a sign-in on WeCom's consent
	 * page. No request of a browser starts one.
	 */
	OAuth2AuthorizationRequest withConsent(Attempt attempt, WeComRegistration registration,
			HttpServletRequest request) {
		return start(this.attempts.withConsent(attempt), registration, request);
	}

	private OAuth2AuthorizationRequest start(Attempt attempt, WeComRegistration registration,
			HttpServletRequest request) {
		String redirectUri = this.site.absolute(request,
				this.site.path(request, this.paths.callbackOf(registration.registrationId())));
		return AttemptRequests.start(attempt, registration, redirectUri,
				this.authorizeUrls.url(attempt, registration, redirectUri, request));
	}

	private static SignInWay way(Browser browser) {
		if (browser.refusal() != null) {
			throw new WeComRefusalException(browser.refusal());
		}
		return (browser == Browser.WECOM) ? SignInWay.IN_CLIENT : SignInWay.WEB_LOGIN;
	}

	/**
	 * The registration id is unknown. Not logged with a stack trace, unlike Spring
	 * Security's own exception, because any request can cause it.
	 */
	@SuppressWarnings("serial")
	public static final class UnknownRegistrationException extends RuntimeException {

	}

	/**
	 * The request is no navigation of a browser, so it starts no sign-in.
	 */
	@SuppressWarnings("serial")
	public static final class NotANavigationException extends RuntimeException {

	}

	/**
	 * The request follows a logout, after which no sign-in starts automatically.
	 */
	@SuppressWarnings("serial")
	public static final class SignedOutException extends RuntimeException {

	}

}
