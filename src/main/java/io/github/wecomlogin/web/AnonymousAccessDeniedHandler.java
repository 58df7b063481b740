package io.github.wecomlogin.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;

/**
 * Sends a visitor to sign in whose form was refused for its CSRF token because the
 * session has ended. Signed-in members get what Spring Security answers by default.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AnonymousAccessDeniedHandler implements AccessDeniedHandler {

	private final AccessDeniedHandler springsDefault = new AccessDeniedHandlerImpl();

	private final AuthenticationEntryPoint entryPoint;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	public AnonymousAccessDeniedHandler(AuthenticationEntryPoint entryPoint,
			SecurityContextHolderStrategy securityContextHolderStrategy) {
		this.entryPoint = entryPoint;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
	}

	public boolean isAnonymous(HttpServletRequest request) {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		return authentication == null || authentication instanceof AnonymousAuthenticationToken;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
			throws IOException, ServletException {
		if (isAnonymous(request)) {
			this.entryPoint.commence(request, response,
					new InsufficientAuthenticationException("Sign-in is required", exception));
		}
		else {
			this.springsDefault.handle(request, response, exception);
		}
	}

}
