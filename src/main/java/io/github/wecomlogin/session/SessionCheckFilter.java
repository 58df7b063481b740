package io.github.wecomlogin.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import io.github.wecomlogin.login.WeComLogin;
import io.github.wecomlogin.login.WeComRefusal;
import io.github.wecomlogin.login.WeComUser;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets nobody see a member in a security context who has not been checked: whoever asks
 * for the context gets the member as confirmed, or nobody if the session has ended. As
 * long as nobody asks, no session is loaded, as without this filter.
 */
final class SessionCheckFilter implements Filter {

	/**
	 * What has been found true in this request already.
	 */
	private static final String CHECKED = SessionCheckFilter.class.getName() + ".CHECKED";

	private final WeComSessionChecks checks;

	private final WeComLogin login;

	private final SecurityContextRepository contexts;

	private final SecurityContextHolderStrategy holder;

	SessionCheckFilter(WeComSessionChecks checks, WeComLogin login, SecurityContextRepository contexts,
			SecurityContextHolderStrategy holder) {
		this.checks = checks;
		this.login = login;
		this.contexts = contexts;
		this.holder = holder;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Supplier<SecurityContext> loaded = this.holder.getDeferredContext();
		this.holder.setDeferredContext(SingletonSupplier
			.of(() -> checked(loaded.get(), (HttpServletRequest) request, (HttpServletResponse) response)));
		chain.doFilter(request, response);
	}

	private SecurityContext checked(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = context.getAuthentication();
		if (authentication == null) {
			tellOfLostSession(request, response);
			return context;
		}
		if (!(authentication.getPrincipal() instanceof WeComUser user)
				|| authentication == request.getAttribute(CHECKED)) {
			return context;
		}
		SessionCheck check = this.checks.check(user);
		if (check.end() != null) {
			return ended(context, authentication, user, check.end(), request, response);
		}
		SecurityContext checked = (check.renewed() != null)
				? renewed(context, authentication, user, check.renewed(), request, response) : context;
		request.setAttribute(CHECKED, checked.getAuthentication());
		return checked;
	}

	/**
	 * Whoever comes with a session that ended meanwhile reads why.
	 */
	private void tellOfLostSession(HttpServletRequest request, HttpServletResponse response) {
		WeComRefusal reason = this.checks.ended().take(request);
		if (reason != null) {
			this.login.sessionEnded(reason, request, response);
		}
	}

	private SecurityContext renewed(SecurityContext context, Authentication authentication, WeComUser before,
			WeComUser user, HttpServletRequest request, HttpServletResponse response) {
		SecurityContext renewed = this.holder.createEmptyContext();
		renewed.setAuthentication(authentication.toBuilder().principal(user).authorities((authorities) -> {
			Collection<GrantedAuthority> all = authorities(authentication, before, user);
			authorities.clear();
			authorities.addAll(all);
		}).build());
		if (isKept(context, request)) {
			this.contexts.saveContext(renewed, request, response);
		}
		return renewed;
	}

	/**
	 * Replaces what the member was given by what the member is given now, and leaves the
	 * rest: how somebody signed in, and what the application added itself.
	 */
	private Collection<GrantedAuthority> authorities(Authentication authentication, WeComUser before, WeComUser now) {
		Collection<? extends GrantedAuthority> given = before.getAuthorities();
		if (new HashSet<>(given).equals(new HashSet<>(now.getAuthorities()))) {
			return new ArrayList<>(authentication.getAuthorities());
		}
		Set<GrantedAuthority> all = new LinkedHashSet<>(authentication.getAuthorities());
		all.removeAll(new HashSet<>(this.login.mapAuthorities(given)));
		all.addAll(this.login.mapAuthorities(now.getAuthorities()));
		return all;
	}

	private SecurityContext ended(SecurityContext context, Authentication authentication, WeComUser user,
			WeComRefusal reason, HttpServletRequest request, HttpServletResponse response) {
		SecurityContext nobody = this.holder.createEmptyContext();
		HttpSession session = request.getSession(false);
		if (session != null && isKept(context, request)) {
			String id = session.getId();
			this.contexts.saveContext(nobody, request, response);
			invalidate(session);
			this.checks.ends().tell(id, authentication, user, reason);
		}
		this.login.sessionEnded(reason, request, response);
		return nobody;
	}

	/**
	 * Whether the context is still the one that the session has: somebody may have signed
	 * in anew in the meantime.
	 */
	private boolean isKept(SecurityContext context, HttpServletRequest request) {
		return this.contexts.containsContext(request) && this.contexts.loadDeferredContext(request).get() == context;
	}

	private static void invalidate(HttpSession session) {
		try {
			session.invalidate();
		}
		catch (IllegalStateException ex) {
			// Another request did
		}
	}

}
