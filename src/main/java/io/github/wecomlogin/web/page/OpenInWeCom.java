package io.github.wecomlogin.web.page;

import java.nio.charset.StandardCharsets;

import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Leads from a browser in which WeCom offers no sign-in to the same page in WeCom: with a
 * link that opens the WeCom app, a QR code, and the address to copy.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class OpenInWeCom {

	/**
	 * Placeholder for the percent-encoded address in the link.
	 */
	public static final String ADDRESS = "{url}";

	/**
	 * Shows the button that copies the address. Without this script the address can still
	 * be selected.
	 */
	public static final String SCRIPT = "(function(){var b=document.getElementById('copy'),"
			+ "a=document.getElementById('address');b.hidden=false;b.addEventListener('click',function(){a.select();"
			+ "function done(){b.textContent=b.dataset.done}" + "function old(){if(document.execCommand('copy'))done()}"
			+ "if(navigator.clipboard)navigator.clipboard.writeText(a.value).then(done,old);else old()})})()";

	/**
	 * Allows the script in a content security policy.
	 */
	public static final String SCRIPT_SOURCE = "; script-src '" + ContentHash.of(SCRIPT) + "'";

	private final SiteAddress site;

	private final @Nullable String link;

	/**
	 * Creates the bean.
	 * @param site the address of the application
	 * @param link the link that opens the app, with {@value #ADDRESS} in place of the
	 * address, or {@code null} if no link is shown
	 */
	public OpenInWeCom(SiteAddress site, @Nullable String link) {
		this.site = site;
		this.link = link;
	}

	/**
	 * Returns what leads to a page in WeCom.
	 * @param request the current request
	 * @param returnTo the page as browsers see it, or {@code null} for the home page
	 */
	public Ways to(HttpServletRequest request, @Nullable String returnTo) {
		String address = this.site.absolute(request, (returnTo != null) ? returnTo : this.site.path(request, "/"));
		// WeChat opens no other app
		boolean linked = this.link != null && Browser.of(request) == Browser.PHONE;
		return new Ways(address,
				linked ? this.link.replace(ADDRESS, UriUtils.encode(address, StandardCharsets.UTF_8)) : null,
				QrCode.of(address));
	}

	/**
	 * The ways to a page in WeCom.
	 *
	 * @param address the address of the page
	 * @param link opens the WeCom app, or {@code null}
	 * @param qrCode the address as a QR code, or {@code null}
	 */
	public record Ways(String address, @Nullable String link, @Nullable QrCode qrCode) {

	}

}
