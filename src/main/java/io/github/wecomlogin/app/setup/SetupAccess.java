package io.github.wecomlogin.app.setup;

import java.util.function.Supplier;

import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.web.request.ClientAddress;
import io.github.wecomlogin.web.request.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Decides who may open {@code /setup}: administrators, and until the first of them has
 * signed in, also browsers in which a token was accepted within the last hour. Fails
 * closed while the shared store does not answer.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@Component
public class SetupAccess implements AuthorizationManager<RequestAuthorizationContext> {

	private final FirstAdministrator administrator;

	private final SetupTokens tokens;

	private final SetupCookie cookie;

	private final ClientAddress clientAddress;

	SetupAccess(FirstAdministrator administrator, SetupTokens tokens, SetupCookie cookie,
			ObjectProvider<TrustedProxies> proxies) {
		this.administrator = administrator;
		this.tokens = tokens;
		this.cookie = cookie;
		this.clientAddress = new ClientAddress(
				proxies.getIfAvailable(() -> new TrustedProxies(TrustedProxies.LOOPBACK)));
	}

	@Override
	public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		Authentication present = authentication.get();
		if (present != null && FirstAdministrator.isAdministrator(present)) {
			// Also one who has become administrator since the sign-in
			this.administrator.signedIn();
			return new AuthorizationDecision(true);
		}
		return new AuthorizationDecision(isOpenTo(context.getRequest()));
	}

	/**
	 * Whether a browser may open the page without a sign-in.
	 */
	public boolean isOpenTo(HttpServletRequest request) {
		return this.cookie.isValid(request) && acceptsTokens();
	}

	/**
	 * Whether there is a form for the configured token.
	 */
	boolean acceptsConfiguredToken() {
		return this.tokens.isConfigured() && acceptsTokens();
	}

	boolean acceptConfiguredToken(String token, HttpServletRequest request, HttpServletResponse response) {
		return admit(acceptsTokens() && this.tokens.matchesConfigured(token, this.clientAddress.find(request)), request,
				response);
	}

	boolean redeemLink(String token, HttpServletRequest request, HttpServletResponse response) {
		return admit(acceptsTokens() && this.tokens.redeemLink(token, this.clientAddress.find(request)), request,
				response);
	}

	private boolean admit(boolean accepted, HttpServletRequest request, HttpServletResponse response) {
		if (accepted) {
			this.cookie.add(request, response);
		}
		return accepted;
	}

	private boolean acceptsTokens() {
		try {
			return !this.administrator.hasSignedIn();
		}
		catch (SharedStoreException ex) {
			return false;
		}
	}

}
