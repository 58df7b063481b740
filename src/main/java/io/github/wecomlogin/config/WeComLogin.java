package io.github.wecomlogin.config;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.CodeExchange;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.authentication.WeComUserService;
import io.github.wecomlogin.authorization.AuthorityMappers;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.RefusalReasons;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.web.AuthorizeUrls;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SignInPause;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComAuthorizationRequestResolver;
import io.github.wecomlogin.web.WeComRefusalHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;

/**
 * Everything that a sign-in with WeCom consists of. A bean of this type is what
 * {@link WeComLoginConfigurer} adds to each security filter chain that has an
 * {@code oauth2Login}.
 */
public final class WeComLogin implements AutoCloseable {

	private final WeComRegistrations registrations;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final WeComEndpoints endpoints;

	private final AttemptStore attempts;

	private final SignInPause pause;

	private final WeComRefusalHandler refusalHandler;

	private final SignInGate gate;

	private final SiteAddress site;

	private final Duration signInTimeout;

	private final Clock clock;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("login");

	private final AuthorityMappers authorityMappers = new AuthorityMappers();

	private final ChangeStamps stamps;

	private final ReplayCache replays;

	private final CodeExchange codeExchange;

	private final WeComUserService userService;

	/**
	 * Puts a sign-in together.
	 * @param clientRegistrations all ways to sign in
	 * @param registrations those of them that are WeCom's
	 * @param access decides who may sign in
	 * @param stamps the current change stamps
	 * @param endpoints where members are sent
	 * @param attempts keeps attempts
	 * @param pause keeps visitors signed out
	 * @param refusalHandler answers whoever is refused
	 * @param gate bounds how many sign-ins are worked on at once
	 * @param baseUrl this application's fixed external address, or {@code null}
	 * @param signInTimeout the longest time that the server's part of a sign-in may take
	 * @param clock tells the time
	 */
	public WeComLogin(WeComClientRegistrationRepository clientRegistrations, WeComRegistrations registrations,
			WeComAccess access, ChangeStamps stamps, WeComEndpoints endpoints, AttemptStore attempts, SignInPause pause,
			WeComRefusalHandler refusalHandler, SignInGate gate, @Nullable String baseUrl, Duration signInTimeout,
			Clock clock) {
		this.clientRegistrations = clientRegistrations;
		this.registrations = registrations;
		this.endpoints = endpoints;
		this.attempts = attempts;
		this.pause = pause;
		this.refusalHandler = refusalHandler;
		this.gate = gate;
		this.signInTimeout = signInTimeout;
		this.site = new SiteAddress(baseUrl);
		this.clock = clock;
		this.returnTargets = new ReturnTargetRequestCache.Cookie(baseUrl, registrations);
		this.stamps = stamps;
		this.replays = new ReplayCache(stamps, this.threads, Ticker.systemTicker());
		this.codeExchange = new CodeExchange(registrations, this.replays);
		this.userService = new WeComUserService(registrations, access);
	}

	WeComAuthorizationRequestResolver authorizationRequestResolver(
			WeComClientRegistrationRepository clientRegistrations, ChainSettings settings, ReturnTargets targets) {
		return new WeComAuthorizationRequestResolver(this.registrations, clientRegistrations, settings,
				new AuthorizeUrls(this.endpoints), targets, this.returnTargets, this.pause, this.clock);
	}

	public SiteAddress site() {
		return this.site;
	}

	public WeComRegistrations registrations() {
		return this.registrations;
	}

	WeComClientRegistrationRepository clientRegistrations() {
		return this.clientRegistrations;
	}

	public WeComEndpoints endpoints() {
		return this.endpoints;
	}

	public AttemptStore attempts() {
		return this.attempts;
	}

	public SignInPause pause() {
		return this.pause;
	}

	public WeComRefusalHandler refusalHandler() {
		return this.refusalHandler;
	}

	public SignInGate gate() {
		return this.gate;
	}

	public Duration signInTimeout() {
		return this.signInTimeout;
	}

	public ReturnTargetRequestCache.Cookie returnTargets() {
		return this.returnTargets;
	}

	public ChangeStamps stamps() {
		return this.stamps;
	}

	public ReplayCache replays() {
		return this.replays;
	}

	public CodeExchange codeExchange() {
		return this.codeExchange;
	}

	public WeComUserService userService() {
		return this.userService;
	}

	/**
	 * Replaces what a member was given at the sign-in, or since, by what the member is
	 * given now, in the form that the sign-in gave it.
	 * @param current what the {@code Authentication} has
	 * @param before what the member had, as the rules give it
	 * @param now what the member has now
	 * @return the authorities for the {@code Authentication}, with whatever the member
	 * has for another reason
	 * @throws WeComRefusalException if a {@code GrantedAuthoritiesMapper} of the
	 * application refuses the member or fails
	 */
	public Collection<GrantedAuthority> renewAuthorities(Collection<? extends GrantedAuthority> current,
			Collection<? extends GrantedAuthority> before, Collection<? extends GrantedAuthority> now) {
		try {
			return this.authorityMappers.renew(current, before, now);
		}
		catch (RuntimeException ex) {
			throw RefusalReasons.ofApplication("The GrantedAuthoritiesMapper", ex);
		}
	}

	AuthorityMappers authorityMappers() {
		return this.authorityMappers;
	}

	/**
	 * Lets a member whose session has just ended read why, and keeps the browser from
	 * signing in again by itself.
	 * @param refusal why the session ended
	 * @param request the request with which it ended
	 * @param response the response to it
	 */
	public void sessionEnded(WeComRefusal refusal, HttpServletRequest request, HttpServletResponse response) {
		this.pause.sessionEnded(refusal, request, response);
	}

	/**
	 * Stops what goes on in the background.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

}
