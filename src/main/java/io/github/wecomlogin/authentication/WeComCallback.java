package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.Map;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * The context of one callback, from the filter that decides about it to the principal.
 * Travels in the request, in the restored authorization request and in the additional
 * parameters of the access token response, the only ways that Spring Security offers from
 * one step to the next. Holds what events and observations report, so that exceptions,
 * which may be stored or logged, do not.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComCallback {

	private static final String ATTRIBUTE = WeComCallback.class.getName();

	private static final String URI_ATTRIBUTE = ATTRIBUTE + ".URI";

	private final WeComRegistration registration;

	private final @Nullable Attempt attempt;

	private final @Nullable SignInWay way;

	private final @Nullable SignInPermit permit;

	private final ReplayCache.@Nullable Use use;

	private final String remoteAddress;

	private volatile @Nullable Identity identity;

	private volatile @Nullable WeComUser user;

	private volatile @Nullable WeComUser memberWithoutAccount;

	private volatile @Nullable WeComRefusal refusal;

	private volatile Duration retryAfter = Duration.ZERO;

	private volatile @Nullable String returnTo;

	private WeComCallback(WeComRegistration registration, @Nullable Attempt attempt, @Nullable SignInWay way,
			@Nullable SignInPermit permit, ReplayCache.@Nullable Use use, String remoteAddress) {
		this.registration = registration;
		this.attempt = attempt;
		this.way = way;
		this.permit = permit;
		this.use = use;
		this.remoteAddress = remoteAddress;
	}

	/**
	 * Returns the first callback with a code.
	 * @param attempt the attempt that it fits
	 * @param permit its permit to call WeCom
	 * @param use the use of its code
	 * @param remoteAddress the address of the client
	 * @return the context
	 */
	public static WeComCallback accepted(Attempt attempt, SignInPermit permit, ReplayCache.Use use,
			String remoteAddress) {
		return new WeComCallback(use.registration(), attempt, attempt.way(), permit, use, remoteAddress);
	}

	/**
	 * Returns a callback that shares the result of the first one.
	 * @param attempt the attempt that it fits
	 * @param use the use of its code
	 * @param result the result
	 * @param remoteAddress the address of the client
	 * @return the context
	 */
	public static WeComCallback repeated(Attempt attempt, ReplayCache.Use use, CodeResult result,
			String remoteAddress) {
		WeComCallback callback = new WeComCallback(use.registration(), attempt, attempt.way(), null, use,
				remoteAddress);
		callback.identity = result.identity();
		callback.user = result.user();
		callback.refusal = result.refusal();
		return callback;
	}

	/**
	 * Returns a refused callback.
	 * @param registration the registration of the callback
	 * @param way the way of the attempt, or {@code null} if it is unknown
	 * @param refusal the refusal
	 * @param remoteAddress the address of the client
	 * @return the context
	 */
	public static WeComCallback refused(WeComRegistration registration, @Nullable SignInWay way, WeComRefusal refusal,
			String remoteAddress) {
		WeComCallback callback = new WeComCallback(registration, null, way, null, null, remoteAddress);
		callback.refusal = refusal;
		return callback;
	}

	/**
	 * Returns a callback that is refused as {@code busy}.
	 * @param use the use of its code
	 * @param attempt the attempt that it fits, which stays unused
	 * @param retryAfter the time after which the same callback can be expected to succeed
	 * @param remoteAddress the address of the client
	 * @return the context
	 */
	public static WeComCallback busy(ReplayCache.Use use, Attempt attempt, Duration retryAfter, String remoteAddress) {
		WeComCallback callback = refused(use.registration(), attempt.way(), WeComRefusal.BUSY, remoteAddress);
		callback.retryAfter = retryAfter;
		callback.returnTo = attempt.returnTo();
		return callback;
	}

	public WeComRegistration registration() {
		return this.registration;
	}

	/**
	 * Returns the attempt that the callback fits.
	 * @return the attempt, or {@code null} if there is none
	 */
	public @Nullable Attempt attempt() {
		return this.attempt;
	}

	/**
	 * Returns what the member was asked for.
	 */
	WeComScope scope() {
		return (this.attempt != null) ? this.attempt.scope(this.registration) : this.registration.scope();
	}

	/**
	 * Returns the page that the member asked for.
	 * @return the path with its query as the browser sees it, or {@code null}
	 */
	public @Nullable String returnTo() {
		return (this.attempt != null) ? this.attempt.returnTo() : this.returnTo;
	}

	/**
	 * Returns the way of the attempt.
	 * @return the way, or {@code null} if it is unknown
	 */
	public @Nullable SignInWay way() {
		return this.way;
	}

	ReplayCache.@Nullable Use use() {
		return this.use;
	}

	@Nullable SignInPermit permit() {
		return this.permit;
	}

	/**
	 * Returns the deadline of the sign-in.
	 * @throws IllegalStateException if the callback makes no call to WeCom
	 */
	Deadline deadline() {
		if (this.permit == null) {
			throw new IllegalStateException("A callback that was not accepted");
		}
		return this.permit.deadline();
	}

	@Nullable Identity identity() {
		return this.identity;
	}

	void identified(Identity identity) {
		this.identity = identity;
	}

	/**
	 * Returns the user id.
	 * @return the user id as WeCom returned it, or {@code null} if WeCom returned none
	 * (yet)
	 */
	public @Nullable String userId() {
		Identity identity = this.identity;
		return (identity != null) ? identity.userId() : null;
	}

	/**
	 * Returns the member of the first callback.
	 * @return the member, or {@code null} if this is the first callback
	 */
	@Nullable WeComUser user() {
		return this.user;
	}

	/**
	 * Returns the member that the rules have admitted and who has no account in this
	 * application.
	 * @return the member, or {@code null} if the callback is not refused as
	 * {@code no_account} or {@code consent_required}, or repeats one that was
	 */
	public @Nullable WeComUser memberWithoutAccount() {
		return this.memberWithoutAccount;
	}

	void lacksAccount(WeComUser member) {
		this.memberWithoutAccount = member;
	}

	/**
	 * Returns the refusal.
	 * @return the refusal, or {@code null} if the callback is not refused (yet)
	 */
	public @Nullable WeComRefusal refusal() {
		return this.refusal;
	}

	public void refuse(WeComRefusal refusal) {
		this.refusal = refusal;
	}

	/**
	 * Returns the time after which a callback refused as {@code busy} can be expected to
	 * succeed.
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Whether the callback shares the result of another one.
	 */
	public boolean isRepeat() {
		return this.use != null && this.permit == null;
	}

	/**
	 * Whether another node has used the code and its result is lost, so that a new
	 * sign-in is started. Started once only, to prevent a loop.
	 */
	public boolean mayStartAgain() {
		return this.use != null && this.use.isLost() && this.attempt != null
				&& !SignInState.isRestarted(this.attempt.state());
	}

	/**
	 * Whether the member can be asked for consent in a further sign-in: in the client
	 * only, because the web login gives no ticket (D/98176), and not twice.
	 */
	public boolean mayAskForConsent() {
		return this.attempt != null && this.way == SignInWay.IN_CLIENT && scope() == WeComScope.SNSAPI_BASE;
	}

	/**
	 * Returns the details of the sign-in.
	 * @param request the request of the callback
	 */
	public WeComSignInDetails details(HttpServletRequest request) {
		return new WeComSignInDetails(this.remoteAddress, this.registration.registrationId(), this.way, null, null,
				device(request));
	}

	/**
	 * Returns the details of the refused sign-in.
	 * @param request the request of the callback
	 */
	public WeComSignInDetails details(HttpServletRequest request, WeComRefusalNotice refusal) {
		return new WeComSignInDetails(this.remoteAddress, this.registration.registrationId(), this.way,
				refusal.refusal().code(), refusal.reference(), device(request));
	}

	private static @Nullable SignInDevice device(HttpServletRequest request) {
		return SignInDevice.of(request.getHeader(HttpHeaders.USER_AGENT));
	}

	public void storeIn(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
		request.setAttribute(URI_ATTRIBUTE, request.getRequestURI());
	}

	/**
	 * Whether the request is the callback itself, and not its forward or error dispatch
	 * to a page, which passes through all filters again.
	 */
	public static boolean isBeingHandled(HttpServletRequest request) {
		return of(request) != null && request.getRequestURI().equals(request.getAttribute(URI_ATTRIBUTE));
	}

	public static @Nullable WeComCallback of(HttpServletRequest request) {
		return (WeComCallback) request.getAttribute(ATTRIBUTE);
	}

	/**
	 * Restores the authorization request of the attempt.
	 * @param authorizeUrl the URL of WeCom's page
	 * @return the authorization request, or {@code null} if the callback fits no attempt
	 */
	public @Nullable OAuth2AuthorizationRequest restore(String authorizeUrl) {
		return (this.attempt != null)
				? AttemptRequests.restore(this.attempt, this.registration, authorizeUrl, asParameters()) : null;
	}

	static WeComCallback of(OAuth2AuthorizationRequest authorizationRequest) {
		return from(authorizationRequest.getAttributes());
	}

	Map<String, Object> asParameters() {
		return Map.of(ATTRIBUTE, this);
	}

	static WeComCallback from(Map<String, Object> parameters) {
		if (parameters.get(ATTRIBUTE) instanceof WeComCallback callback) {
			return callback;
		}
		throw new IllegalStateException("Not a callback of WeCom");
	}

	@Override
	public String toString() {
		return "WeComCallback[]";
	}

}
