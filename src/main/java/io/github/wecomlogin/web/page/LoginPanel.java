package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.WeComAuthorizationRequestResolver;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestLanguage;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * WeCom's login panel in the sign-in page of a desktop browser (D/98152): a script of
 * WeCom shows the QR code in a frame and redirects the window to the callback, so that
 * the sign-in ends as one that left the page. The frame gets the title that the script
 * does not give it. Begins an attempt when it is shown; the page is reloaded before the
 * attempt expires. If the script cannot be loaded, the page has its links only.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class LoginPanel implements Filter {

	private static final String ATTRIBUTE = LoginPanel.class.getName();

	/**
	 * Tells WeCom's page the origin that the panel is in, which it may check (-31033).
	 */
	static final String REFERRER_POLICY = "strict-origin";

	private static final String SCRIPT = "(function(){var e=document.getElementById('wecom-panel');"
			+ "if(window.ww)try{ww.createWWLoginPanel({el:'#wecom-panel',params:JSON.parse(e.dataset.params)})}"
			+ "catch(x){e.textContent=''}var f=e.querySelector('iframe');if(f)f.title=e.dataset.title})()";

	private static final String RELOAD_SECONDS = Long.toString(Attempt.MAX_AGE.minusMinutes(1).toSeconds());

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Settings settings;

	private final WeComAuthorizationRequestResolver resolver;

	private final AttemptStore attempts;

	private final LoginPaths paths;

	/**
	 * Creates the panel of a chain.
	 * @param settings the addresses
	 * @param resolver resolves the authorization request of the ordinary start
	 * @param attempts keeps the attempt
	 * @param paths the paths of the chain
	 */
	public LoginPanel(Settings settings, WeComAuthorizationRequestResolver resolver, AttemptStore attempts,
			LoginPaths paths) {
		this.settings = settings;
		this.resolver = resolver;
		this.attempts = attempts;
		this.paths = paths;
	}

	/**
	 * Offers the panel to the sign-in page of the chain, if a person opens it in a
	 * desktop browser.
	 */
	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		if (isOffered((HttpServletRequest) request)) {
			request.setAttribute(ATTRIBUTE, this);
		}
		filterChain.doFilter(request, response);
	}

	private boolean isOffered(HttpServletRequest request) {
		return "GET".equals(request.getMethod()) && RequestPath.of(request).equals(this.paths.signInPagePath())
				&& Browser.of(request) == Browser.DESKTOP && CallerKind.wantsPage(request);
	}

	/**
	 * Begins a sign-in in the panel, if it is offered.
	 * @param registrationId the registration
	 * @return what the page shows, or {@code null} if there is no panel
	 */
	public static @Nullable Content begin(String registrationId, HttpServletRequest request,
			HttpServletResponse response) {
		return (request.getAttribute(ATTRIBUTE) instanceof LoginPanel panel)
				? panel.content(registrationId, request, response) : null;
	}

	private @Nullable Content content(String registrationId, HttpServletRequest request, HttpServletResponse response) {
		OAuth2AuthorizationRequest start = this.resolver.resolveAtSignInPage(request, registrationId);
		if (start == null) {
			return null;
		}
		response.setHeader("Referrer-Policy", REFERRER_POLICY);
		response.setHeader("Refresh", RELOAD_SECONDS);
		this.attempts.save(AttemptRequests.attemptOf(start), request, response);
		return new Content("""
				<div id="wecom-panel" class="login-panel" data-title="%s" data-params="%s"></div>
				<script src="%s"></script>
				<script>%s</script>
				""".formatted(escape(Messages.text("page.panel", RequestLanguage.of(request))),
				escape(JSON.writeValueAsString(parameters(start.getAuthorizationRequestUri()))),
				escape(this.settings.script()), SCRIPT), this.settings.contentSecurityPolicy());
	}

	/**
	 * Returns the parameters of WeCom's page, which are those of the panel, decoded as
	 * the script expects them.
	 */
	static Map<String, String> parameters(String url) {
		Map<String, String> parameters = new LinkedHashMap<>();
		UriComponentsBuilder.fromUriString(url)
			.build(true)
			.getQueryParams()
			.forEach((name, values) -> parameters.put(name, UriUtils.decode(values.get(0), StandardCharsets.UTF_8)));
		parameters.put("redirect_type", "top");
		parameters.put("panel_size", "small");
		parameters.put("color_scheme", "auto");
		return parameters;
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

	/**
	 * The addresses of the panel.
	 *
	 * @param script the script of WeCom
	 * @param page WeCom's page, which the script shows in a frame
	 */
	public record Settings(String script, String page) {

		/**
		 * Returns what a content security policy must allow in addition.
		 */
		String contentSecurityPolicy() {
			URI frame = URI.create(this.page);
			return "; script-src " + this.script + " '" + ContentHash.of(SCRIPT) + "'; frame-src " + frame.getScheme()
					+ "://" + frame.getRawAuthority();
		}

	}

	/**
	 * What a page shows.
	 *
	 * @param html the panel, which goes behind the links of the page
	 * @param contentSecurityPolicy the directives to add to the page's policy
	 */
	public record Content(String html, String contentSecurityPolicy) {

	}

}
