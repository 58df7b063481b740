package io.github.wecomlogin.token;

import java.io.IOException;

import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Answers {@code POST /wecom/token}: exchanges what was handed over to this browser for
 * what the application issues, once. The request must come from a page of the same
 * origin, with the content type {@code application/json}; its body is not read.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TokenFilter implements Filter {

	/**
	 * The path of the request.
	 */
	public static final String PATH = "/wecom/token";

	private final HandOverCookies cookies;

	private final RedeemedHandOvers redeemed;

	private final TokenExchange exchange;

	private final TokenAnswers answers;

	private final TokenRefusals refusals;

	private final SameOrigin sameOrigin;

	/**
	 * Creates the filter.
	 * @param cookies carry the hand-over
	 * @param redeemed the hand-overs that were redeemed
	 * @param exchange exchanges a hand-over
	 * @param answers writes the answers
	 * @param refusals reports members who are refused
	 * @param site the address of the application
	 */
	public TokenFilter(HandOverCookies cookies, RedeemedHandOvers redeemed, TokenExchange exchange,
			TokenAnswers answers, TokenRefusals refusals, SiteAddress site) {
		this.cookies = cookies;
		this.redeemed = redeemed;
		this.exchange = exchange;
		this.answers = answers;
		this.refusals = refusals;
		this.sameOrigin = new SameOrigin(site);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		if (RequestPath.of((HttpServletRequest) request).equals(PATH)) {
			answer((HttpServletRequest) request, (HttpServletResponse) response);
		}
		else {
			filterChain.doFilter(request, response);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!"POST".equals(request.getMethod())) {
			response.setStatus(HttpStatus.METHOD_NOT_ALLOWED.value());
			response.setHeader(HttpHeaders.ALLOW, "POST");
		}
		else if (!this.sameOrigin.permits(request)) {
			WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.ATTEMPT_MISMATCH);
			this.refusals.log(refusal);
			this.answers.refused(refusal.toNotice(), request, response);
		}
		else if (!isJson(request)) {
			this.answers.wrongContentType(request, response);
		}
		else {
			exchange(request, response);
		}
	}

	private static boolean isJson(HttpServletRequest request) {
		try {
			return request.getContentType() != null && MediaType.APPLICATION_JSON
				.equalsTypeAndSubtype(MediaType.parseMediaType(request.getContentType()));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private void exchange(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HandOverCookies.Found found = this.cookies.find(request);
		if (found == null) {
			this.answers.signInRequired(request, response);
			return;
		}
		if (found.handOver().userId() == null) {
			// Logged at the callback
			WeComRefusalNotice refusal = found.handOver().notice();
			this.cookies.clear(request, response);
			this.answers.refused(refusal, request, response);
			return;
		}
		try {
			WeComUser member = this.exchange.confirm(found.registration(), found.handOver(),
					() -> this.redeemed.redeem(found.registration(), found.id()));
			if (member == null) {
				this.cookies.clear(request, response);
				this.answers.signInRequired(request, response);
			}
			else {
				issue(member, found, request, response);
			}
		}
		catch (WeComRefusalException ex) {
			refuse(ex, found, request, response);
		}
		catch (SharedStoreException ex) {
			refuse(new WeComRefusalException(WeComRefusal.BUSY), found, request, response);
		}
		catch (RuntimeException ex) {
			refuse(RefusalMapper.ofApplication(ex), found, request, response);
		}
	}

	private void issue(WeComUser member, HandOverCookies.Found found, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		IssuedAnswer answer;
		try {
			answer = this.answers.convert(this.exchange.issue(member, request));
		}
		catch (WeComRefusalException ex) {
			refuse(ex, found.with(member), request, response);
			return;
		}
		this.cookies.clear(request, response);
		answer.write(response);
	}

	private void refuse(WeComRefusalException ex, HandOverCookies.Found found, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		WeComRefusal refusal = ex.getRefusal();
		WeComRefusalNotice notice = this.refusals.report(ex, found, request, response);
		if (refusal == WeComRefusal.NO_ACCOUNT) {
			this.cookies.keepPending(found, notice.reference(), request, response);
		}
		else if (refusal != WeComRefusal.BUSY) {
			this.cookies.clear(request, response);
		}
		this.answers.refused(notice, request, response);
	}

}
