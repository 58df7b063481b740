package io.github.wecomlogin.token;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authentication.RefusedSignIns;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.web.RefusalLog;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.request.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;

/**
 * Reports a member who is refused at the exchange of a hand-over: in one line of the log,
 * as an event, and to the browser, where automatic sign-ins are suppressed.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TokenRefusals {

	private final RefusalLog log = new RefusalLog(Ticker.systemTicker());

	private final RefusedSignIns events;

	private final SignInSuppression suppression;

	private final ClientAddress clientAddress;

	/**
	 * Creates the reporter.
	 * @param events receives an event for each refusal
	 * @param suppression suppresses automatic sign-ins after a refusal
	 * @param clientAddress determines the address of the client
	 */
	public TokenRefusals(ApplicationEventPublisher events, SignInSuppression suppression, ClientAddress clientAddress) {
		this.events = new RefusedSignIns(events);
		this.suppression = suppression;
		this.clientAddress = clientAddress;
	}

	/**
	 * Logs a refusal that is about no member.
	 */
	void log(WeComRefusalException ex) {
		this.log.write(null, ex);
	}

	/**
	 * Reports a refusal, unless the hand-over tells that it has been reported.
	 * @return the refusal with the reference under which it is reported
	 */
	WeComRefusalNotice report(WeComRefusalException ex, HandOverCookies.Found found, HttpServletRequest request,
			HttpServletResponse response) {
		WeComRefusal refusal = ex.getRefusal();
		HandOver handOver = found.handOver();
		boolean reported = refusal == WeComRefusal.NO_ACCOUNT && handOver.isPending() && handOver.reference() != null;
		WeComRefusalNotice notice = reported ? handOver.notice() : ex.toNotice();
		if (refusal != WeComRefusal.BUSY) {
			this.suppression.refused(notice, request, response);
		}
		if (!reported) {
			log(ex);
			this.events.publish(found.handOver().userId(),
					new WeComSignInDetails(this.clientAddress.find(request), found.registration().registrationId(),
							null, refusal.code(), notice.reference(),
							SignInDevice.of(request.getHeader(HttpHeaders.USER_AGENT))),
					ex);
		}
		return notice;
	}

}
